//! The variable part of a path.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use contract::{
    Fault,
    ids::{Id, Kind},
};

use crate::{Refusal, problem::nothing_here};

/// The id in a path. Text that is no id at all names nothing, so it is not found.
pub(crate) struct PathId<K>(pub(crate) Id<K>);

/// The key or code in a path.
pub(crate) struct PathText(pub(crate) String);

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for PathId<K> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let PathText(text) = PathText::from_request_parts(parts, state).await?;
        let id = text.parse().map_err(|_| Fault::not_found(K::NOUN))?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path(text) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| nothing_here())?;
        Ok(Self(text))
    }
}
