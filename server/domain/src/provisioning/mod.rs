//! Provisioning (TEN-4): from a recorded wish to a live tenant, in steps that are recorded, can be repeated, and can
//! be taken up by any node after a crash.
//!
//! A step that is recorded as done is never run again; one that was interrupted is, so each does nothing where its
//! work is there already. Two nodes never work on one tenant: each takes a lock that dies with its connection.

mod demo;
mod pool;
mod steps;

use chrono::{DateTime, Utc};
use contract::{
    Fault, FaultCode,
    ids::TenantId,
    tenants::{ProvisioningStep, StepState, Strategy, TenantFields, TenantStatus},
};
use store::{
    Actor, AuditEntry, Caller, PlatformWriter,
    platform::{self, placements, tenants, tenants::NextStatus},
};

use crate::Platform;

pub use steps::Step;

/// The queue's name of the job that runs [`run`].
pub const JOB: &str = "provision_tenant";
/// The queue's name of the job that runs [`Platform::refill_pool`].
pub const REFILL_JOB: &str = "refill_pool";

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The tenant is live.
    Live,
    /// Nothing to do: it was live, failed or gone already.
    Idle,
    /// Another node is at it.
    Busy,
    /// A step failed for good; an operator decides.
    Failed,
}

/// The keys of the steps of a tenant, in order.
fn keys(demo_data: bool) -> Vec<&'static str> {
    Step::ALL
        .iter()
        .filter(|step| demo_data || **step != Step::Demo)
        .map(|step| step.key())
        .collect()
}

/// A recorded step for people.
pub(crate) fn show(step: platform::steps::Step) -> ProvisioningStep {
    let title =
        Step::by_key(&step.key).map_or_else(|| step.key.clone(), |known| known.title().to_owned());
    let took_ms = match (step.started_at, step.finished_at) {
        (Some(started), Some(finished)) if step.state == StepState::Done => {
            Some((finished - started).num_milliseconds())
        }
        _ => None,
    };
    ProvisioningStep {
        key: step.key,
        title,
        state: step.state,
        took_ms,
        error: step.error,
    }
}

/// A tenant that is wished for, with everything found good.
pub(crate) struct Order<'a> {
    pub fields: &'a TenantFields,
    pub strategy: Strategy,
    pub plan_revision: i32,
    /// Argon2id of the first owner's password, if one was given.
    pub owner_password: Option<&'a str>,
    pub is_canary: bool,
}

/// Records a tenant with its place and its steps, all of them waiting.
pub(crate) async fn order(
    writer: &mut PlatformWriter,
    id: TenantId,
    order: &Order<'_>,
    now: DateTime<Utc>,
) -> store::Result<()> {
    let (fields, is_canary) = (order.fields, order.is_canary);
    let region = fields.region.as_deref();
    let (placement, code) =
        placements::reserve_code(writer, order.strategy, region, is_canary).await?;
    let new = tenants::NewTenant {
        id,
        code: &code,
        fields,
        strategy: order.strategy,
        plan_revision: order.plan_revision,
        owner_password: order.owner_password,
        is_canary,
    };
    tenants::insert(writer, &new, now).await?;
    placements::assign(writer, placement, id).await?;
    platform::steps::insert(writer, id, &keys(fields.demo_data)).await
}

/// Queues the provisioning of a tenant, in the transaction that wishes for it.
pub(crate) async fn enqueue(writer: &mut PlatformWriter, id: TenantId) -> Result<(), Fault> {
    let payload = serde_json::json!({ "tenant": id });
    platform::enqueue(writer, JOB, payload, &format!("provision:{id}"), None).await?;
    Ok(())
}

