//! Pages of a list by keyset.

use contract::PageRequest;

/// The page that begins at a cursor; an empty one means the first.
pub(crate) fn page_from(cursor: String) -> PageRequest {
    PageRequest {
        limit: None,
        cursor: (!cursor.is_empty()).then_some(cursor),
    }
}
