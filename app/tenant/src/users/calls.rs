//! What the pages of users ask the server for.

use contract::{
    Fault, Page, PageRequest,
    ids::UserId,
    roles::RoleKey,
    users::{User, UserDraft, UserFilter},
};
use leptos::prelude::*;

/// A page of users.
#[server(prefix = "/fn/tenant", endpoint = "user_list")]
pub(crate) async fn user_list(
    filter: UserFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<User>, Fault> {
    portal_kit::tenant()?.user_list(filter, page).await
}

/// One user.
#[server(prefix = "/fn/tenant", endpoint = "user_get")]
pub(crate) async fn user_get(id: UserId) -> Result<User, Fault> {
    portal_kit::tenant()?.user_get(id).await
}

/// Makes an account and mails the link that opens it.
#[server(prefix = "/fn/tenant", endpoint = "user_invite")]
pub(crate) async fn user_invite(#[server(flatten)] draft: UserDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let user = portal_kit::tenant()?
        .user_invite(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("An invitation is on its way to {}.", user.email));
    portal_kit::redirect("/settings/users");
    Ok(())
}

/// Mails a fresh link.
#[server(prefix = "/fn/tenant", endpoint = "user_invite_again")]
pub(crate) async fn user_invite_again(id: UserId) -> Result<(), Fault> {
    portal_kit::tenant()?.user_invite_again(id).await?;
    portal_kit::notice("A fresh invitation is on its way. The earlier link has stopped working.");
    portal_kit::redirect("/settings/users");
    Ok(())
}

/// Changes the role, if nobody else changed the account meanwhile.
#[server(prefix = "/fn/tenant", endpoint = "user_set_role")]
pub(crate) async fn user_set_role(id: UserId, role: RoleKey, version: i32) -> Result<(), Fault> {
    let user = portal_kit::tenant()?
        .user_set_role(id, role, Some(version))
        .await?;
    portal_kit::notice(format!("{} is now {}.", user.name, user.role_name));
    portal_kit::redirect("/settings/users");
    Ok(())
}

/// Takes the second factor from somebody who lost it.
#[server(prefix = "/fn/tenant", endpoint = "user_forget_factor")]
pub(crate) async fn user_forget_factor(id: UserId) -> Result<(), Fault> {
    portal_kit::tenant()?.user_forget_factor(id).await?;
    portal_kit::notice("App and passkeys are gone. They sign in with the password alone now.");
    portal_kit::redirect("/settings/users");
    Ok(())
}

/// Removes a user.
#[server(prefix = "/fn/tenant", endpoint = "user_remove")]
pub(crate) async fn user_remove(id: UserId) -> Result<(), Fault> {
    let access = portal_kit::tenant()?;
    let name = access.user_get(id).await?.name;
    access.user_remove(id).await?;
    portal_kit::notice(format!("{name} was removed."));
    portal_kit::redirect("/settings/users");
    Ok(())
}
