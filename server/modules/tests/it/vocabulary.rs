use std::error::Error;

use modules::{TEMPLATES, Term, Vocabulary, Word, template};

fn vocabulary(key: &str) -> Result<Vocabulary, String> {
    template(key)
        .map(|template| template.vocabulary.clone())
        .ok_or_else(|| format!("no template {key}"))
}

#[test]
fn fills_terms_in_as_they_read_inside_a_sentence() -> Result<(), Box<dyn Error>> {
    let words = vocabulary("auto")?;
    assert_eq!(
        words.fill("Book {customers} into one {resource}."),
        "Book vehicle owners into one service bay."
    );
    Ok(())
}

#[test]
fn keeps_what_is_no_placeholder() -> Result<(), Box<dyn Error>> {
    let words = vocabulary("generic")?;
    for text in ["", "{", "}", "{}", "{x}", "a { b", "{Customers}", "é{é}"] {
        assert_eq!(words.fill(text), text);
    }
    assert_eq!(words.fill("{{customer}}"), "{customer}");
    assert_eq!(words.fill("{ {company}"), "{ company");
    Ok(())
}

#[test]
fn a_term_that_looks_like_a_placeholder_is_said_literally() -> Result<(), Box<dyn Error>> {
    let mut words = vocabulary("generic")?;
    words.set("customer", Term::new("{company}", "{companies}"));
    assert_eq!(words.fill("{customers}"), "{companies}");
    Ok(())
}

/// MOD-4: tenants can adjust the vocabulary.
#[test]
fn a_tenant_replaces_single_terms() -> Result<(), Box<dyn Error>> {
    for word in Word::ALL {
        let mut words = vocabulary("salon")?;
        words.set(word.keys().0, Term::new("VIP guest", "VIP guests"));
        assert_eq!(words.term(word).plural, "VIP guests");
        assert_eq!(words.inline()[word.keys().1], "VIP guests");
    }
    let mut words = vocabulary("salon")?;
    words.set("customers", Term::new("X", "Y"));
    words.set("nothing", Term::new("X", "Y"));
    assert_eq!(words, vocabulary("salon")?);
    Ok(())
}

#[test]
fn every_term_is_a_heading() {
    for template in TEMPLATES {
        for word in Word::ALL {
            let term = template.vocabulary.term(word);
            for form in [&term.singular, &term.plural] {
                assert!(form.starts_with(char::is_uppercase), "{form}");
                assert_eq!(form.trim(), form.as_ref());
            }
        }
    }
}
