//! The version that a change was made from (RFC 9110 §13.1.1).

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use contract::{Fault, FaultCode};
use utoipa::{
    IntoParams, PartialSchema,
    openapi::path::{Parameter, ParameterBuilder, ParameterIn},
};

use crate::Refusal;

/// The version in `If-Match`; absent to overwrite whatever is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IfMatch(pub(crate) Option<i32>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let mut values = parts.headers.get_all(header::IF_MATCH).iter();
        match (values.next(), values.next()) {
            (None, _) => Ok(Self(None)),
            (Some(value), None) => Ok(Self(version(value.as_bytes())?)),
            (Some(_), Some(_)) => Err(unreadable().into()),
        }
    }
}

/// What the document says of the header.
impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let header = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .description(Some("The `ETag` that the change was made from; without it, whatever is there is overwritten."))
            .schema(Some(String::schema()));
        vec![header.build()]
    }
}

fn version(value: &[u8]) -> Result<Option<i32>, Fault> {
    let value = str::from_utf8(value).map_err(|_| unreadable())?.trim();
    if value == "*" {
        return Ok(None);
    }
    let digits = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    digits
        .and_then(|digits| digits.parse().ok())
        .map(Some)
        .ok_or_else(unreadable)
}

fn unreadable() -> Fault {
    Fault::new(
        FaultCode::BadRequest,
        "If-Match takes the ETag of the last answer, such as \"3\".",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_strong_tag_or_the_star() {
        assert_eq!(version(b"\"3\""), Ok(Some(3)));
        assert_eq!(version(b"*"), Ok(None));
        for bad in [
            "3",
            "W/\"3\"",
            "\"3\", \"4\"",
            "\"x\"",
            "",
            "\"99999999999\"",
        ] {
            assert_eq!(
                version(bad.as_bytes()).unwrap_err().code,
                FaultCode::BadRequest,
                "{bad}"
            );
        }
    }
}
