//! The vertical templates that a tenant can begin with.

use axum::Json;
use contract::tenants::{TemplateChoice, Tenants};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::AsOperator,
    respond::Answer,
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list))
}

/// One vertical template.
#[derive(Debug, Serialize, ToSchema)]
struct Template {
    key: String,
    name: String,
    /// What it is for.
    description: String,
    /// Its word for customers, plural.
    customers: String,
    /// Names of the modules it switches on.
    modules: Vec<String>,
}

impl From<TemplateChoice> for Template {
    fn from(choice: TemplateChoice) -> Self {
        Self {
            key: choice.key,
            name: choice.name,
            description: choice.description,
            customers: choice.customers,
            modules: choice.modules,
        }
    }
}

/// Lists the vertical templates.
#[utoipa::path(get, path = "", tag = "platform", operation_id = "template_list",
    responses((status = 200, body = List<Template>, description = "Every template."), Problems))]
async fn list(desk: AsOperator) -> Answer<Json<List<Template>>> {
    Ok(Json(List::whole(desk.template_list().await?)))
}
