//! What the pages of professionals ask the server for.

use contract::{
    Fault, Page, PageRequest,
    companies::Company,
    ids::ProfessionalId,
    professionals::{Professional, ProfessionalDraft, ProfessionalFilter},
};
use leptos::prelude::*;

/// A page of professionals.
#[server(prefix = "/fn/member", endpoint = "professional_list")]
pub(crate) async fn professional_list(
    filter: ProfessionalFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<Professional>, Fault> {
    portal_kit::member()?.professional_list(filter, page).await
}

/// One professional.
#[server(prefix = "/fn/member", endpoint = "professional_get")]
pub(crate) async fn professional_get(id: ProfessionalId) -> Result<Professional, Fault> {
    portal_kit::member()?.professional_get(id).await
}

/// The companies that a professional can work for.
#[server(prefix = "/fn/member", endpoint = "company_list")]
pub(crate) async fn company_list() -> Result<Vec<Company>, Fault> {
    portal_kit::member()?.company_list().await
}

/// Enters a professional and shows the profile.
#[server(prefix = "/fn/member", endpoint = "professional_create")]
pub(crate) async fn professional_create(
    #[server(flatten)] draft: ProfessionalDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let professional = portal_kit::member()?
        .professional_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("{} was added.", professional.name));
    portal_kit::redirect(&format!("/professionals/{}", professional.id));
    Ok(())
}

/// Changes the version of a professional that the form was filled from, and shows the profile.
#[server(prefix = "/fn/member", endpoint = "professional_update")]
pub(crate) async fn professional_update(
    id: ProfessionalId,
    version: i32,
    #[server(flatten)] draft: ProfessionalDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::member()?
        .professional_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("Your changes are saved.");
    portal_kit::redirect(&format!("/professionals/{id}"));
    Ok(())
}

/// Deletes a professional and goes back to the list.
#[server(prefix = "/fn/member", endpoint = "professional_delete")]
pub(crate) async fn professional_delete(id: ProfessionalId) -> Result<(), Fault> {
    let access = portal_kit::member()?;
    let name = access.professional_get(id).await?.name;
    access.professional_delete(id).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect("/professionals");
    Ok(())
}
