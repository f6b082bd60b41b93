//! Keyset cursors: where the next page begins, as opaque text.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Result};

/// The end of the year 9999 in microseconds: PostgreSQL has a last day, too, and answers later ones with an error.
const FARTHEST: i64 = 253_402_300_799_999_999;

/// The last row of a page, by what the list is sorted by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Cursor {
    /// A list sorted by time, newest first.
    #[serde(rename = "t")]
    Time(i64, Uuid),
    /// A list sorted by name.
    #[serde(rename = "n")]
    Name(String, Uuid),
}

impl Cursor {
    pub(crate) fn time(at: DateTime<Utc>, id: impl Into<Uuid>) -> String {
        Self::Time(at.timestamp_micros(), id.into()).encode()
    }

    pub(crate) fn name(name: &str, id: impl Into<Uuid>) -> String {
        Self::Name(name.to_owned(), id.into()).encode()
    }

    /// Hexadecimal JSON: safe in a URL, the same in every locale, and short enough.
    fn encode(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        json.iter()
            .fold(String::with_capacity(json.len() * 2), |mut text, byte| {
                use std::fmt::Write;
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    fn decode(text: &str) -> Result<Self> {
        if text.len() > 4096 || !text.len().is_multiple_of(2) || !text.is_ascii() {
            return Err(Error::Cursor);
        }
        let bytes: Option<Vec<u8>> = (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
            .collect();
        let cursor =
            serde_json::from_slice(&bytes.ok_or(Error::Cursor)?).map_err(|_| Error::Cursor)?;
        match cursor {
            Self::Time(micros, _) if !(0..=FARTHEST).contains(&micros) => Err(Error::Cursor),
            Self::Name(ref name, _) if name.contains('\0') => Err(Error::Cursor),
            good => Ok(good),
        }
    }

    /// The time and id to go on from, where the list is sorted by time.
    pub(crate) fn after_time(text: Option<&str>) -> Result<(Option<DateTime<Utc>>, Option<Uuid>)> {
        match text.map(Self::decode).transpose()? {
            None => Ok((None, None)),
            Some(Self::Time(micros, id)) => {
                let at = DateTime::from_timestamp_micros(micros).ok_or(Error::Cursor)?;
                Ok((Some(at), Some(id)))
            }
            Some(Self::Name(..)) => Err(Error::Cursor),
        }
    }

    /// The name and id to go on from, where the list is sorted by name.
    pub(crate) fn after_name(text: Option<&str>) -> Result<(Option<String>, Option<Uuid>)> {
        match text.map(Self::decode).transpose()? {
            None => Ok((None, None)),
            Some(Self::Name(name, id)) => Ok((Some(name), Some(id))),
            Some(Self::Time(..)) => Err(Error::Cursor),
        }
    }
}

/// A pattern for `ILIKE` that finds the text literally, wherever it stands; absent for an empty search.
pub(crate) fn contains(text: &str) -> Option<String> {
    let text = searchable(text);
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    Some(format!("%{escaped}%"))
}

/// What was typed, less the character that no text of PostgreSQL can hold.
pub(crate) fn searchable(text: &str) -> String {
    text.replace('\0', "")
}
