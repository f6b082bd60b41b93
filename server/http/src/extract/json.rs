//! A JSON body, or which part of it is wrong.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use contract::{Fault, FaultCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::Refusal;

/// A JSON body of a known shape.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal(Fault::new(
                FaultCode::UnsupportedMediaType,
                "Send the body as application/json.",
            )));
        }
        // The body layer has read it already, and no more than is allowed.
        let bytes = to_bytes(request.into_body(), usize::MAX)
            .await
            .map_err(|_| not_json())?;
        Ok(Self(parse(&bytes)?))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    // An array would do for a struct, its items taken for the fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(no_object());
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        wrong(&path, error.inner())
    })?;
    reader.end().map_err(|_| not_json())?;
    Ok(value)
}

fn wrong(path: &str, error: &serde_json::Error) -> Fault {
    if error.classify() != Category::Data {
        return not_json();
    }
    let message = error.to_string();
    let quoted = |prefix: &str| {
        message
            .strip_prefix(prefix)
            .and_then(|rest| rest.split('`').next())
    };
    if let Some(field) = quoted("unknown field `") {
        return Fault::field(&within(path, field), "There is no such field.");
    }
    if let Some(field) = quoted("missing field `") {
        return Fault::field(&within(path, field), "This field is required.");
    }
    if let Some(field) = quoted("duplicate field `") {
        return Fault::field(&within(path, field), "This field is there twice.");
    }
    if path == "." {
        return no_object();
    }
    Fault::field(path, "This has the wrong type.")
}

/// The field's own name behind the path of what holds it. An unknown field may stand at the end of the path already.
fn within(path: &str, field: &str) -> String {
    match path {
        "." | "?" => field.to_owned(),
        path if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
        path => format!("{}.{field}", path.trim_end_matches(".?")),
    }
}

fn no_object() -> Fault {
    Fault::new(FaultCode::BadRequest, "Send a JSON object.")
}

fn not_json() -> Fault {
    Fault::new(FaultCode::BadRequest, "The body is not valid JSON.")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only parsed")]
        name: String,
        #[expect(dead_code, reason = "only parsed")]
        inner: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only parsed")]
        count: u8,
    }

    #[test]
    fn every_wrong_field_is_named() {
        for (body, field) in [
            (r#"{"name":1,"inner":{"count":1}}"#, "name"),
            (r#"{"name":"a","inner":{"count":"1"}}"#, "inner.count"),
            (r#"{"name":"a","inner":{"count":256}}"#, "inner.count"),
            (r#"{"name":"a","inner":{"count":1,"more":1}}"#, "inner.more"),
            (r#"{"name":"a","inner":{"count":1},"more":1}"#, "more"),
            (r#"{"name":"a","inner":{}}"#, "inner.count"),
            (r#"{"inner":{"count":1}}"#, "name"),
            (r#"{"name":"a","name":"b","inner":{"count":1}}"#, "name"),
        ] {
            let fault = parse::<Outer>(body.as_bytes()).unwrap_err();
            assert_eq!(fault.code, FaultCode::Invalid, "{body}");
            assert_eq!(fault.fields.keys().collect::<Vec<_>>(), [field], "{body}");
        }
    }

    #[test]
    fn what_is_no_json_object_is_a_bad_request() {
        for body in [
            "",
            "{",
            "nonsense",
            "[]",
            r#"["a", {"count": 1}]"#,
            r#"{"name":"a","inner":{"count":1}} {}"#,
            "null",
            "\"a\"",
            "{\"name\":\"\u{0}\"}",
        ] {
            assert_eq!(
                parse::<Outer>(body.as_bytes()).unwrap_err().code,
                FaultCode::BadRequest,
                "{body}"
            );
        }
        assert!(parse::<Outer>(br#"{"name":"a","inner":{"count":1}}"#).is_ok());
    }

    #[test]
    fn a_body_says_that_it_is_json() {
        let says = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            is_json(&headers)
        };
        assert!(says("application/json"));
        assert!(says("application/JSON; charset=utf-8"));
        assert!(!says("text/plain"));
        assert!(!says("application/json-seq"));
        assert!(!is_json(&HeaderMap::new()));
    }
}
