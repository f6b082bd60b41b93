//! Keyset cursors: where the next page begins, as opaque text.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Result, tenant::by_name::Named};

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
    /// A list sorted by a sealed name: as it is in the table, in hexadecimal, and the version of its key.
    #[serde(rename = "s")]
    Sealed(String, i32, Uuid),
    /// A list sorted by version, newest first.
    #[serde(rename = "v")]
    Version(i32),
}

impl Cursor {
    pub(crate) fn time(at: DateTime<Utc>, id: impl Into<Uuid>) -> String {
        Self::Time(at.timestamp_micros(), id.into()).encode()
    }

    pub(crate) fn name(name: &str, id: impl Into<Uuid>) -> String {
        Self::Name(name.to_owned(), id.into()).encode()
    }

    pub(crate) fn sealed(row: &Named) -> String {
        Self::Sealed(hexadecimal(&row.name), row.key_version, row.id).encode()
    }

    /// Hexadecimal JSON: safe in a URL, the same in every locale, and short enough.
    fn encode(&self) -> String {
        hexadecimal(&serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode(text: &str) -> Result<Self> {
        let cursor = serde_json::from_slice(&bytes(text)?).map_err(|_| Error::Cursor)?;
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
            Some(Self::Name(..) | Self::Sealed(..) | Self::Version(_)) => Err(Error::Cursor),
        }
    }

    /// The name and id to go on from, where the list is sorted by name.
    pub(crate) fn after_name(text: Option<&str>) -> Result<(Option<String>, Option<Uuid>)> {
        match text.map(Self::decode).transpose()? {
            None => Ok((None, None)),
            Some(Self::Name(name, id)) => Ok((Some(name), Some(id))),
            Some(Self::Time(..) | Self::Sealed(..) | Self::Version(_)) => Err(Error::Cursor),
        }
    }

    /// The row to go on from, where the list is sorted by a sealed name.
    pub(crate) fn after_sealed(text: Option<&str>) -> Result<Option<Named>> {
        match text.map(Self::decode).transpose()? {
            None => Ok(None),
            Some(Self::Sealed(name, key_version, id)) => Ok(Some(Named {
                id,
                name: bytes(&name)?,
                key_version,
            })),
            Some(Self::Time(..) | Self::Name(..) | Self::Version(_)) => Err(Error::Cursor),
        }
    }

    pub(crate) fn version(version: i32) -> String {
        Self::Version(version).encode()
    }

    /// The version to go on from, where the list is sorted by version.
    pub(crate) fn after_version(text: Option<&str>) -> Result<Option<i32>> {
        match text.map(Self::decode).transpose()? {
            None => Ok(None),
            Some(Self::Version(version)) => Ok(Some(version)),
            Some(Self::Time(..) | Self::Name(..) | Self::Sealed(..)) => Err(Error::Cursor),
        }
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let text = String::with_capacity(bytes.len() * 2);
    bytes.iter().fold(text, |mut text, byte| {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hexadecimal: &str) -> Result<Vec<u8>> {
    let length = hexadecimal.len();
    if length > 8192 || !length.is_multiple_of(2) || !hexadecimal.is_ascii() {
        return Err(Error::Cursor);
    }
    let digits = |at: usize| hexadecimal.get(at..at + 2);
    (0..length)
        .step_by(2)
        .map(|at| u8::from_str_radix(digits(at)?, 16).ok())
        .collect::<Option<Vec<u8>>>()
        .ok_or(Error::Cursor)
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
