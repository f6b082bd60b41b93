//! The brake on guessing: attempts on one account and from one address.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{Fault, FaultCode, ids::TenantId};
use store::{
    Caller, PlatformWriter,
    platform::failures::{self, Failures},
};

use crate::Platform;

/// Failures of one account before the brake holds. An address may fail ten times as often: many people share one.
const FREE_FAILURES: i32 = 5;
/// The wait doubles with every further failure, up to this.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// Failures older than this are forgotten.
const WINDOW: TimeDelta = TimeDelta::hours(1);

impl Platform {
    /// What attempts are counted for: the account that is tried, which is an operator's without a tenant, and the address
    /// that tries.
    pub(crate) fn throttled_subjects(
        &self,
        tenant: Option<TenantId>,
        email: &str,
        caller: &Caller,
    ) -> Vec<String> {
        let realm = tenant.map_or_else(|| "operators".into(), |tenant| tenant.to_string());
        let name = |what: &str| self.vault().throttle_name(&format!("{realm}/{what}"));
        let mut subjects = vec![format!("account:{}", name(email))];
        if let Some(ip) = caller.ip {
            subjects.push(format!("ip:{}", name(&ip.to_string())));
        }
        subjects
    }

    /// The address that tries, alone: what anybody may cause must not be counted against an account.
    pub(crate) fn throttled_address(
        &self,
        tenant: Option<TenantId>,
        caller: &Caller,
    ) -> Vec<String> {
        let mut subjects = self.throttled_subjects(tenant, "", caller);
        subjects.retain(|subject| is_address(subject));
        subjects
    }

    /// Counts an attempt as a failure, or refuses it (429) while the brake holds. It is counted before anything is
    /// checked, so that many attempts at once are as many as one after the other.
    pub(crate) async fn take_attempt(&self, subjects: &[String]) -> Result<(), Fault> {
        let now = self.clock().now();
        let mut writer = self.database().platform_write().await?;
        for subject in subjects {
            let known = failures::lock(&mut writer, subject, now, WINDOW).await?;
            if let Some(left) = known.and_then(|known| left_to_wait(subject, known, now)) {
                return Err(too_many(left));
            }
            failures::count(&mut writer, subject, now, WINDOW).await?;
        }
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// An attempt that succeeded was no failure: the account begins anew, the address has one less.
    pub(crate) async fn forgive(
        &self,
        writer: &mut PlatformWriter,
        subjects: &[String],
    ) -> Result<(), Fault> {
        for subject in subjects {
            if is_address(subject) {
                failures::take_back(writer, subject).await?;
            } else {
                failures::forget(writer, subject).await?;
            }
        }
        Ok(())
    }
}

fn is_address(subject: &str) -> bool {
    subject.starts_with("ip:")
}

fn left_to_wait(subject: &str, known: Failures, now: DateTime<Utc>) -> Option<TimeDelta> {
    let free = if is_address(subject) {
        FREE_FAILURES * 10
    } else {
        FREE_FAILURES
    };
    let over = u32::try_from(known.count - free).ok()?;
    let wait = TimeDelta::seconds(1 << over.min(10)).min(LONGEST_WAIT);
    let left = known.last_at + wait - now;
    (left > TimeDelta::zero()).then_some(left)
}

/// Whoever waits as many seconds as this says is let through: a part of a second counts as one.
pub(crate) fn too_many(left: TimeDelta) -> Fault {
    let seconds = u64::try_from(left.num_milliseconds())
        .unwrap_or(0)
        .div_ceil(1000);
    let mut fault = Fault::new(
        FaultCode::RateLimited,
        format!("Too many attempts. Wait {seconds} seconds and try again."),
    );
    fault.retry_after = Some(seconds.max(1));
    fault
}
