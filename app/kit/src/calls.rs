//! The server functions of the doors, which anybody may call.

use contract::{
    Fault,
    door::{self, LinkView as Link},
};
use leptos::{prelude::*, serde_json::json};

use crate::{Flash, notice, redirect, safe_path};

/// Signs in and goes to `next`, or home.
#[server(prefix = "/fn/door", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(flatten)] sign_in: door::SignIn,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = json!({ "email": sign_in.email });
    crate::door()?
        .sign_in(sign_in)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    redirect(safe_path(&next).unwrap_or("/"));
    Ok(())
}

/// Signs out and goes to the sign-in page.
#[server(prefix = "/fn/door", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), Fault> {
    crate::door()?.sign_out().await?;
    notice("You are signed out.");
    redirect("/sign-in");
    Ok(())
}

/// Mails a reset link, if the address has an account; the answer never tells.
#[server(prefix = "/fn/door", endpoint = "request_reset")]
pub async fn request_reset(email: String) -> Result<(), Fault> {
    let typed = json!({ "email": email });
    crate::door()?
        .request_reset(email)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    redirect("/forgot?sent=1");
    Ok(())
}

/// What a mailed link opens.
#[server(prefix = "/fn/door", endpoint = "link_view")]
pub async fn link_view(token: String) -> Result<Link, Fault> {
    crate::door()?.link_view(token).await
}

/// Sets the password through a mailed link, signs in and goes home.
#[server(prefix = "/fn/door", endpoint = "link_use")]
pub async fn link_use(#[server(flatten)] link: door::LinkUse) -> Result<(), Fault> {
    crate::door()?.link_use(link).await?;
    notice("Your password is set. Welcome.");
    redirect("/");
    Ok(())
}

/// What the request before left behind, used up by asking.
#[server(prefix = "/fn/door", endpoint = "take_flash")]
pub async fn take_flash() -> Result<Flash, Fault> {
    Ok(use_context::<Flash>().unwrap_or_default())
}
