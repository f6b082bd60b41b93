//! Proving who one is: the code of the second factor at the door, and a fresh proof before what is dangerous.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{Fault, account::Proof};
use serde::{Deserialize, Serialize};
use store::{AuditEntry, Caller, platform::factors};
use uuid::Uuid;

use crate::{Entered, OperatorDesk, Platform, Signed, Site, Subject, TenantDesk, factors::Code};

/// How long a proof counts for what is dangerous.
const FRESH: TimeDelta = TimeDelta::minutes(15);
/// How long a sign-in waits for its code.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// Somebody who knows the password of an account with a second factor, and nothing more: it opens nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfEntered {
    tenant: Option<contract::ids::TenantId>,
    subject: Uuid,
    access_version: i32,
    since: DateTime<Utc>,
}

/// What a right password comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// All that the account asks for was there.
    Whole(Entered),
    /// The code of the second factor is wanted next.
    Half(HalfEntered),
}

impl Platform {
    /// Whole for an account without a second factor or passkey, else half.
    pub(crate) async fn admission(
        &self,
        subject: Subject,
        access_version: i32,
    ) -> Result<Admission, Fault> {
        let now = self.clock().now();
        let mut reader = self.database().platform_read().await?;
        let (tenant, id) = subject.ids();
        let asked_for = factors::in_force(&mut reader, (tenant, id)).await?;
        Ok(if asked_for.any() {
            Admission::Half(HalfEntered {
                tenant,
                subject: id,
                access_version,
                since: now,
            })
        } else {
            Admission::Whole(Entered {
                subject,
                access_version,
                proved_at: Some(now),
            })
        })
    }

    /// Goes on with a sign-in by the code of the second factor, or a recovery code. It has to come to the site that the
    /// password was given at (I-33), while the account still is what it was then.
    pub async fn sign_in_code(
        &self,
        site: &Site,
        half: HalfEntered,
        code: &str,
        caller: Caller,
    ) -> Result<Entered, Fault> {
        let now = self.clock().now();
        let subject = Subject::from_ids(half.tenant, half.subject);
        self.check_site(site, &subject, &caller).await?;
        let account = self.account_of(site, subject, &caller).await?;
        let account = account
            .filter(|account| account.may_sign_in && account.access_version == half.access_version)
            .filter(|_| now < half.since + PATIENCE)
            .ok_or_else(too_late)?;
        self.take_code(site, subject, code, &caller).await?;
        self.note_success(site, &account, "code", &[], &caller)
            .await?;
        Ok(Entered {
            subject,
            access_version: account.access_version,
            proved_at: Some(now),
        })
    }

    /// Uses a code of the account's second factor up. Guesses are braked like guesses of a password, but counted apart.
    pub(crate) async fn take_code(
        &self,
        site: &Site,
        subject: Subject,
        code: &str,
        caller: &Caller,
    ) -> Result<(), Fault> {
        let (tenant, id) = subject.ids();
        let subjects = self.throttled_subjects(tenant, &format!("code/{id}"), caller);
        self.take_attempt(&subjects).await?;
        let mut writer = self.database().platform_write().await?;
        let factor = factors::find(&mut writer, (tenant, id)).await?;
        let factor = factor.ok_or_else(no_app)?;
        let now = self.clock().now();
        let mut by_recovery = false;
        let is_right = match Code::of(code, factor.secret.as_disclosed(), now) {
            Some(Code::Step(step)) => factors::use_step(&mut writer, (tenant, id), step).await?,
            Some(Code::Recovery(code)) => {
                by_recovery = factors::use_code(&mut writer, (tenant, id), &code, now).await?;
                by_recovery
            }
            None => false,
        };
        if !is_right {
            drop(writer);
            let entry = AuditEntry::new("second_factor.refused", "account", id);
            self.record(site, caller, entry).await?;
            return Err(Fault::field(
                "code",
                "This code is not right, or was used before. Wait for the next one and try again.",
            ));
        }
        self.forgive(&mut writer, &subjects).await?;
        writer.commit_bookkeeping().await?;
        if by_recovery {
            let entry = AuditEntry::new("recovery_code.use", "account", id);
            self.record(site, caller, entry).await?;
        }
        Ok(())
    }

    /// Refuses what is dangerous to whoever has not proved lately who they are. What came with a stolen cookie or token,
    /// or over a screen that was left open, stops here.
    pub(crate) fn require_proof(&self, caller: &Caller) -> Result<(), Fault> {
        if self.is_proof_fresh(caller) {
            Ok(())
        } else {
            Err(Fault::proof_required())
        }
    }

    pub(crate) fn is_proof_fresh(&self, caller: &Caller) -> bool {
        let now = self.clock().now();
        caller.proved_at.is_some_and(|proved| now < proved + FRESH)
    }
}

impl OperatorDesk {
    /// For what is dangerous: [`Platform::require_proof`].
    pub(crate) fn require_proof(&self) -> Result<(), Fault> {
        self.platform.require_proof(&self.caller)
    }
}

impl TenantDesk {
    /// For what is dangerous: [`Platform::require_proof`].
    pub(crate) fn require_proof(&self) -> Result<(), Fault> {
        self.platform.require_proof(self.scope.caller())
    }
}

impl Signed {
    /// Proves once more who asks, by password and, where the account has one, second factor. The session has to be entered
    /// anew with it.
    pub async fn confirm(&self, proof: Proof) -> Result<Entered, Fault> {
        let asked_for = self.asked_for().await?;
        self.prove_password(&proof.password).await?;
        if asked_for.any() {
            let site = self.site().await?;
            self.platform()
                .take_code(&site, self.subject(), &proof.code, self.caller())
                .await?;
        }
        self.confirmed("password").await
    }

    /// Puts on record that somebody proved once more who they are, and by what.
    pub(crate) async fn confirmed(&self, by: &'static str) -> Result<Entered, Fault> {
        let (_, id) = self.subject().ids();
        let entry = AuditEntry::new("session.confirm", "account", id).with("by", by);
        self.put_on_record(entry).await?;
        Ok(Entered {
            subject: self.subject(),
            access_version: self.access_version()?,
            proved_at: Some(self.platform().clock().now()),
        })
    }
}

/// Told to somebody who knows the password: what the account asks for is a passkey.
fn no_app() -> Fault {
    Fault::field(
        "code",
        "This account has no authenticator app any more. Use its passkey, or sign in anew.",
    )
}

fn too_late() -> Fault {
    let mut fault = Fault::unauthenticated();
    fault.title = "That took too long, or something changed meanwhile. Sign in again.".into();
    fault
}
