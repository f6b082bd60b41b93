//! What the pages of customers ask the server for.

use contract::{
    Fault, Page, PageRequest,
    customers::{Customer, CustomerDraft, CustomerFilter},
    ids::CustomerId,
};
use leptos::prelude::*;

/// A page of customers.
#[server(prefix = "/fn/member", endpoint = "customer_list")]
pub(crate) async fn customer_list(
    filter: CustomerFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<Customer>, Fault> {
    portal_kit::member()?.customer_list(filter, page).await
}

/// One customer.
#[server(prefix = "/fn/member", endpoint = "customer_get")]
pub(crate) async fn customer_get(id: CustomerId) -> Result<Customer, Fault> {
    portal_kit::member()?.customer_get(id).await
}

/// Enters a customer and shows it.
#[server(prefix = "/fn/member", endpoint = "customer_create")]
pub(crate) async fn customer_create(#[server(flatten)] draft: CustomerDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let customer = portal_kit::member()?
        .customer_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("{} was added.", customer.name));
    portal_kit::redirect(&format!("/customers/{}", customer.id));
    Ok(())
}

/// Changes the version of a customer that the form was filled from, and shows it.
#[server(prefix = "/fn/member", endpoint = "customer_update")]
pub(crate) async fn customer_update(
    id: CustomerId,
    version: i32,
    #[server(flatten)] draft: CustomerDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::member()?
        .customer_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("Your changes are saved.");
    portal_kit::redirect(&format!("/customers/{id}"));
    Ok(())
}

/// Deletes a customer and goes back to the list.
#[server(prefix = "/fn/member", endpoint = "customer_delete")]
pub(crate) async fn customer_delete(id: CustomerId) -> Result<(), Fault> {
    let access = portal_kit::member()?;
    let name = access.customer_get(id).await?.name;
    access.customer_delete(id).await?;
    portal_kit::notice(format!("{name} was deleted."));
    portal_kit::redirect("/customers");
    Ok(())
}
