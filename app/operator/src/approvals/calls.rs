//! What the pages of approvals ask the server for.

use contract::{
    Answer, Fault, Page,
    approvals::{Approval, ApprovalFilter, ApprovalRule, ApprovalState},
    ids::{ApprovalId, TenantId},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::paging::page_from;

/// Whether two operators are needed here.
#[server(prefix = "/fn/operator", endpoint = "approval_rule")]
pub(crate) async fn approval_rule_get() -> Result<ApprovalRule, Fault> {
    portal_kit::operator()?.approval_rule().await
}

/// A page of approvals.
#[server(prefix = "/fn/operator", endpoint = "approval_list")]
pub(crate) async fn approval_list(
    filter: ApprovalFilter,
    cursor: String,
) -> Result<Page<Approval>, Fault> {
    portal_kit::operator()?
        .approval_list(filter, page_from(cursor))
        .await
}

/// What waits about a tenant.
pub(crate) async fn waiting_for(tenant: TenantId) -> Answer<Option<Approval>> {
    let filter = ApprovalFilter {
        state: ApprovalState::Waiting.as_str().to_owned(),
        tenant: tenant.to_string(),
    };
    let page = approval_list(filter, String::new()).await?;
    Ok(page.items.into_iter().next())
}

/// One approval.
#[server(prefix = "/fn/operator", endpoint = "approval_get")]
pub(crate) async fn approval_get(id: ApprovalId) -> Result<Approval, Fault> {
    portal_kit::operator()?.approval_get(id).await
}

/// Approves or declines.
#[server(prefix = "/fn/operator", endpoint = "approval_decide")]
pub(crate) async fn approval_decide(
    id: ApprovalId,
    approve: bool,
    #[server(default)] note: String,
) -> Result<(), Fault> {
    let typed = leptos::serde_json::json!({ "note": note });
    let decided = portal_kit::operator()?
        .approval_decide(id, approve, note)
        .await
        .map_err(|fault| fault.with_input(&typed))?;
    portal_kit::notice(if approve {
        format!("Approved: {} is deactivated.", decided.tenant_name)
    } else {
        "Declined. Nothing has happened to the tenant.".to_owned()
    });
    portal_kit::redirect(&crate::address::approval(id));
    Ok(())
}

/// Takes back what one has asked for.
#[server(prefix = "/fn/operator", endpoint = "approval_withdraw")]
pub(crate) async fn approval_withdraw(id: ApprovalId) -> Result<(), Fault> {
    portal_kit::operator()?.approval_withdraw(id).await?;
    portal_kit::notice("Taken back. Nothing has happened to the tenant.");
    portal_kit::redirect(&crate::address::approval(id));
    Ok(())
}
