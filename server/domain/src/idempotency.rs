//! A call that is repeated with the same key is answered again and done once. The answer is told to whoever may do now
//! all that they might do then: what a lost permission showed is not shown again.

use contract::{Fault, FaultCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Actor, platform::idempotency, tenant};
use uuid::Uuid;

use crate::{OperatorDesk, Platform, Signed, TenantDesk};

/// What taking a key came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// The first call with this key: do it.
    Fresh(Allowed),
    /// It was done; this was the answer.
    Answered {
        /// HTTP status of the first answer.
        status: u16,
        /// Body of the first answer.
        body: Value,
    },
}

/// What a caller may do, by the names of the acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed(Vec<String>);

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    allowed: Allowed,
    answer: Value,
}

impl Allowed {
    /// Read with the key, in one transaction.
    fn to(actor: &Actor) -> Self {
        let (Actor::User { acts, .. } | Actor::Visitor { acts, .. }) = actor else {
            return Self(Vec::new());
        };
        Self(acts.iter().map(|act| act.as_str().to_owned()).collect())
    }

    fn to_operator(desk: &OperatorDesk) -> Self {
        let acts = desk.role.acts().iter();
        Self(acts.map(|act| act.as_str().to_owned()).collect())
    }

    fn includes(&self, others: &Self) -> bool {
        others.0.iter().all(|act| self.0.contains(act))
    }
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
        let (allowed, known) = match signed {
            Signed::Operator(desk) => {
                let mut writer = self.database().platform_write().await?;
                let known =
                    idempotency::begin(&mut writer, desk.id, route, key, request_hash).await?;
                writer.commit_bookkeeping().await?;
                (Allowed::to_operator(desk), known)
            }
            Signed::Tenant(desk) => {
                let principal = asking(desk);
                let (actor, known) = tenant::idempotency::begin(
                    self.database(),
                    &desk.scope,
                    principal,
                    route,
                    key,
                    request_hash,
                )
                .await?;
                (Allowed::to(&actor), known)
            }
        };
        let Some(known) = known else {
            return Ok(Begun::Fresh(allowed));
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
            (Some(status), Some(body)) => {
                // What a version before this one kept does not say what was allowed.
                let kept: Option<Kept> = serde_json::from_value(body).ok();
                let kept = kept.filter(|kept| allowed.includes(&kept.allowed));
                let kept = kept.ok_or_else(may_do_less)?;
                Ok(Begun::Answered {
                    status,
                    body: kept.answer,
                })
            }
            _ => Err(Fault::new(
                FaultCode::Conflict,
                "The first call with this key is still at work. Try again in a moment.",
            )),
        }
    }

    /// Keeps the answer of a call that was done, for whoever may do as much as was allowed when it began.
    pub async fn idempotent_finish(
        &self,
        signed: &Signed,
        (route, key): (&str, &str),
        allowed: Allowed,
        (status, answer): (u16, Value),
    ) -> Result<(), Fault> {
        let status = i16::try_from(status).unwrap_or(200);
        let kept = Kept { allowed, answer };
        let body = &serde_json::to_value(kept).map_err(|error| {
            tracing::error!(%error, "an answer could not be kept");
            Fault::internal()
        })?;
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

fn may_do_less() -> Fault {
    Fault::new(
        FaultCode::Forbidden,
        "This was done already, and you may do less now than you might then: what it answered is not told again.",
    )
}

/// Whose calls these are: an API key's are its own, or it would be told what its owner was.
fn asking(desk: &TenantDesk) -> Uuid {
    match desk.scope.caller().api_key {
        Some(key) => key.uuid(),
        None => desk.principal(),
    }
}
