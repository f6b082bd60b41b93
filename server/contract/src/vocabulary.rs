//! The tenant's words for the product's nouns: a dental clinic has patients, a gym has members.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One noun in both numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// One of them, with a capital: `Patient`.
    pub singular: String,
    /// Several of them, with a capital: `Patients`.
    pub plural: String,
}

impl Term {
    /// A term from both its forms.
    pub fn new(singular: impl Into<String>, plural: impl Into<String>) -> Self {
        Self {
            singular: singular.into(),
            plural: plural.into(),
        }
    }
}

/// The words of a tenant, by the product's own noun in the singular (`customer`, `company`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vocabulary(pub BTreeMap<String, Term>);

impl Vocabulary {
    /// The tenant's term, or the product's own word where the tenant has none.
    pub fn term(&self, noun: &str) -> Term {
        self.0.get(noun).cloned().unwrap_or_else(|| {
            let mut capital = noun.replace('_', " ");
            if let Some(first) = capital.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            let plural = match capital.strip_suffix('y') {
                Some(stem) => format!("{stem}ies"),
                None => format!("{capital}s"),
            };
            Term::new(capital, plural)
        })
    }
}
