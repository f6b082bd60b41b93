//! Keyset pages: a list is asked for from a cursor on, never by number.

use serde::{Deserialize, Serialize};

/// How many rows, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// Rows wanted, 1 to [`PageRequest::MAX`]; absent means [`PageRequest::USUAL`].
    #[serde(default)]
    pub limit: Option<u16>,
    /// The `next_cursor` of the page before; absent means the first page.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl PageRequest {
    /// Rows in a page when the caller does not say.
    pub const USUAL: u16 = 50;
    /// Rows in a page at the most.
    pub const MAX: u16 = 200;

    /// The number of rows to answer with.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit.unwrap_or(Self::USUAL).clamp(1, Self::MAX))
    }
}

/// Some rows, and where the next ones begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Pass it as `cursor` for the next page; absent on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page from one row more than was asked for: the surplus row says that there is a next page.
    pub fn from_surplus(mut rows: Vec<T>, wanted: i64, cursor: impl Fn(&T) -> String) -> Self {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        let next_cursor = if rows.len() > wanted {
            rows.truncate(wanted);
            rows.last().map(cursor)
        } else {
            None
        };
        Self {
            items: rows,
            next_cursor,
        }
    }
}
