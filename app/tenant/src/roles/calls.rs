//! What the pages of roles ask the server for.

use contract::{
    Fault,
    roles::{RoleDraft, RoleKey, TenantRole},
};
use leptos::prelude::*;

/// Every role.
#[server(prefix = "/fn/tenant", endpoint = "role_list")]
pub(crate) async fn role_list() -> Result<Vec<TenantRole>, Fault> {
    portal_kit::tenant()?.role_list().await
}

/// One role.
#[server(prefix = "/fn/tenant", endpoint = "role_get")]
pub(super) async fn role_get(key: RoleKey) -> Result<TenantRole, Fault> {
    portal_kit::tenant()?.role_get(key).await
}

/// Makes a role.
#[server(prefix = "/fn/tenant", endpoint = "role_create")]
pub(super) async fn role_create(#[server(flatten)] draft: RoleDraft) -> Result<(), Fault> {
    let role = portal_kit::tenant()?
        .role_create(draft.clone())
        .await
        .map_err(|fault| kept(fault, &draft))?;
    portal_kit::notice(format!("{} can be given to people now.", role.name));
    portal_kit::redirect(super::LIST);
    Ok(())
}

/// Changes a role, if nobody else did meanwhile.
#[server(prefix = "/fn/tenant", endpoint = "role_update")]
pub(super) async fn role_update(
    key: RoleKey,
    version: i32,
    #[server(flatten)] draft: RoleDraft,
) -> Result<(), Fault> {
    let role = portal_kit::tenant()?
        .role_update(key, draft.clone(), Some(version))
        .await
        .map_err(|fault| kept(fault, &draft))?;
    portal_kit::notice(format!(
        "{} is saved, and in force from the next click of whoever has it.",
        role.name
    ));
    portal_kit::redirect(super::LIST);
    Ok(())
}

/// Deletes a role.
#[server(prefix = "/fn/tenant", endpoint = "role_delete")]
pub(super) async fn role_delete(key: RoleKey) -> Result<(), Fault> {
    let access = portal_kit::tenant()?;
    let name = access.role_get(key.clone()).await?.name;
    access.role_delete(key).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect(super::LIST);
    Ok(())
}

/// With what was typed, and what was ticked as one line.
#[cfg(feature = "ssr")]
fn kept(fault: Fault, draft: &RoleDraft) -> Fault {
    let mut fault = fault.with_input(draft);
    fault.input.insert("acts".into(), draft.acts.join(" "));
    fault
}
