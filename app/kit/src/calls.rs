//! The server functions of the doors, which anybody may call.
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "`take_flash` is async for the browser's sake"
    )
)]

#[cfg(feature = "ssr")]
use contract::door::SignInStep;
use contract::{
    Fault,
    account::{PasskeyAnswer, PasskeyChallenge as Challenge},
    door::{self, LinkView as Link},
    ids::VisitId,
};
use leptos::prelude::*;

use crate::Flash;

/// Signs in and goes to `next`, or home.
#[server(prefix = "/fn/door", endpoint = "sign_in")]
pub(crate) async fn sign_in(
    #[server(flatten)] sign_in: door::SignIn,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "email": sign_in.email, "next": next });
    let step = crate::door()?
        .sign_in(sign_in)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    match step {
        SignInStep::Done => crate::redirect(crate::safe_path(&next).unwrap_or("/")),
        SignInStep::Code => crate::redirect(&code_address(&next)),
    }
    Ok(())
}

/// Goes on with a sign-in by the code of the second factor.
#[server(prefix = "/fn/door", endpoint = "sign_in_code")]
pub(crate) async fn sign_in_code(
    code: String,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "next": next });
    crate::door()?
        .sign_in_code(code)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::redirect(crate::safe_path(&next).unwrap_or("/"));
    Ok(())
}

/// Asks for a passkey of whoever is at the door.
#[server(prefix = "/fn/door", endpoint = "passkey_challenge")]
pub(crate) async fn passkey_challenge() -> Result<Challenge, Fault> {
    crate::door()?.passkey_challenge().await
}

/// Signs in with a passkey and goes to `next`, or home.
#[server(prefix = "/fn/door", endpoint = "sign_in_passkey")]
pub(crate) async fn sign_in_passkey(
    #[server(flatten)] answer: PasskeyAnswer,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "next": next });
    crate::door()?
        .sign_in_passkey(answer)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::redirect(crate::safe_path(&next).unwrap_or("/"));
    Ok(())
}

/// The page that asks for the code, and goes on to `next`.
#[cfg(feature = "ssr")]
fn code_address(next: &str) -> String {
    crate::with_query("/sign-in/code", [("next", next)])
}

/// Lets a visitor in and goes home.
#[server(prefix = "/fn/door", endpoint = "visit_enter")]
pub(crate) async fn visit_enter(way_in: String) -> Result<(), Fault> {
    crate::door()?.visit_enter(way_in).await?;
    crate::redirect("/");
    Ok(())
}

/// Ends a visit: the visitor leaves, or is sent away.
#[server(prefix = "/fn/tenant", endpoint = "visitor_end")]
pub(crate) async fn visitor_end(id: VisitId) -> Result<(), Fault> {
    let access = crate::tenant()?;
    let is_own = access
        .me()
        .await?
        .tenant
        .visit
        .is_some_and(|visit| visit.id == id && visit.is_own);
    access.visitor_end(id).await?;
    if is_own {
        // The session ended with the visit. What is said to the visitor is kept in another one.
        crate::door()?.sign_out().await?;
    }
    crate::notice("The visit is over.");
    crate::redirect(if is_own {
        "/sign-in"
    } else {
        "/settings/visits"
    });
    Ok(())
}

/// Signs out and goes to the sign-in page.
#[server(prefix = "/fn/door", endpoint = "sign_out")]
pub(crate) async fn sign_out() -> Result<(), Fault> {
    crate::door()?.sign_out().await?;
    crate::notice("You are signed out.");
    crate::redirect("/sign-in");
    Ok(())
}

/// Mails a reset link, if the address has an account; the answer never tells.
#[server(prefix = "/fn/door", endpoint = "request_reset")]
pub(crate) async fn request_reset(email: String) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "email": email });
    crate::door()?
        .request_reset(email)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::redirect("/forgot?sent=1");
    Ok(())
}

/// What a mailed link opens.
#[server(prefix = "/fn/door", endpoint = "link_view")]
pub(crate) async fn link_view(token: String) -> Result<Link, Fault> {
    crate::door()?.link_view(token).await
}

/// Sets the password through a mailed link, signs in and goes home.
#[server(prefix = "/fn/door", endpoint = "link_use")]
pub(crate) async fn link_use(#[server(flatten)] link: door::LinkUse) -> Result<(), Fault> {
    let step = crate::door()?.link_use(link).await?;
    crate::notice("Your password is set. Welcome.");
    match step {
        SignInStep::Done => crate::redirect("/"),
        SignInStep::Code => crate::redirect(&code_address("")),
    }
    Ok(())
}

/// Takes away what somebody else added to the account, and goes on to set a new password.
#[server(prefix = "/fn/door", endpoint = "link_disown")]
pub(crate) async fn link_disown(token: String) -> Result<(), Fault> {
    let next = crate::door()?.link_disown(token).await?;
    crate::notice("It is taken away, and everybody is signed out. Now set a new password.");
    crate::redirect(&format!("/link/{next}"));
    Ok(())
}

/// What the request before left behind, used up by asking.
#[server(prefix = "/fn/door", endpoint = "take_flash")]
pub(crate) async fn take_flash() -> Result<Flash, Fault> {
    Ok(use_context::<Flash>().unwrap_or_default())
}
