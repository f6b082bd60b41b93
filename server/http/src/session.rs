//! The browser session: one host-only cookie, and a row in the control plane that the session layer writes.

use contract::Fault;
use domain::{Entered, HalfEntered, Platform, Subject};
use serde::{Serialize, de::DeserializeOwned};
use store::{Caller, platform::sessions::SessionRows};
pub use tower_sessions::Session;
use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
    session,
};

/// Name of the cookie. Its prefix makes browsers refuse it from another host, from a parent domain and without TLS.
pub const COOKIE: &str = "__Host-tenantry";

/// The header value that makes a browser forget the cookie; without `Secure` it would not accept the order.
pub(crate) const FORGET: &str =
    "__Host-tenantry=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";

/// Where a session keeps who is asked for a code.
const HALF: &str = "half_entered";

/// Counted from the last change of the session, which its sign-in is.
const LIFE: Duration = Duration::days(7);

/// The layer that reads the cookie and writes what a request changed.
pub(crate) fn layer(platform: &Platform) -> SessionManagerLayer<SessionRows> {
    SessionManagerLayer::new(SessionRows::new(platform.database().clone()))
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(LIFE))
}

/// Makes the session that of somebody who just proved who they are. Its id is new: one that was planted before is
/// worth nothing.
pub(crate) async fn enter(
    session: &Session,
    entered: Entered,
    caller: &Caller,
) -> Result<(), Fault> {
    let (tenant, subject) = entered.subject.ids();
    renew(session).await?;
    keep(
        session,
        "realm",
        if tenant.is_some() {
            "tenant"
        } else {
            "operator"
        },
    )
    .await?;
    if let Some(tenant) = tenant {
        keep(session, "tenant_id", tenant).await?;
    }
    keep(session, "subject_id", subject).await?;
    if let Subject::Visitor { visit, .. } = entered.subject {
        keep(session, "visit_id", visit).await?;
    }
    if let Some(ip) = caller.ip {
        keep(session, "ip", ip).await?;
    }
    if let Some(agent) = &caller.agent {
        keep(session, "agent", agent).await?;
    }
    if let Some(proved) = entered.proved_at {
        keep(session, "proved_at", proved).await?;
    }
    keep(session, "access_version", entered.access_version).await
}

/// Makes the session that of somebody who is asked for the code of the second factor: nobody is signed in with it.
pub(crate) async fn enter_half(session: &Session, half: HalfEntered) -> Result<(), Fault> {
    renew(session).await?;
    keep(session, HALF, half).await
}

/// Who is asked for a code, if anybody is. A wrong one leaves the question standing.
pub(crate) async fn half_entered(session: &Session) -> Result<Option<HalfEntered>, Fault> {
    session.get(HALF).await.map_err(unavailable)
}

/// Ends the session; what is kept in it afterwards is another one's.
pub(crate) async fn leave(session: &Session) -> Result<(), Fault> {
    renew(session).await
}

async fn renew(session: &Session) -> Result<(), Fault> {
    // Not `flush`: what is kept after it would come back under the old id.
    session.cycle_id().await.map_err(unavailable)?;
    session.clear().await;
    Ok(())
}

/// Keeps a value until it is [taken](take).
pub async fn keep(session: &Session, name: &str, value: impl Serialize) -> Result<(), Fault> {
    session.insert(name, value).await.map_err(unavailable)
}

/// Takes a value out of the session, if the caller has one at all.
pub async fn take<T: DeserializeOwned>(session: &Session, name: &str) -> Result<Option<T>, Fault> {
    // Removing what is not there would still write a row, and give every passer-by a session.
    if session.id().is_none()
        || session
            .get_value(name)
            .await
            .map_err(unavailable)?
            .is_none()
    {
        return Ok(None);
    }
    let value = session.remove_value(name).await.map_err(unavailable)?;
    // What an older version of this program kept may not be readable any more.
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

fn unavailable(error: session::Error) -> Fault {
    tracing::error!(%error, "session store");
    Fault::unavailable()
}
