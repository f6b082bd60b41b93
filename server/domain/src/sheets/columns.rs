//! The columns of sheets, alike on the way out and on the way in.

use contract::sheets::Sheet;
use modules::{Vocabulary, Word};

/// One column.
pub(crate) struct Column {
    /// What stands above it, unless the tenant has a word of its own.
    head: &'static str,
    /// The word of the vocabulary that stands above it.
    word: Option<Word>,
    /// The field of the draft that it is read into; none for what is only told.
    pub(crate) field: Option<Field>,
}

/// What a column is read into.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// Its name in the draft.
    pub(crate) name: &'static str,
    pub(crate) is_required: bool,
    /// Other heads that say it, in small letters and nothing but letters.
    synonyms: &'static [&'static str],
}

impl Column {
    /// What is only told.
    const fn told(head: &'static str) -> Self {
        Self {
            head,
            word: None,
            field: None,
        }
    }

    /// What is also read.
    const fn new(
        head: &'static str,
        name: &'static str,
        synonyms: &'static [&'static str],
    ) -> Self {
        Self {
            field: Some(Field {
                name,
                is_required: false,
                synonyms,
            }),
            ..Self::told(head)
        }
    }

    /// What no record is without.
    const fn required(
        head: &'static str,
        name: &'static str,
        synonyms: &'static [&'static str],
    ) -> Self {
        Self {
            field: Some(Field {
                name,
                is_required: true,
                synonyms,
            }),
            ..Self::told(head)
        }
    }

    const fn named(self, word: Word) -> Self {
        Self {
            word: Some(word),
            ..self
        }
    }

    /// What stands above it.
    pub(crate) fn head(&self, words: &Vocabulary) -> String {
        match self.word {
            Some(word) => words.term(word).singular.to_string(),
            None => self.head.to_owned(),
        }
    }

    /// Whether a head says that what is below it is this: in whatever letters, and with whatever between them.
    pub(crate) fn is_meant_by(&self, head: &str, words: &Vocabulary) -> bool {
        let letters = letters(head);
        let own = [self.head, &self.head(words)];
        let synonyms = self.field.map_or(&[][..], |field| field.synonyms);
        own.iter().any(|own| self::letters(own) == letters) || synonyms.contains(&&*letters)
    }
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The columns of a sheet, in their order.
pub(crate) fn columns(sheet: Sheet) -> &'static [Column] {
    match sheet {
        Sheet::Customers => &CUSTOMERS,
        Sheet::Professionals => &PROFESSIONALS,
        Sheet::Services => &SERVICES,
        Sheet::Referrals => &REFERRALS,
    }
}

const NAME: Column = Column::required("Name", "name", &["fullname"]);
const EMAIL: Column = Column::new("E-mail address", "email", &["email", "mail"]);
const PHONE: Column = Column::new(
    "Telephone",
    "phone",
    &["phone", "phonenumber", "telephonenumber", "tel", "mobile"],
);
const ADDED: Column = Column::told("Added");
const CHANGED: Column = Column::told("Last changed");
const ID: Column = Column::told("ID");

static CUSTOMERS: [Column; 7] = [
    NAME,
    EMAIL,
    PHONE,
    Column::new(
        "Notes",
        "notes",
        &["note", "remarks", "comment", "comments"],
    ),
    ADDED,
    CHANGED,
    ID,
];

static PROFESSIONALS: [Column; 9] = [
    NAME,
    Column::new(
        "Title or field of work",
        "specialty",
        &[
            "specialty",
            "speciality",
            "title",
            "fieldofwork",
            "jobtitle",
        ],
    ),
    EMAIL,
    PHONE,
    Column::new("Company", "company_id", &[]).named(Word::Company),
    Column::new("Active", "is_active", &["isactive"]),
    ADDED,
    CHANGED,
    ID,
];

static SERVICES: [Column; 9] = [
    NAME,
    Column::required("Category", "category_id", &["group"]),
    Column::required("Minutes", "minutes", &["duration", "durationminutes"]),
    Column::required("Price", "price", &["amount"]),
    Column::new("Currency", "currency", &[]),
    Column::new("Offered", "is_active", &["active", "isactive"]),
    ADDED,
    CHANGED,
    ID,
];

static REFERRALS: [Column; 9] = [
    Column::told("From"),
    Column::told("To"),
    Column::told("Customer").named(Word::Customer),
    Column::told("Reason"),
    Column::told("Notes"),
    Column::told("Status"),
    Column::told("Sent"),
    CHANGED,
    ID,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_however_they_are_written() {
        let words = crate::mails::words("none", &contract::vocabulary::Vocabulary::default());
        for head in ["E-mail address", "email", "E-MAIL", " e-Mail ", "Mail"] {
            assert!(EMAIL.is_meant_by(head, &words), "{head}");
        }
        for head in ["", "Name of mail", "Telephone"] {
            assert!(!EMAIL.is_meant_by(head, &words), "{head}");
        }
    }
}
