//! What the pages of tenants ask the server for.

use contract::{
    Fault, Page,
    ids::{TenantId, VisitId},
    keys::KeyVersions,
    tenants::{
        PlacementSize, TemplateChoice, Tenant, TenantDraft, TenantEdit, TenantFilter, TenantRow,
    },
    users::User,
    visits::Visit,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::lifecycle::Deed;

#[cfg(feature = "ssr")]
use crate::paging::page_from;
#[cfg(feature = "ssr")]
use contract::{
    acts::OperatorAct,
    approvals::Deactivation,
    visits::{VisitDraft, VisitState},
};

/// A page of tenants.
#[server(prefix = "/fn/operator", endpoint = "tenant_list")]
pub(crate) async fn tenant_list(
    filter: TenantFilter,
    cursor: String,
) -> Result<Page<TenantRow>, Fault> {
    portal_kit::operator()?
        .tenant_list(filter, page_from(cursor))
        .await
}

/// One tenant.
#[server(prefix = "/fn/operator", endpoint = "tenant_get")]
pub(crate) async fn tenant_get(id: TenantId) -> Result<Tenant, Fault> {
    portal_kit::operator()?.tenant_get(id).await
}

/// Sizes of a tenant's tables.
#[server(prefix = "/fn/operator", endpoint = "tenant_size")]
pub(crate) async fn tenant_size(id: TenantId) -> Result<PlacementSize, Fault> {
    portal_kit::operator()?.tenant_size(id).await
}

/// The people of a tenant.
#[server(prefix = "/fn/operator", endpoint = "tenant_users")]
pub(crate) async fn tenant_users(id: TenantId) -> Result<Vec<User>, Fault> {
    portal_kit::operator()?.tenant_users(id).await
}

/// The versions of a tenant's key.
#[server(prefix = "/fn/operator", endpoint = "tenant_keys")]
pub(crate) async fn tenant_keys(id: TenantId) -> Result<KeyVersions, Fault> {
    portal_kit::operator()?.tenant_keys(id).await
}

/// Begins to seal everything with a new version of the key.
#[server(prefix = "/fn/operator", endpoint = "tenant_keys_rotate")]
pub(crate) async fn tenant_keys_rotate(id: TenantId) -> Result<(), Fault> {
    portal_kit::operator()?.tenant_keys_rotate(id).await?;
    portal_kit::redirect(&format!("{}?tab=keys", crate::address::tenant(id)));
    Ok(())
}

/// The vertical templates.
#[server(prefix = "/fn/operator", endpoint = "template_list")]
pub(crate) async fn template_list() -> Result<Vec<TemplateChoice>, Fault> {
    portal_kit::operator()?.template_list().await
}

/// Creates a tenant and shows how it is provisioned.
#[server(prefix = "/fn/operator", endpoint = "tenant_create")]
pub(crate) async fn tenant_create(draft: TenantDraft) -> Result<(), Fault> {
    let tenant = portal_kit::operator()?.tenant_create(draft).await?;
    portal_kit::redirect(&format!("/tenants/{}?tab=provisioning", tenant.row.id));
    Ok(())
}

/// Changes the record of a tenant.
#[server(prefix = "/fn/operator", endpoint = "tenant_update")]
pub(crate) async fn tenant_update(
    id: TenantId,
    version: Option<i32>,
    edit: TenantEdit,
) -> Result<(), Fault> {
    let tenant = portal_kit::operator()?
        .tenant_update(id, edit, version)
        .await?;
    portal_kit::notice(format!("{} saved.", tenant.row.name));
    portal_kit::redirect(&crate::address::tenant(id));
    Ok(())
}

/// Does a deed and shows the tenant.
#[server(prefix = "/fn/operator", endpoint = "tenant_deed")]
pub(crate) async fn tenant_deed(
    id: TenantId,
    deed: Deed,
    #[server(default)] reason: String,
) -> Result<(), Fault> {
    let tenants = portal_kit::operator()?;
    let tenant = match deed {
        Deed::Suspend => tenants.tenant_suspend(id, reason).await?,
        Deed::Resume => tenants.tenant_resume(id).await?,
        Deed::Deactivate => {
            let typed = leptos::serde_json::json!({ "reason": reason });
            let closing = tenants.tenant_deactivate(id, reason).await;
            match closing.map_err(|fault| fault.with_input(&typed))? {
                Deactivation::Done(tenant) => *tenant,
                Deactivation::Waits(approval) => {
                    portal_kit::notice(
                        "Nothing has happened yet. The others were mailed; one of them decides.",
                    );
                    portal_kit::redirect(&crate::address::approval(approval.id));
                    return Ok(());
                }
            }
        }
        Deed::Restore => tenants.tenant_restore(id).await?,
        Deed::Retry => tenants.tenant_retry(id).await?,
    };
    portal_kit::notice(format!("{} {}.", tenant.row.name, deed.done()));
    let tab = if deed == Deed::Retry {
        "?tab=provisioning"
    } else {
        ""
    };
    portal_kit::redirect(&format!("{}{tab}", crate::address::tenant(id)));
    Ok(())
}

/// Visits of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VisitsSeen {
    /// The visits, newest first.
    pub(crate) page: Page<Visit>,
    /// Where this operator comes in, while a visit of theirs is open.
    pub(crate) way_in: Option<String>,
}

/// Who visited a tenant, and the way in for who asks.
#[server(prefix = "/fn/operator", endpoint = "tenant_visits")]
pub(crate) async fn tenant_visits(id: TenantId, cursor: String) -> Result<VisitsSeen, Fault> {
    let access = portal_kit::operator()?;
    let (me, page) = (
        access.me().await?,
        access.tenant_visits(id, page_from(cursor)).await?,
    );
    let own = page
        .items
        .iter()
        .find(|visit| visit.operator == me.id && visit.state == VisitState::Open);
    let way_in = match own {
        Some(visit) if me.acts.contains(&OperatorAct::TenantVisit) => {
            // Closed meanwhile, the tenant or the visit: then there is none.
            access.visit_way_in(id, visit.id).await.ok()
        }
        _ => None,
    };
    Ok(VisitsSeen { page, way_in })
}

/// Asks for a visit.
#[server(prefix = "/fn/operator", endpoint = "visit_ask")]
pub(crate) async fn visit_ask(
    id: TenantId,
    reason: String,
    minutes: String,
    // Not flattened with the others: a form sends text, and only by itself is it read as yes or no.
    #[server(default)] may_write: bool,
) -> Result<(), Fault> {
    let draft = VisitDraft {
        reason,
        minutes,
        may_write,
    };
    let kept = |fault: Fault| fault.with_input(&draft);
    let visit = portal_kit::operator()?
        .visit_ask(id, draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(if visit.state == VisitState::Open {
        "The visit is open."
    } else {
        "The tenant was asked. Once somebody there allows it, the way in is on this page."
    });
    portal_kit::redirect(&format!("{}?tab=visits", crate::address::tenant(id)));
    Ok(())
}

/// Ends a visit.
#[server(prefix = "/fn/operator", endpoint = "visit_end")]
pub(crate) async fn visit_end(id: TenantId, visit: VisitId) -> Result<(), Fault> {
    portal_kit::operator()?.visit_end(id, visit).await?;
    portal_kit::notice("The visit is over.");
    portal_kit::redirect(&format!("{}?tab=visits", crate::address::tenant(id)));
    Ok(())
}
