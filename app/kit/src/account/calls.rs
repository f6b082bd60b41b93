//! The server functions of one's own account, which everybody who is signed in may call.

use contract::{
    Fault,
    account::{self, Session},
    ids::SessionId,
};
use leptos::prelude::*;

/// Where one is signed in.
#[server(prefix = "/fn/account", endpoint = "session_list")]
pub(crate) async fn session_list() -> Result<Vec<Session>, Fault> {
    crate::account()?.session_list().await
}

/// Ends one of one's own sessions.
#[server(prefix = "/fn/account", endpoint = "session_end")]
pub(crate) async fn session_end(id: SessionId) -> Result<(), Fault> {
    crate::account()?.session_end(id).await?;
    crate::notice("That browser is signed out.");
    crate::redirect("/account");
    Ok(())
}

/// Ends every other session.
#[server(prefix = "/fn/account", endpoint = "session_end_others")]
pub(crate) async fn session_end_others() -> Result<(), Fault> {
    crate::account()?.session_end_others().await?;
    crate::notice("You are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}

/// Changes the password.
#[server(prefix = "/fn/account", endpoint = "password_change")]
pub(crate) async fn password_change(
    #[server(flatten)] change: account::PasswordChange,
) -> Result<(), Fault> {
    crate::account()?.password_change(change).await?;
    crate::notice("Your password is changed, and you are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}
