//! Plans: read by everybody who creates or limits, revised by operators.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::OperatorAct,
    plans::{Limits, Plan, PlanDraft, Plans},
};
use store::{AuditEntry, Error, platform::plans};

use crate::{OperatorDesk, TenantDesk};

impl TenantDesk {
    /// The limits of the tenant's plan.
    pub(crate) fn limits(&self) -> &Limits {
        &self.scope.tenant().limits
    }
}

#[async_trait]
impl Plans for OperatorDesk {
    async fn plan_list(&self) -> Answer<Vec<Plan>> {
        let mut reader = self.read(OperatorAct::PlanRead).await?;
        Ok(plans::list(&mut reader, None).await?)
    }

    async fn plan_get(&self, code: String) -> Answer<Plan> {
        let mut reader = self.read(OperatorAct::PlanRead).await?;
        let found = plans::list(&mut reader, Some(&code)).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| Fault::not_found("plan"))
    }

    async fn plan_update(
        &self,
        code: String,
        draft: PlanDraft,
        revision: Option<i32>,
    ) -> Answer<Plan> {
        self.allow(OperatorAct::PlanWrite)?;
        let before = self.plan_get(code.clone()).await?;
        let fields = draft.check(&before.limits)?;
        let mut writer = self.write(OperatorAct::PlanWrite).await?;
        let seen = revision.unwrap_or(before.revision);
        plans::revise(&mut writer, &code, seen, &fields)
            .await
            .map_err(|error| match error {
                Error::ChangedMeanwhile => {
                    let mut fault = Fault::changed_meanwhile("plan").with_input(&draft);
                    fault.code = FaultCode::PreconditionFailed;
                    fault
                }
                other => other.into(),
            })?;
        let entry = AuditEntry::new("plan.update", "plan", &code)
            .with("before", serde_json::json!({ "revision": before.revision, "monthly": before.monthly, "limits": before.limits }))
            .with("after", serde_json::json!({ "revision": seen + 1, "monthly_minor": fields.monthly_minor, "limits": fields.limits }));
        writer
            .commit(&self.actor(), &self.caller, None, entry)
            .await?;
        self.plan_get(code).await
    }
}
