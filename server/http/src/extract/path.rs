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

/// Two ids in a path, of a thing and of what belongs to it.
pub(crate) struct PathIds<A, B>(pub(crate) Id<A>, pub(crate) Id<B>);

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

impl<A: Kind, B: Kind, S: Send + Sync> FromRequestParts<S> for PathIds<A, B> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path((first, second)) = Path::<(String, String)>::from_request_parts(parts, state)
            .await
            .map_err(|_| nothing_here())?;
        let first = first.parse().map_err(|_| Fault::not_found(A::NOUN))?;
        let second = second.parse().map_err(|_| Fault::not_found(B::NOUN))?;
        Ok(Self(first, second))
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
