//! What the page of the receiver asks the server for.

#[cfg(feature = "ssr")]
use contract::receivers::ReceiverDraft;
use contract::{Fault, receivers::Receiver};
use leptos::prelude::*;

/// The receiver, if there is one.
#[server(prefix = "/fn/tenant", endpoint = "receiver_get")]
pub(super) async fn receiver_get() -> Result<Option<Receiver>, Fault> {
    portal_kit::tenant()?.receiver_get().await
}

/// Makes or changes it.
#[server(prefix = "/fn/tenant", endpoint = "receiver_set")]
pub(super) async fn receiver_set(url: String, #[server(default)] is_on: bool) -> Result<(), Fault> {
    let draft = ReceiverDraft { url, is_on };
    let kept = |fault: Fault| fault.with_input(&draft);
    let desk = portal_kit::tenant()?;
    desk.receiver_set(draft.clone()).await.map_err(kept)?;
    portal_kit::notice(if is_on {
        "Saved. Entries are sent from now on."
    } else {
        "Saved. Nothing is sent while it is off."
    });
    portal_kit::redirect(super::PATH);
    Ok(())
}

/// Makes a new secret.
#[server(prefix = "/fn/tenant", endpoint = "receiver_renew")]
pub(super) async fn receiver_renew() -> Result<(), Fault> {
    portal_kit::tenant()?.receiver_renew().await?;
    portal_kit::notice("This is the new secret. The one before signs as well for a day.");
    portal_kit::redirect(super::PATH);
    Ok(())
}

/// Sends a test.
#[server(prefix = "/fn/tenant", endpoint = "receiver_test")]
pub(super) async fn receiver_test() -> Result<(), Fault> {
    portal_kit::tenant()?.receiver_test().await?;
    portal_kit::notice("A test is under way. Load this page again to see what became of it.");
    portal_kit::redirect(super::PATH);
    Ok(())
}

/// Forgets it.
#[server(prefix = "/fn/tenant", endpoint = "receiver_delete")]
pub(super) async fn receiver_delete() -> Result<(), Fault> {
    portal_kit::tenant()?.receiver_delete().await?;
    portal_kit::notice("The receiver is forgotten. Nothing is sent any more.");
    portal_kit::redirect(super::PATH);
    Ok(())
}
