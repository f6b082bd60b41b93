//! What the pages of services ask the server for.

use contract::{
    Fault, Page, PageRequest,
    ids::{ServiceCategoryId, ServiceId},
    services::{Service, ServiceCategory, ServiceCategoryDraft, ServiceDraft, ServiceFilter},
};
use leptos::prelude::*;

/// A page of services.
#[server(prefix = "/fn/member", endpoint = "service_list")]
pub(crate) async fn service_list(
    filter: ServiceFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<Service>, Fault> {
    portal_kit::member()?.service_list(filter, page).await
}

/// One service.
#[server(prefix = "/fn/member", endpoint = "service_get")]
pub(crate) async fn service_get(id: ServiceId) -> Result<Service, Fault> {
    portal_kit::member()?.service_get(id).await
}

/// Enters a service and shows it.
#[server(prefix = "/fn/member", endpoint = "service_create")]
pub(crate) async fn service_create(#[server(flatten)] draft: ServiceDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let service = portal_kit::member()?
        .service_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("{} was added.", service.name));
    portal_kit::redirect(&format!("/services/{}", service.id));
    Ok(())
}

/// Changes the version of a service that the form was filled from, and shows it.
#[server(prefix = "/fn/member", endpoint = "service_update")]
pub(crate) async fn service_update(
    id: ServiceId,
    version: i32,
    #[server(flatten)] draft: ServiceDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::member()?
        .service_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("Your changes are saved.");
    portal_kit::redirect(&format!("/services/{id}"));
    Ok(())
}

/// Deletes a service and goes back to the list.
#[server(prefix = "/fn/member", endpoint = "service_delete")]
pub(crate) async fn service_delete(id: ServiceId) -> Result<(), Fault> {
    let access = portal_kit::member()?;
    let name = access.service_get(id).await?.name;
    access.service_delete(id).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect("/services");
    Ok(())
}

/// Every category.
#[server(prefix = "/fn/member", endpoint = "service_category_list")]
pub(crate) async fn service_category_list() -> Result<Vec<ServiceCategory>, Fault> {
    portal_kit::member()?.service_category_list().await
}

/// One category.
#[server(prefix = "/fn/member", endpoint = "service_category_get")]
pub(crate) async fn service_category_get(id: ServiceCategoryId) -> Result<ServiceCategory, Fault> {
    portal_kit::member()?.service_category_get(id).await
}

/// Adds a category and shows them all.
#[server(prefix = "/fn/member", endpoint = "service_category_create")]
pub(crate) async fn service_category_create(
    #[server(flatten)] draft: ServiceCategoryDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let category = portal_kit::member()?
        .service_category_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("{} was added.", category.name));
    portal_kit::redirect(super::categories::LIST);
    Ok(())
}

/// Changes the version of a category that the form was filled from, and shows them all.
#[server(prefix = "/fn/member", endpoint = "service_category_update")]
pub(crate) async fn service_category_update(
    id: ServiceCategoryId,
    version: i32,
    #[server(flatten)] draft: ServiceCategoryDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::member()?
        .service_category_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("Your changes are saved.");
    portal_kit::redirect(super::categories::LIST);
    Ok(())
}

/// Deletes a category and shows those that are left.
#[server(prefix = "/fn/member", endpoint = "service_category_delete")]
pub(crate) async fn service_category_delete(id: ServiceCategoryId) -> Result<(), Fault> {
    let access = portal_kit::member()?;
    let name = access.service_category_get(id).await?.name;
    access.service_category_delete(id).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect(super::categories::LIST);
    Ok(())
}
