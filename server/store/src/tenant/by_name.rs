//! Lists by name, where the database cannot read the names: all of them are opened, sorted here, and cut.

use std::collections::HashMap;

use contract::{Page, PageRequest};
use uuid::Uuid;
use vault::{Keyring, Table};

use crate::{Error, Result, cursor::Cursor};

/// Names that are sorted at once: 20,000 take some 50 ms. Whoever has more of a kind searches.
pub(crate) const MOST: i64 = 20_000;

/// The name of one row, as it is in the table.
pub(crate) struct Named {
    pub(crate) id: Uuid,
    pub(crate) name: Vec<u8>,
    pub(crate) key_version: i32,
}

/// The rows of one page, in order, and where the next one begins.
pub(crate) struct NamedPage {
    pub(crate) ids: Vec<Uuid>,
    next_cursor: Option<String>,
}

impl NamedPage {
    /// Sorts and cuts; [`Error::TooManyToSort`] if there are more than [`MOST`]. The cursor is the name as it is in the
    /// table: an address shows nobody's name.
    pub(crate) fn new(
        keyring: &Keyring,
        table: &'static Table,
        rows: Vec<Named>,
        page: &PageRequest,
    ) -> Result<Self> {
        if i64::try_from(rows.len()).unwrap_or(i64::MAX) > MOST {
            return Err(Error::TooManyToSort);
        }
        let order = |row: &Named| -> Result<(String, Uuid)> {
            let name = table.row(keyring, row.id);
            let name = name.open("name", row.key_version, &row.name)?;
            Ok((vault::fold(name.as_disclosed()), row.id))
        };
        let after = match Cursor::after_sealed(page.cursor.as_deref())? {
            Some(last) => Some(order(&last).map_err(|_| Error::Cursor)?),
            None => None,
        };
        let mut sorted = Vec::with_capacity(rows.len());
        for row in rows {
            let at = order(&row)?;
            if after.as_ref().is_none_or(|after| at > *after) {
                sorted.push((at, row));
            }
        }
        sorted.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        let rows = usize::try_from(page.rows()).unwrap_or_default();
        let has_more = sorted.len() > rows;
        sorted.truncate(rows);
        let last = sorted.last().filter(|_| has_more);
        Ok(Self {
            next_cursor: last.map(|(_, row)| Cursor::sealed(row)),
            ids: sorted.into_iter().map(|(_, row)| row.id).collect(),
        })
    }

    /// The page, of rows that were found in any order.
    pub(crate) fn fill<T>(self, rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> Page<T> {
        let mut found: HashMap<Uuid, T> = rows.into_iter().map(|row| (id(&row), row)).collect();
        let items = self.ids.iter().filter_map(|id| found.remove(id));
        Page {
            items: items.collect(),
            next_cursor: self.next_cursor,
        }
    }
}
