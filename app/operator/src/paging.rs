//! Pages of a list by keyset.

#[cfg(feature = "ssr")]
use contract::PageRequest;
use contract::{Fault, Page};
use serde::{Deserialize, Serialize};

/// The page that begins at a cursor; an empty one means the first.
#[cfg(feature = "ssr")]
pub(crate) fn page_from(cursor: String) -> PageRequest {
    PageRequest {
        limit: None,
        cursor: (!cursor.is_empty()).then_some(cursor),
    }
}

/// A page of a list, and the filter that found it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Found<F, T> {
    pub filter: F,
    pub page: Page<T>,
    pub is_first: bool,
}

impl<F: Clone, T> Found<F, T> {
    /// Asks for the page of a filter that begins at a cursor.
    pub(crate) async fn ask<A: Future<Output = Result<Page<T>, Fault>>>(
        (filter, cursor): (F, String),
        ask: impl FnOnce(F, String) -> A,
    ) -> Result<Self, Fault> {
        Ok(Self {
            is_first: cursor.is_empty(),
            page: ask(filter.clone(), cursor).await?,
            filter,
        })
    }

    /// The addresses of the first page and of the next, where these are others.
    pub(crate) fn links(
        &self,
        to_address: fn(&F, &str) -> String,
    ) -> (Option<String>, Option<String>) {
        let first = (!self.is_first).then(|| to_address(&self.filter, ""));
        let next = self.page.next_cursor.as_deref();
        (first, next.map(|cursor| to_address(&self.filter, cursor)))
    }
}
