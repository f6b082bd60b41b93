//! The first steps of a new tenant's admin.

use axum::Json;
use contract::me::Onboarding;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::AsTenant,
    respond::Answer,
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list))
}

/// One first step, ticked by the facts.
#[derive(Debug, Serialize, ToSchema)]
struct ChecklistItem {
    key: String,
    /// What to do.
    title: String,
    /// Why.
    description: String,
    /// Path of the page where it is done.
    href: String,
    done: bool,
}

impl From<contract::me::ChecklistItem> for ChecklistItem {
    fn from(item: contract::me::ChecklistItem) -> Self {
        Self {
            key: item.key,
            title: item.title,
            description: item.description,
            href: item.href,
            done: item.done,
        }
    }
}

/// Lists the first steps of a new workspace.
#[utoipa::path(get, path = "", tag = "settings", operation_id = "checklist",
    responses((status = 200, body = List<ChecklistItem>, description = "Every step."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<ChecklistItem>>> {
    Ok(Json(List::whole(desk.checklist().await?.items)))
}
