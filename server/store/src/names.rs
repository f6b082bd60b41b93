//! Names of schemas, databases and roles: the only text that is ever formatted into SQL.

use std::fmt;

use crate::{Error, Result};

/// A catalogue name that is safe to write into a statement: lower-case ASCII, digits and underscores, at most
/// 63 bytes (PostgreSQL cuts longer ones silently, so that two could become one).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name(String);

impl Name {
    /// Checks a name; nothing is repaired.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let good = (1..=63).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if good {
            Ok(Self(name.to_owned()))
        } else {
            Err(Error::Corrupt(format!(
                "{name:?} is not a catalogue name of ours"
            )))
        }
    }

    /// The bare name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    /// Quoted, so that a reserved word is a name all the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}
