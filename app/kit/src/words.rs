//! Words and numbers ready to read, the same on the server and in the browser.

use contract::vocabulary::{Term, Vocabulary};

/// What a new password should be, beside every field for one.
pub(crate) const NEW_PASSWORD: &str =
    "12 to 128 characters. A few unrelated words are good; a password used elsewhere is not.";

/// A noun in the tenant's own words, as headings and inside sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// `Patient`.
    pub title: String,
    /// `Patients`.
    pub titles: String,
    /// `patient`.
    pub one: String,
    /// `patients`.
    pub many: String,
}

impl Noun {
    /// The tenant's term for one of the product's nouns, such as `customer`.
    pub fn of(vocabulary: &Vocabulary, noun: &str) -> Self {
        let Term { singular, plural } = vocabulary.term(noun);
        Self {
            one: in_sentence(&singular),
            many: in_sentence(&plural),
            title: singular,
            titles: plural,
        }
    }

    /// A count with the noun: `1 patient`, `1,203 patients`.
    pub fn counted(&self, number: i64) -> String {
        format!(
            "{} {}",
            count(number),
            if number == 1 { &self.one } else { &self.many }
        )
    }
}

/// The first letter small, unless the word is an abbreviation such as `VIP`.
fn in_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}

/// A count with thousands set apart: `12,345`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use contract::vocabulary::{Term, Vocabulary};

    use super::{Noun, count};

    #[test]
    fn a_noun_reads_in_headings_and_in_sentences() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.0.insert(
            "customer".into(),
            Term::new("Vehicle owner", "Vehicle owners"),
        );
        vocabulary
            .0
            .insert("company".into(), Term::new("VIP", "VIPs"));
        let customer = Noun::of(&vocabulary, "customer");
        assert_eq!(
            (customer.title.as_str(), customer.one.as_str()),
            ("Vehicle owner", "vehicle owner")
        );
        assert_eq!(customer.counted(1), "1 vehicle owner");
        assert_eq!(customer.counted(1203), "1,203 vehicle owners");
        assert_eq!(Noun::of(&vocabulary, "company").many, "VIPs");
        assert_eq!(Noun::of(&vocabulary, "user").titles, "Users");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567, -1_000].map(count),
            ["0", "999", "1,000", "1,234,567", "-1,000"]
        );
    }
}
