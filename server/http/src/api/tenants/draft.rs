//! What is sent for a tenant.

use contract::{
    Fault,
    tenants::{TenantDraft, TenantEdit},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::wire::StrategyWord;

/// A tenant to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTenant {
    /// First label of the address: 3 to 40 lower-case letters, digits and single hyphens.
    #[serde(default)]
    #[schema(required, example = "acme")]
    slug: String,
    /// Legal or internal name.
    #[serde(default)]
    #[schema(required, example = "Acme Ltd")]
    name: String,
    /// The name that visitors see; usually `name`.
    display_name: Option<String>,
    /// Code of the plan.
    #[serde(default)]
    #[schema(required, example = "starter")]
    plan: String,
    /// Where its data lives; usually as the plan says.
    #[schema(value_type = Option<StrategyWord>)]
    strategy: Option<String>,
    /// Key of the vertical template.
    #[serde(default)]
    #[schema(required, example = "salon")]
    template: String,
    /// Region, for `dedicated`.
    region: Option<String>,
    /// The first owner.
    #[serde(default)]
    #[schema(required)]
    admin: FirstOwner,
    /// Whether to fill the workspace with realistic examples.
    #[serde(default)]
    demo_data: bool,
}

/// The first owner of a tenant.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstOwner {
    #[serde(default)]
    #[schema(required)]
    name: String,
    #[serde(default)]
    #[schema(required)]
    email: String,
    /// 12 to 128 characters; without it an invitation is mailed.
    #[schema(format = Password)]
    password: Option<String>,
}

impl From<NewTenant> for TenantDraft {
    fn from(body: NewTenant) -> Self {
        Self {
            slug: body.slug,
            name: body.name,
            display_name: body.display_name.unwrap_or_default(),
            plan: body.plan,
            strategy: body.strategy.unwrap_or_default(),
            template: body.template,
            region: body.region.unwrap_or_default(),
            demo_data: body.demo_data,
            owner_name: body.admin.name,
            owner_email: body.admin.email,
            owner_password: body.admin.password.unwrap_or_default(),
        }
    }
}

/// The names of the fields as the API has them.
pub(super) fn api_names(mut fault: Fault) -> Fault {
    let name = |name: String| {
        name.strip_prefix("owner_")
            .map_or(name.clone(), |rest| format!("admin.{rest}"))
    };
    fault.fields = std::mem::take(&mut fault.fields)
        .into_iter()
        .map(|(field, sentence)| (name(field), sentence))
        .collect();
    fault
}

/// What can be changed of a tenant's record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TenantBody {
    /// Legal or internal name.
    #[serde(default)]
    #[schema(required)]
    name: String,
    /// Where invoices go.
    #[serde(default)]
    #[schema(required)]
    billing_email: String,
    /// Host name of its own; null for none.
    custom_domain: Option<String>,
}

impl From<TenantBody> for TenantEdit {
    fn from(body: TenantBody) -> Self {
        Self {
            name: body.name,
            billing_email: body.billing_email,
            custom_domain: body.custom_domain.unwrap_or_default(),
        }
    }
}
