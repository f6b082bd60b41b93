use std::{collections::BTreeMap, error::Error};

use modules::mails::{Mail, RenderError, Rendered, Sender, render, samples};
use modules::{Colour, TEMPLATES, Template, template};

fn sender(template: &Template) -> Sender<'_> {
    Sender {
        name: "Luna & Sons",
        accent: template.palette.primary,
        vocabulary: &template.vocabulary,
    }
}

/// The text of every mail in every vocabulary.
#[test]
fn texts() -> Result<(), Box<dyn Error>> {
    for template in TEMPLATES {
        let texts = samples(template).into_iter().map(|mail| {
            render(&mail, &sender(template)).map(|Rendered { subject, text, .. }| {
                format!("=== {}\nSubject: {subject}\n\n{text}\n", mail.kind())
            })
        });
        let texts = texts.collect::<Result<Vec<_>, _>>()?.join("\n");
        insta::assert_snapshot!(format!("texts_{}", template.key), texts);
    }
    Ok(())
}

/// The HTML of every mail, in one vocabulary.
#[test]
fn html() -> Result<(), Box<dyn Error>> {
    let dental = template("dental").ok_or("no such template")?;
    let mut kinds: BTreeMap<_, String> = BTreeMap::new();
    for mail in samples(dental) {
        let rendered = render(&mail, &sender(dental))?;
        *kinds.entry(mail.kind()).or_default() += &rendered.html;
    }
    for (kind, html) in kinds {
        insta::assert_snapshot!(format!("html_{kind}"), html);
    }
    Ok(())
}

#[test]
fn every_mail_renders_in_every_vocabulary() -> Result<(), Box<dyn Error>> {
    for template in TEMPLATES {
        for mail in samples(template) {
            for sender in [sender(template), Sender::platform()] {
                let rendered = render(&mail, &sender)?;
                for part in [&rendered.subject, &rendered.text, &rendered.html] {
                    assert!(!part.is_empty());
                    assert!(!part.contains("{{") && !part.contains("{%"), "{part}");
                }
                assert!(rendered.subject.contains("Luna & Sons"));
                assert!(rendered.html.contains("Luna &amp; Sons"));
                assert!(!rendered.html.contains("Luna & Sons"));
                assert!(!rendered.html.contains("src="), "nothing to load");
                assert!(rendered.html.contains(&sender.accent.to_string()));
            }
        }
    }
    Ok(())
}

/// I-61: one message, one recipient, whatever stands in a name.
#[test]
fn a_name_cannot_add_a_header() -> Result<(), Box<dyn Error>> {
    for trick in [
        "Luna\r\nBcc: everyone@example.com",
        "Luna\nBcc: everyone@example.com",
        "Luna\rBcc: everyone@example.com",
        "Luna\u{85}Bcc: everyone@example.com",
        "Luna\u{2028}Bcc: everyone@example.com",
        "Luna\0\u{7f}\u{1b} Bcc: everyone@example.com\u{202e}",
    ] {
        let subject = reset_for(trick)?.subject;
        assert_eq!(
            subject,
            "Set a new password for Luna Bcc: everyone@example.com"
        );
    }
    Ok(())
}

#[test]
fn a_name_cannot_forge_a_paragraph() -> Result<(), Box<dyn Error>> {
    let honest = reset_for("Luna")?.text.lines().count();
    let forged = reset_for("Luna\n\nYour account is locked.\n\n")?.text;
    assert_eq!(forged.lines().count(), honest);
    Ok(())
}

#[test]
fn markup_is_shown_literally() -> Result<(), Box<dyn Error>> {
    let rendered = reset_for("<img src=x onerror=alert(1)> {{ link }} \" '")?;
    assert!(!rendered.html.contains("<img"), "{}", rendered.html);
    assert!(rendered.html.contains("&lt;img"), "{}", rendered.html);
    assert!(rendered.html.contains("{{ link }}"), "{}", rendered.html);
    assert!(
        rendered
            .text
            .contains("<img src=x onerror=alert(1)> {{ link }} \" '")
    );
    Ok(())
}

#[test]
fn the_button_stays_readable_in_a_pale_brand_colour() -> Result<(), Box<dyn Error>> {
    let pale = Sender {
        accent: Colour::rgb(0x00fd_e68a),
        ..Sender::platform()
    };
    let mails = samples(TEMPLATES[0]);
    let mail = mails.first().ok_or("no mails")?;
    let html = render(mail, &pale)?.html;
    assert!(html.contains("background:#fde68a;color:#111827"), "{html}");
    Ok(())
}

#[test]
fn validity_is_said_in_days_where_they_are_whole() -> Result<(), Box<dyn Error>> {
    for (valid_hours, said) in [
        (1, "for 1 hour."),
        (24, "for 24 hours."),
        (36, "for 36 hours."),
        (48, "for 2 days."),
        (72, "for 3 days."),
    ] {
        let mail = Mail::PasswordReset {
            name: "Ada",
            workspace: "Luna",
            link: "https://luna.example.com/reset/1",
            valid_hours,
        };
        let text = render(&mail, &Sender::platform())?.text;
        assert!(text.contains(said), "{text}");
    }
    Ok(())
}

fn reset_for(workspace: &str) -> Result<Rendered, RenderError> {
    let mail = Mail::PasswordReset {
        name: "Ada",
        workspace,
        link: "https://luna.example.com/reset/1",
        valid_hours: 1,
    };
    render(&mail, &Sender::platform())
}
