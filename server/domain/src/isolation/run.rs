//! One run: taken up by one node at a time, recorded as it goes on, and told of when the walls are found down.

use std::time::Duration;

use contract::{
    Fault,
    acts::OperatorRole,
    ids::IsolationRunId,
    isolation::{Check, Family, Probed, Run},
    tenants::Strategy,
};
use modules::mails::{Mail, Sender};
use store::{
    Actor, AuditEntry, Caller, Exclusive, PlatformWriter,
    platform::{isolation, operators, operators::Operator},
};

use super::{Canary, JOB};
use crate::Platform;

/// A run that is on. Dropped before its end, it is broken off by the next.
pub struct Probing {
    platform: Platform,
    id: IsolationRunId,
    _exclusive: Exclusive,
}

impl Platform {
    /// The right to be the only one at the canaries. Whoever had it just now may be about to give it back.
    pub(super) async fn isolation_lock(&self) -> Result<Option<Exclusive>, Fault> {
        const ATTEMPTS: usize = 10;
        const PAUSE: Duration = Duration::from_millis(50);
        for _ in 0..ATTEMPTS {
            let lock = self.database().exclusive("isolation", uuid::Uuid::nil());
            if let Some(lock) = lock.await? {
                return Ok(Some(lock));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(None)
    }

    /// Begins the run that somebody wished for, or else one of its own; none while another node is at one.
    pub async fn begin_probing(&self, wished_by: &str) -> Result<Option<Probing>, Fault> {
        let Some(exclusive) = self.isolation_lock().await? else {
            return Ok(None);
        };
        let now = self.clock().now();
        let mut writer = self.database().platform_write().await?;
        isolation::break_off(&mut writer, now).await?;
        let (id, _) = isolation::open(&mut writer, wished_by, now).await?;
        isolation::set_stage(&mut writer, id, "Canaries").await?;
        writer.commit_bookkeeping().await?;
        Ok(Some(Probing {
            platform: self.clone(),
            id,
            _exclusive: exclusive,
        }))
    }
}

impl Probing {
    /// The platform that is probed.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The pair of a strategy, live and filled.
    pub async fn canaries(&self, strategy: Strategy) -> Result<[Canary; 2], Fault> {
        self.platform.canaries(strategy).await
    }

    /// Says what the run is at.
    pub async fn stage(&self, stage: &str) -> Result<(), Fault> {
        let mut writer = self.platform.database().platform_write().await?;
        isolation::set_stage(&mut writer, self.id, stage).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Records checks.
    pub async fn note(
        &self,
        family: Family,
        strategy: Option<Strategy>,
        probed: impl IntoIterator<Item = Probed>,
    ) -> Result<(), Fault> {
        let at = self.platform.clock().now();
        let check = |probed| Check {
            family,
            strategy,
            probed,
            at,
        };
        let checks: Vec<Check> = probed.into_iter().map(check).collect();
        for check in checks.iter().filter(|check| !check.probed.passed) {
            tracing::error!(
                family = check.family.as_str(),
                strategy = strategy.map(Strategy::as_str),
                key = check.probed.key,
                seen = check.probed.seen,
                "a check of the isolation prober failed"
            );
        }
        let mut writer = self.platform.database().platform_write().await?;
        isolation::note(&mut writer, self.id, &checks).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Ends the run. If the run before was whole and this one is not, that is in the log and mailed to the owners among
    /// the operators, in the transaction that ends it: once, whatever dies.
    pub async fn finish(self) -> Result<Run, Fault> {
        let database = self.platform.database();
        let mut writer = database.platform_write().await?;
        let before = isolation::last_finished(&mut writer).await?;
        isolation::finish(&mut writer, self.id, self.platform.clock().now()).await?;
        let run = isolation::find(&mut writer, self.id).await?;
        let run = run.ok_or_else(|| Fault::not_found("isolation run"))?;
        let was_whole = before.is_none_or(|before| before.is_whole());
        let action = match (was_whole, run.is_whole()) {
            (true, false) => "isolation.broken",
            (false, true) => "isolation.mended",
            _ => {
                writer.commit_bookkeeping().await?;
                return Ok(run);
            }
        };
        if !run.is_whole() {
            self.tell_owners(&mut writer, &run).await?;
        }
        let entry = AuditEntry::new(action, "isolation run", run.id)
            .with("passed", run.passed)
            .with("total", run.total);
        let (actor, caller) = (Actor::System(JOB), Caller::default());
        writer.commit(&actor, &caller, None, entry).await?;
        Ok(run)
    }

    async fn tell_owners(&self, writer: &mut PlatformWriter, run: &Run) -> Result<(), Fault> {
        let checks = isolation::checks(writer, run.id).await?;
        let first = checks.into_iter().find(|check| !check.probed.passed);
        let first = first.map_or_else(String::new, |check| check.probed.tried);
        let settings = self.platform.settings();
        let link = format!("{}/isolation/{}", settings.operator_url(), run.id);
        let sender = Sender::platform();
        let owners = [OperatorRole::Owner.to_string()];
        for Operator { name, email, .. } in operators::in_roles(writer, &owners).await? {
            let mail = Mail::IsolationBroken {
                name: &name,
                workspace: sender.name,
                failed: run.failed().unsigned_abs(),
                total: run.total.unsigned_abs(),
                first: &first,
                link: &link,
            };
            self.platform
                .post(writer, &mail, &sender, None, &email, None)
                .await?;
        }
        Ok(())
    }
}
