//! A call that is repeated with the same key is answered again and done once.

use contract::{Fault, FaultCode};
use serde_json::Value;
use store::{platform::idempotency, tenant};
use uuid::Uuid;

use crate::{Platform, Signed, TenantDesk};

/// What taking a key came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// The first call with this key: do it.
    Fresh,
    /// It was done; this was the answer.
    Answered {
        /// HTTP status of the first answer.
        status: u16,
        /// Body of the first answer.
        body: Value,
    },
}

impl Platform {
    /// Takes a key for one caller and route. `conflict` while the first call is at work, `invalid` if the key was
    /// used for another request.
    pub async fn idempotent_begin(
        &self,
        signed: &Signed,
        route: &str,
        key: &str,
        request_hash: &[u8],
    ) -> Result<Begun, Fault> {
        let request_hash = &*self.vault().request_hash(request_hash);
        let known = match signed {
            Signed::Operator(desk) => {
                let mut writer = self.database().platform_write().await?;
                let known =
                    idempotency::begin(&mut writer, desk.id, route, key, request_hash).await?;
                writer.commit_bookkeeping().await?;
                known
            }
            Signed::Tenant(desk) => {
                let principal = asking(desk);
                tenant::idempotency::begin(
                    self.database(),
                    &desk.scope,
                    principal,
                    route,
                    key,
                    request_hash,
                )
                .await?
            }
        };
        let Some(known) = known else {
            return Ok(Begun::Fresh);
        };
        if known.request_hash != request_hash {
            return Err(Fault::field(
                "Idempotency-Key",
                "This key was used for another request. Use a new one.",
            ));
        }
        match (
            known.status.and_then(|status| u16::try_from(status).ok()),
            known.body,
        ) {
            // What was answered before the rule came is not told again.
            (Some(_), Some(_)) if signed.owes_factor() => Err(Fault::factor_wanted()),
            (Some(status), Some(body)) => Ok(Begun::Answered { status, body }),
            _ => Err(Fault::new(
                FaultCode::Conflict,
                "The first call with this key is still at work. Try again in a moment.",
            )),
        }
    }

    /// Keeps the answer of a call that was done.
    pub async fn idempotent_finish(
        &self,
        signed: &Signed,
        route: &str,
        key: &str,
        status: u16,
        body: &Value,
    ) -> Result<(), Fault> {
        let status = i16::try_from(status).unwrap_or(200);
        match signed {
            Signed::Operator(desk) => {
                let mut writer = self.database().platform_write().await?;
                idempotency::finish(&mut writer, desk.id, route, key, status, body).await?;
                writer.commit_bookkeeping().await?;
            }
            Signed::Tenant(desk) => {
                let principal = asking(desk);
                tenant::idempotency::finish(
                    self.database(),
                    &desk.scope,
                    principal,
                    route,
                    key,
                    status,
                    body,
                )
                .await?;
            }
        }
        Ok(())
    }

    /// Frees the key of a call that did nothing, so that it can be tried again.
    pub async fn idempotent_abandon(
        &self,
        signed: &Signed,
        route: &str,
        key: &str,
    ) -> Result<(), Fault> {
        match signed {
            Signed::Operator(desk) => {
                let mut writer = self.database().platform_write().await?;
                idempotency::abandon(&mut writer, desk.id, route, key).await?;
                writer.commit_bookkeeping().await?;
            }
            Signed::Tenant(desk) => {
                tenant::idempotency::abandon(
                    self.database(),
                    &desk.scope,
                    asking(desk),
                    route,
                    key,
                )
                .await?;
            }
        }
        Ok(())
    }
}

/// Whose calls these are: an API key's are its own, or it would be told what its owner was.
fn asking(desk: &TenantDesk) -> Uuid {
    match desk.scope.caller().api_key {
        Some(key) => key.uuid(),
        None => desk.principal(),
    }
}
