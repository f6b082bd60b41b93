//! The query of an address, read and written the same way on the server and in the browser.
//!
//! The router's own map decodes each value twice and encodes differently on the two sides, so a search
//! for `100%41` would come back as another one.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::de::{
    DeserializeOwned, IntoDeserializer,
    value::{Error, StrDeserializer},
};

/// The pairs of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a raw query, without its question mark.
    pub fn parse(raw: &str) -> Self {
        let decode = |text: &str| {
            percent_decode_str(&text.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned()
        };
        let pairs = raw.split('&').filter_map(|pair| pair.split_once('='));
        Self(
            pairs
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// All of them, in their order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first value under a name; empty where there is none.
    pub fn get(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The first value under a name as the word of an enum; its default where it is none.
    pub fn word<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let value = self.get(name);
        let word: StrDeserializer<'_, Error> = value.as_str().into_deserializer();
        T::deserialize(word).unwrap_or_default()
    }
}

/// The query of the address.
///
/// Tracked reads belong into the source of a resource. A view must not depend on the address: on the way to another
/// page it would be drawn once more for that page's query, when everything that the old page made is gone.
#[derive(Clone, Copy)]
pub struct PageQuery(Memo<String>);

impl PageQuery {
    /// Reads the query, tracked.
    pub fn with<T>(self, read: impl FnOnce(&Query) -> T) -> T {
        read(&self.get())
    }

    /// The query, tracked.
    pub fn get(self) -> Query {
        self.0.with(|raw| Query::parse(raw))
    }

    /// The query as it is now, for views.
    pub fn now(self) -> Query {
        untrack(|| self.get())
    }
}

/// The query of the page's address.
pub fn use_page_query() -> PageQuery {
    PageQuery(use_location().search)
}

/// The path with those pairs that have a value.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use contract::customers::CustomerSort;

    use super::{Query, with_query};

    #[test]
    fn what_is_written_is_read() {
        for value in ["a&b=c", "100%41", "a+b", "ünï ☃", "?#/"] {
            let path = with_query("/customers", [("q", value), ("sort", "")]);
            let query = Query::parse(path.strip_prefix("/customers?").unwrap());
            assert_eq!(query.get("q"), value, "{path}");
            assert_eq!(query.get("sort"), "");
        }
        assert_eq!(with_query("/customers", [("q", "")]), "/customers");
    }

    #[test]
    fn unknown_words_are_the_default() {
        assert_eq!(
            Query::parse("sort=name").word::<CustomerSort>("sort"),
            CustomerSort::Name
        );
        assert_eq!(
            Query::parse("sort=drop+table").word::<CustomerSort>("sort"),
            CustomerSort::Newest
        );
        assert_eq!(
            Query::parse("").word::<CustomerSort>("sort"),
            CustomerSort::Newest
        );
    }
}