/// Runs what is left of a tenant's provisioning. `unavailable` asks to be run again later; anything else that goes
/// wrong is recorded with the step, and waits for an operator.
pub async fn run(platform: &Platform, id: TenantId) -> Result<Outcome, Fault> {
    let Some(_exclusive) = platform
        .database()
        .exclusive("provision", id.uuid())
        .await?
    else {
        return Ok(Outcome::Busy);
    };
    let Some(work) = Work::begin(platform, id).await? else {
        return Ok(Outcome::Idle);
    };
    let mut done = None;
    for step in work.left.clone() {
        work.advance(done, Some(step)).await?;
        if let Err(fault) = work.run(step).await {
            return work.fail(step, fault).await;
        }
        done = Some(step);
    }
    if let Err(fault) = work.finish(done).await {
        return work.fail(done.unwrap_or(Step::Welcome), fault).await;
    }
    platform.queue_refill().await?;
    Ok(Outcome::Live)
}

/// One tenant being provisioned.
pub(crate) struct Work<'a> {
    platform: &'a Platform,
    id: TenantId,
    record: tenants::Record,
    left: Vec<Step>,
}

impl<'a> Work<'a> {
    async fn begin(platform: &'a Platform, id: TenantId) -> Result<Option<Self>, Fault> {
        let mut reader = platform.database().platform_read().await?;
        let record = tenants::find(&mut reader, id).await?;
        let Some(record) = record.filter(|record| record.row.status == TenantStatus::Provisioning)
        else {
            return Ok(None);
        };
        let recorded = platform::steps::list(&mut reader, id).await?;
        let left = recorded
            .iter()
            .filter(|step| step.state != StepState::Done)
            .filter_map(|step| Step::by_key(&step.key))
            .collect();
        Ok(Some(Self {
            platform,
            id,
            record,
            left,
        }))
    }

    /// Notes one step's end and the next one's beginning together: one write a step.
    async fn advance(&self, done: Option<Step>, next: Option<Step>) -> Result<(), Fault> {
        let mut writer = self.platform.database().platform_write().await?;
        let now = self.platform.clock().now();
        platform::steps::advance(
            &mut writer,
            self.id,
            done.map(Step::key),
            next.map(Step::key),
            now,
        )
        .await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// The last step is noted in the transaction that opens the tenant's doors.
    async fn finish(&self, done: Option<Step>) -> Result<(), Fault> {
        let guest = self.guest().await?;
        let mut writer = self.platform.database().platform_write().await?;
        let now = self.platform.clock().now();
        platform::steps::advance(&mut writer, self.id, done.map(Step::key), None, now).await?;
        self.open_doors(&mut writer, guest.as_ref(), now).await?;
        let entry = AuditEntry::new("tenant.live", "tenant", self.id);
        writer
            .commit(
                &Actor::System(JOB),
                &Caller::default(),
                Some(self.id),
                entry,
            )
            .await?;
        self.platform.database().forget_tenant(self.id).await;
        Ok(())
    }

    async fn fail(&self, step: Step, fault: Fault) -> Result<Outcome, Fault> {
        let mut writer = self.platform.database().platform_write().await?;
        // A commit whose answer was lost may have opened the doors: nothing failed then.
        if tenants::lock_status(&mut writer, self.id).await? != Some(TenantStatus::Provisioning) {
            return Ok(Outcome::Idle);
        }
        let now = self.platform.clock().now();
        platform::steps::fail(&mut writer, self.id, step.key(), &fault.title, now).await?;
        if fault.code == FaultCode::Unavailable {
            writer.commit_bookkeeping().await?;
            return Err(fault);
        }
        tenants::set_status(&mut writer, self.id, NextStatus::ProvisioningFailed).await?;
        let entry = AuditEntry::new("tenant.provisioning_failed", "tenant", self.id)
            .with("step", step.key());
        writer
            .commit(
                &Actor::System(JOB),
                &Caller::default(),
                Some(self.id),
                entry,
            )
            .await?;
        self.platform.database().forget_tenant(self.id).await;
        Ok(Outcome::Failed)
    }
}

impl Platform {
    /// Queues every provisioning that a crash may have left behind; run at start.
    pub async fn resume_provisioning(&self) -> Result<usize, Fault> {
        let mut writer = self.database().platform_write().await?;
        let waiting = tenants::provisioning(&mut writer).await?;
        for id in &waiting {
            enqueue(&mut writer, *id).await?;
        }
        writer.commit_bookkeeping().await?;
        Ok(waiting.len())
    }
}
