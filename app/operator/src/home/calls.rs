//! What home asks the server for.

use contract::{
    Fault,
    tenants::{TenantCounts, TenantRow},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Everything on the home page.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Home {
    /// The numbers.
    pub(crate) counts: TenantCounts,
    /// The same numbers as drawings.
    pub(crate) charts: Charts,
    /// The newest tenants.
    pub(crate) recent: Vec<TenantRow>,
}

/// The drawings of the home page, as SVG.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Charts {
    /// New tenants by day.
    pub(crate) days: String,
    /// Tenants by plan.
    pub(crate) plans: String,
    /// Tenants by strategy.
    pub(crate) strategies: String,
}

/// The numbers, their drawings and the newest tenants.
#[server(prefix = "/fn/operator", endpoint = "platform_home")]
pub(crate) async fn platform_home() -> Result<Home, Fault> {
    use contract::{PageRequest, tenants::TenantFilter};

    let access = portal_kit::operator()?;
    let counts = access.tenant_counts().await?;
    let newest = PageRequest {
        limit: Some(6),
        cursor: None,
    };
    let recent = access
        .tenant_list(TenantFilter::default(), newest)
        .await?
        .items;
    Ok(Home {
        charts: super::charts::draw(&counts),
        counts,
        recent,
    })
}
