//! The columns of sheets, alike on the way out and on the way in.

use contract::sheets::Sheet;
use modules::{Vocabulary, Word};

/// One column.
pub(crate) struct Column {
    /// What stands above it, unless the tenant has a word of its own.
    head: &'static str,
    /// The word of the vocabulary that stands above it.
    word: Option<Word>,
}

impl Column {
    const fn new(head: &'static str) -> Self {
        Self { head, word: None }
    }

    const fn named(head: &'static str, word: Word) -> Self {
        Self {
            head,
            word: Some(word),
        }
    }

    /// What stands above it.
    pub(crate) fn head(&self, words: &Vocabulary) -> String {
        match self.word {
            Some(word) => words.term(word).singular.to_string(),
            None => self.head.to_owned(),
        }
    }
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

const ADDED: Column = Column::new("Added");
const CHANGED: Column = Column::new("Last changed");
const ID: Column = Column::new("ID");

static CUSTOMERS: [Column; 7] = [
    Column::new("Name"),
    Column::new("E-mail address"),
    Column::new("Telephone"),
    Column::new("Notes"),
    ADDED,
    CHANGED,
    ID,
];

static PROFESSIONALS: [Column; 9] = [
    Column::new("Name"),
    Column::new("Title or field of work"),
    Column::new("E-mail address"),
    Column::new("Telephone"),
    Column::named("Company", Word::Company),
    Column::new("Active"),
    ADDED,
    CHANGED,
    ID,
];

static SERVICES: [Column; 9] = [
    Column::new("Name"),
    Column::new("Category"),
    Column::new("Minutes"),
    Column::new("Price"),
    Column::new("Currency"),
    Column::new("Offered"),
    ADDED,
    CHANGED,
    ID,
];

static REFERRALS: [Column; 9] = [
    Column::new("From"),
    Column::new("To"),
    Column::named("Customer", Word::Customer),
    Column::new("Reason"),
    Column::new("Notes"),
    Column::new("Status"),
    Column::new("Sent"),
    CHANGED,
    ID,
];
