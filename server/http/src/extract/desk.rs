//! The desk of whoever is signed in. The guard has let only the right ones pass; this checks once more.

use std::ops::Deref;

use axum::{extract::FromRequestParts, http::request::Parts};
use contract::Fault;
use domain::{OperatorDesk, Signed, TenantDesk};

use crate::{Refusal, account::HttpAccount};

/// The desk of the operator who asks.
pub(crate) struct AsOperator(pub(crate) OperatorDesk);

/// The desk of the tenant's user who asks.
pub(crate) struct AsTenant(pub(crate) TenantDesk);

/// The account of whoever asks, operator or user.
pub(crate) struct AsAccount(HttpAccount);

impl<S: Sync> FromRequestParts<S> for AsAccount {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let signed = parts.extensions.get::<Signed>();
        if signed.is_some_and(|signed| !signed.has_account()) {
            let mut fault = Fault::forbidden();
            fault.title = "Keys and visitors have no account here: sign in.".into();
            return Err(fault.into());
        }
        HttpAccount::of(&parts.extensions)
            .map(Self)
            .ok_or_else(|| Fault::unauthenticated().into())
    }
}

impl Deref for AsAccount {
    type Target = HttpAccount;
    fn deref(&self) -> &HttpAccount {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for AsOperator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        match parts.extensions.get() {
            Some(Signed::Operator(desk)) => Ok(Self(desk.clone())),
            Some(Signed::Tenant(_)) => Err(Fault::forbidden().into()),
            None => Err(Fault::unauthenticated().into()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for AsTenant {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        match parts.extensions.get() {
            Some(Signed::Tenant(desk)) => Ok(Self(desk.clone())),
            Some(Signed::Operator(_)) => Err(Fault::forbidden().into()),
            None => Err(Fault::unauthenticated().into()),
        }
    }
}

impl Deref for AsOperator {
    type Target = OperatorDesk;
    fn deref(&self) -> &OperatorDesk {
        &self.0
    }
}

impl Deref for AsTenant {
    type Target = TenantDesk;
    fn deref(&self) -> &TenantDesk {
        &self.0
    }
}
