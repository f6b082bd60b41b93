//! The query of a list.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use contract::{Fault, FaultCode, PageRequest};
use serde::de::{
    DeserializeOwned, IntoDeserializer,
    value::{Error, StrDeserializer},
};

use crate::Refusal;

/// The query as a struct of texts; what they mean is parsed by [`page`] and [`word`], which name the field.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(_) => Err(Refusal(Fault::new(
                FaultCode::BadRequest,
                "The query could not be read. Is a parameter there twice?",
            ))),
        }
    }
}

/// How many rows, and from where on.
pub(crate) fn page(limit: &str, cursor: String) -> Result<PageRequest, Fault> {
    let limit = match limit {
        "" => None,
        limit => match limit.parse() {
            Ok(rows @ 1..=PageRequest::MAX) => Some(rows),
            _ => {
                return Err(Fault::field(
                    "limit",
                    format!("Use 1 to {}.", PageRequest::MAX),
                ));
            }
        },
    };
    let cursor = Some(cursor).filter(|cursor| !cursor.is_empty());
    Ok(PageRequest { limit, cursor })
}

/// One of the words of an enum, or its usual one where none is given.
pub(crate) fn word<T: DeserializeOwned + Default>(name: &str, text: &str) -> Result<T, Fault> {
    if text.is_empty() {
        return Ok(T::default());
    }
    let reader: StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(reader)
        .map_err(|_| Fault::field(name, "This is none of the words that can stand here."))
}

#[cfg(test)]
mod tests {
    use contract::customers::CustomerSort;

    use super::*;

    #[test]
    fn limits_outside_of_the_range_are_refused() {
        assert_eq!(page("", String::new()).unwrap(), PageRequest::default());
        assert_eq!(
            page("200", "abc".into()).unwrap().cursor.as_deref(),
            Some("abc")
        );
        for bad in ["0", "201", "-1", "1.5", "many", "99999999999"] {
            assert!(
                page(bad, String::new())
                    .unwrap_err()
                    .fields
                    .contains_key("limit"),
                "{bad}"
            );
        }
    }

    #[test]
    fn unknown_words_are_refused() {
        assert_eq!(
            word::<CustomerSort>("sort", "").unwrap(),
            CustomerSort::Newest
        );
        assert_eq!(
            word::<CustomerSort>("sort", "name").unwrap(),
            CustomerSort::Name
        );
        assert!(
            word::<CustomerSort>("sort", "size")
                .unwrap_err()
                .fields
                .contains_key("sort")
        );
    }
}
