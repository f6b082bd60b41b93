//! What the pages of companies ask the server for.

use contract::{
    Fault,
    companies::{Company, CompanyDraft},
    ids::CompanyId,
};
use leptos::prelude::*;

/// Every company.
#[server(prefix = "/fn/tenant", endpoint = "company_list")]
pub(crate) async fn company_list() -> Result<Vec<Company>, Fault> {
    portal_kit::tenant()?.company_list().await
}

/// One company.
#[server(prefix = "/fn/tenant", endpoint = "company_get")]
pub(crate) async fn company_get(id: CompanyId) -> Result<Company, Fault> {
    portal_kit::tenant()?.company_get(id).await
}

/// Adds a company.
#[server(prefix = "/fn/tenant", endpoint = "company_create")]
pub(crate) async fn company_create(#[server(flatten)] draft: CompanyDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let company = portal_kit::tenant()?
        .company_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("{} was added.", company.name));
    portal_kit::redirect("/settings/companies");
    Ok(())
}

/// Renames a company, if nobody else did meanwhile.
#[server(prefix = "/fn/tenant", endpoint = "company_update")]
pub(crate) async fn company_update(
    id: CompanyId,
    version: i32,
    #[server(flatten)] draft: CompanyDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::tenant()?
        .company_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("The new name is saved.");
    portal_kit::redirect("/settings/companies");
    Ok(())
}

/// Deletes a company.
#[server(prefix = "/fn/tenant", endpoint = "company_delete")]
pub(crate) async fn company_delete(id: CompanyId) -> Result<(), Fault> {
    let access = portal_kit::tenant()?;
    let name = access.company_get(id).await?.name;
    access.company_delete(id).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect("/settings/companies");
    Ok(())
}
