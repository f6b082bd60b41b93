//! Who is signed in.

use std::collections::BTreeMap;

use axum::{Json, extract::Extension};
use contract::{
    acts::{Act, OperatorAct, OperatorRole},
    me::{MemberMe, MemberSelf, OperatorMe, OperatorSelf, TenantView},
    tenants::TenantStatus,
};
use domain::Signed;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

mod follow;

use super::{
    branding::Branding,
    config::{Term, terms},
};
use crate::{
    Http,
    respond::Answer,
    wire::{ActWord, OperatorActWord, OperatorRoleWord, Problems, TenantStatusWord},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(show))
        .routes(routes!(follow::events))
}

/// Who is signed in, by realm.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "realm", rename_all = "snake_case")]
enum Me {
    Operator(OperatorAccount),
    Tenant(Box<UserAccount>),
}

/// The signed-in operator.
#[derive(Debug, Serialize, ToSchema)]
struct OperatorAccount {
    id: Uuid,
    name: String,
    email: String,
    #[schema(value_type = OperatorRoleWord)]
    role: OperatorRole,
    /// What the role may do.
    #[schema(value_type = Vec<OperatorActWord>)]
    acts: Vec<OperatorAct>,
}

/// The signed-in user of a tenant.
#[derive(Debug, Serialize, ToSchema)]
struct UserAccount {
    id: Uuid,
    name: String,
    email: String,
    /// The word of the role.
    role: String,
    /// The tenant's name for the role.
    role_name: String,
    /// What the role may do.
    #[schema(value_type = Vec<ActWord>)]
    acts: Vec<Act>,
    tenant: Workspace,
}

/// The tenant, as its own people see it.
#[derive(Debug, Serialize, ToSchema)]
struct Workspace {
    id: Uuid,
    /// First label of its address.
    slug: String,
    #[schema(value_type = TenantStatusWord)]
    status: TenantStatus,
    /// Code of its plan.
    plan: String,
    /// Key of its vertical template.
    template: String,
    branding: Branding,
    /// Its words for the product's nouns.
    vocabulary: BTreeMap<String, Term>,
    /// What it takes money in: ISO 4217 code.
    currency: String,
    /// Keys of the modules that are on.
    modules: Vec<String>,
}

impl From<OperatorMe> for OperatorAccount {
    fn from(me: OperatorMe) -> Self {
        Self {
            id: me.id.uuid(),
            name: me.name,
            email: me.email,
            role: me.role,
            acts: me.acts,
        }
    }
}

impl From<MemberMe> for UserAccount {
    fn from(me: MemberMe) -> Self {
        Self {
            id: me.id.uuid(),
            name: me.name,
            email: me.email,
            role: me.role.into(),
            role_name: me.role_name,
            acts: me.acts,
            tenant: me.tenant.into(),
        }
    }
}

impl From<TenantView> for Workspace {
    fn from(tenant: TenantView) -> Self {
        Self {
            id: tenant.id.uuid(),
            slug: tenant.slug,
            status: tenant.status,
            plan: tenant.plan,
            template: tenant.template,
            branding: tenant.branding.into(),
            vocabulary: terms(tenant.vocabulary),
            currency: tenant.currency,
            modules: tenant.modules,
        }
    }
}

/// Shows who is signed in.
#[utoipa::path(get, path = "", tag = "identity", operation_id = "me",
    responses((status = 200, body = Me, description = "The account, and for a user the workspace."), Problems))]
async fn show(Extension(signed): Extension<Signed>) -> Answer<Json<Me>> {
    Ok(Json(match signed {
        Signed::Operator(desk) => Me::Operator(desk.me().await?.into()),
        Signed::Tenant(desk) => Me::Tenant(Box::new(desk.me().await?.into())),
    }))
}
