//! What the pages of plans ask the server for.

use contract::{
    Fault,
    plans::{Plan, PlanDraft},
};
use leptos::prelude::*;

/// Every plan, cheapest first.
#[server(prefix = "/fn/operator", endpoint = "plan_list")]
pub(crate) async fn plan_list() -> Result<Vec<Plan>, Fault> {
    portal_kit::operator()?.plan_list().await
}

/// One plan.
#[server(prefix = "/fn/operator", endpoint = "plan_get")]
pub(crate) async fn plan_get(code: String) -> Result<Plan, Fault> {
    portal_kit::operator()?.plan_get(code).await
}

/// Makes a new revision of a plan.
#[server(prefix = "/fn/operator", endpoint = "plan_update")]
pub(crate) async fn plan_update(
    code: String,
    revision: Option<i32>,
    draft: PlanDraft,
) -> Result<(), Fault> {
    let plan = portal_kit::operator()?
        .plan_update(code, draft, revision)
        .await?;
    portal_kit::notice(format!(
        "{} saved as revision {}.",
        plan.name, plan.revision
    ));
    portal_kit::redirect("/plans");
    Ok(())
}
