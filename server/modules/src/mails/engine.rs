//! How a mail becomes text: minijinja over the files beside this one.

use std::sync::LazyLock;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, Output, State, UndefinedBehavior, context, escape_formatter};

use super::{Mail, Rendered, Sender};

/// A template does not fit its mail: a fault of ours that every rendering test would show.
#[derive(Debug, thiserror::Error)]
#[error("the mail {kind} could not be rendered")]
pub struct RenderError {
    kind: &'static str,
    source: Error,
}

/// Renders a mail in the name of its sender.
pub fn render(mail: &Mail<'_>, sender: &Sender<'_>) -> Result<Rendered, RenderError> {
    let kind = mail.kind();
    let context = context! {
        sender => sender.name,
        accent => sender.accent.to_string(),
        on_accent => sender.accent.text_on().to_string(),
        words => Value::from(Serde(sender.vocabulary.inline())),
        ..Value::from(Serde(mail)),
    };
    let part = |extension: &str| {
        ENGINE
            .get_template(&format!("{kind}.{extension}"))
            .and_then(|template| template.render(context.clone()))
            .map_err(|source| RenderError { kind, source })
    };
    Ok(Rendered {
        subject: one_line(&part("subject.txt")?),
        text: part("txt")?,
        html: part("html")?,
    })
}

/// Far above what the longest text needs; a loop by mistake ends here.
const FUEL: u64 = 20_000;

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut engine = Environment::new();
    // The extension of a name decides on escaping: `.html` is escaped, `.txt` is not.
    engine.set_loader(|name| Ok(text(name)));
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    // Otherwise an error repeats the values at hand, single-use links among them, into the log.
    engine.set_debug(false);
    engine.set_formatter(print);
    engine.add_filter("hours", hours);
    engine
});

macro_rules! texts {
    ($name:ident: $($file:literal)*) => {
        match $name {
            $($file => Some(include_str!(concat!("text/", $file))),)*
            _ => None,
        }
    };
}

fn text(name: &str) -> Option<&'static str> {
    texts!(name:
        "layout.html" "button.html"
        "owner_invitation.subject.txt" "owner_invitation.txt" "owner_invitation.html"
        "user_invitation.subject.txt" "user_invitation.txt" "user_invitation.html"
        "password_reset.subject.txt" "password_reset.txt" "password_reset.html"
        "password_changed.subject.txt" "password_changed.txt" "password_changed.html"
        "second_factor_changed.subject.txt" "second_factor_changed.txt" "second_factor_changed.html"
        "passkeys_changed.subject.txt" "passkeys_changed.txt" "passkeys_changed.html"
        "passkeys_gone.subject.txt" "passkeys_gone.txt" "passkeys_gone.html"
        "visit_asked.subject.txt" "visit_asked.txt" "visit_asked.html"
        "receiver_stopped.subject.txt" "receiver_stopped.txt" "receiver_stopped.html"
        "approval_asked.subject.txt" "approval_asked.txt" "approval_asked.html"
        "approval_decided.subject.txt" "approval_decided.txt" "approval_decided.html"
        "tenant_suspended.subject.txt" "tenant_suspended.txt" "tenant_suspended.html"
        "tenant_resumed.subject.txt" "tenant_resumed.txt" "tenant_resumed.html"
        "isolation_broken.subject.txt" "isolation_broken.txt" "isolation_broken.html"
    )
}

/// The texts that a tenant may change, as `(kind, subject, body)` in the template language: its starting copies.
pub fn tenant_texts() -> [(&'static str, &'static str, &'static str); 2] {
    [
        (
            "user_invitation",
            include_str!("text/user_invitation.subject.txt"),
            include_str!("text/user_invitation.txt"),
        ),
        (
            "password_reset",
            include_str!("text/password_reset.subject.txt"),
            include_str!("text/password_reset.txt"),
        ),
    ]
}

/// Prints what `{{ … }}` yields: text that is not ours becomes one line before it is escaped.
fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => {
            escape_formatter(out, state, &Value::from(one_line(text)))
        }
        _ => escape_formatter(out, state, value),
    }
}

/// `1 hour`, `36 hours`, `3 days`.
fn hours(count: u32) -> String {
    match count {
        1 => "1 hour".to_owned(),
        days if days >= 48 && days % 24 == 0 => format!("{} days", days / 24),
        hours => format!("{hours} hours"),
    }
}

/// The text with each run of white space and control characters as one space, and without the
/// characters that reorder what is read (UAX #9).
fn one_line(text: &str) -> String {
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.split(|c: char| c.is_whitespace() || c.is_control() || reorders(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
