//! The server functions of one's own account, which everybody who is signed in may call.

use contract::{
    Fault,
    account::{self, PasskeyAnswer, PasskeyChallenge as Challenge, Session},
    ids::{PasskeyId, SessionId},
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
    crate::notice("You are signed out everywhere else, and your API keys have ended.");
    crate::redirect("/account");
    Ok(())
}

/// Proves once more who asks, and goes back to where that was wanted.
#[server(prefix = "/fn/account", endpoint = "confirm")]
pub(crate) async fn confirm(
    #[server(flatten)] proof: account::Proof,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "next": next });
    crate::account()?
        .confirm(proof)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::notice("Thank you. Go on with what you were doing.");
    crate::redirect(crate::safe_path(&next).unwrap_or("/account"));
    Ok(())
}

/// One's second factor.
#[server(prefix = "/fn/account", endpoint = "second_factor")]
pub(crate) async fn second_factor() -> Result<account::SecondFactor, Fault> {
    crate::account()?.second_factor().await
}

/// Begins to set a second factor up.
#[server(prefix = "/fn/account", endpoint = "second_factor_begin")]
pub(crate) async fn second_factor_begin() -> Result<(), Fault> {
    crate::account()?.second_factor_begin().await?;
    crate::redirect("/account");
    Ok(())
}

/// Forgets what is being set up.
#[server(prefix = "/fn/account", endpoint = "second_factor_cancel")]
pub(crate) async fn second_factor_cancel() -> Result<(), Fault> {
    crate::account()?.second_factor_cancel().await?;
    crate::redirect("/account");
    Ok(())
}

/// Puts what is being set up in force.
#[server(prefix = "/fn/account", endpoint = "second_factor_confirm")]
pub(crate) async fn second_factor_confirm(code: String) -> Result<(), Fault> {
    crate::account()?.second_factor_confirm(code).await?;
    crate::notice("Your authenticator app is on, and you are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}

/// Takes the second factor away.
#[server(prefix = "/fn/account", endpoint = "second_factor_remove")]
pub(crate) async fn second_factor_remove() -> Result<(), Fault> {
    crate::account()?.second_factor_remove().await?;
    crate::notice("Your authenticator app is off, and you are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}

/// Asks a device to become a passkey of the account.
#[server(prefix = "/fn/account", endpoint = "passkey_begin")]
pub(crate) async fn passkey_begin() -> Result<Challenge, Fault> {
    crate::account()?.passkey_begin().await
}

/// Keeps the passkey that a device made.
#[server(prefix = "/fn/account", endpoint = "passkey_add")]
pub(crate) async fn passkey_add(
    #[server(flatten)] answer: PasskeyAnswer,
    name: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "name": name });
    crate::account()?
        .passkey_add(answer, name)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::notice("Your passkey signs you in from now on, and you are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}

/// Takes a passkey away.
#[server(prefix = "/fn/account", endpoint = "passkey_remove")]
pub(crate) async fn passkey_remove(id: PasskeyId) -> Result<(), Fault> {
    crate::account()?.passkey_remove(id).await?;
    crate::notice("The passkey opens nothing any more, and you are signed out everywhere else.");
    crate::redirect("/account");
    Ok(())
}

/// Asks for a passkey of the account, to prove once more who asks.
#[server(prefix = "/fn/account", endpoint = "passkey_challenge")]
pub(crate) async fn passkey_challenge() -> Result<Challenge, Fault> {
    crate::account()?.passkey_challenge().await
}

/// Proves by a passkey once more who asks, and goes back to where that was wanted.
#[server(prefix = "/fn/account", endpoint = "confirm_passkey")]
pub(crate) async fn confirm_passkey(
    #[server(flatten)] answer: PasskeyAnswer,
    #[server(default)] next: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "next": next });
    crate::account()?
        .confirm_passkey(answer)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    crate::notice("Thank you. Go on with what you were doing.");
    crate::redirect(crate::safe_path(&next).unwrap_or("/account"));
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
