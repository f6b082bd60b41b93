//! What the pages of keys ask the server for.

use contract::{
    Fault,
    api_keys::{ApiKey, ApiKeyDraft},
    ids::ApiKeyId,
};
use leptos::prelude::*;

/// Every key of the workspace.
#[server(prefix = "/fn/tenant", endpoint = "api_key_list")]
pub(super) async fn api_key_list() -> Result<Vec<ApiKey>, Fault> {
    let keys = portal_kit::tenant()?.api_key_list().await?;
    Ok(keys.into_iter().map(without_copy).collect())
}

/// One key; with the key itself, while that can be copied, only where it is shown.
#[server(prefix = "/fn/tenant", endpoint = "api_key_get")]
pub(super) async fn api_key_get(id: ApiKeyId, copy: bool) -> Result<ApiKey, Fault> {
    let keys = portal_kit::tenant()?.api_key_list().await?;
    let key = keys.into_iter().find(|key| key.id == id);
    let key = key.ok_or_else(|| Fault::not_found("key"))?;
    Ok(if copy { key } else { without_copy(key) })
}

/// A page holds no secret that it does not show.
#[cfg(feature = "ssr")]
fn without_copy(key: ApiKey) -> ApiKey {
    ApiKey { copy: None, ..key }
}

/// Makes a key.
#[server(prefix = "/fn/tenant", endpoint = "api_key_create")]
pub(super) async fn api_key_create(#[server(flatten)] draft: ApiKeyDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| {
        let mut fault = fault.with_input(&draft);
        // What was ticked, as one line.
        fault.input.insert("acts".into(), draft.acts.join(" "));
        fault
    };
    let key = portal_kit::tenant()?
        .api_key_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::redirect(&format!("{}/{}", super::LIST, key.id));
    Ok(())
}

/// Makes a key in the place of one.
#[server(prefix = "/fn/tenant", endpoint = "api_key_rotate")]
pub(super) async fn api_key_rotate(id: ApiKeyId) -> Result<(), Fault> {
    let key = portal_kit::tenant()?.api_key_rotate(id).await?;
    portal_kit::notice("This is the new key. The one before works for another day.");
    portal_kit::redirect(&format!("{}/{}", super::LIST, key.id));
    Ok(())
}

/// Ends a key.
#[server(prefix = "/fn/tenant", endpoint = "api_key_delete")]
pub(super) async fn api_key_delete(id: ApiKeyId) -> Result<(), Fault> {
    portal_kit::tenant()?.api_key_delete(id).await?;
    portal_kit::notice("The key is gone. Programs that use it are refused from now on.");
    portal_kit::redirect(super::LIST);
    Ok(())
}
