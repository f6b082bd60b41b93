//! Second factors: an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), and recovery codes for the day
//! the app is gone.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Fault, FaultCode,
    account::{FactorSetup, QrCode, SecondFactor},
    ids::{TenantId, UserId},
    tenants::TenantStatus,
};
use qrcodegen::{QrCode as Drawn, QrCodeEcc};
use store::{
    AuditEntry, Caller, PlatformWriter, TenantWriter,
    platform::{
        factors::{self, InForce, PendingFactor},
        operators,
    },
    tenant::users,
};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use crate::{
    Entered, Host, Platform, Signed, account::Change, door::end_everything, mails::AccountOwner,
};

/// How long what is shown waits for its first code.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// How many recovery codes there are at first.
const RECOVERY_CODES: usize = 10;
/// Light modules around a QR code (ISO/IEC 18004).
const QUIET_ZONE: u32 = 4;
const SECONDS_A_STEP: u64 = 30;

/// What was typed as a code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The app's code of this step, 30 seconds counted from 1970. One to each side is good: clocks differ.
    Step(i64),
    /// Something that may be a recovery code, as it is hashed.
    Recovery(String),
}

impl Code {
    /// Reads what was typed, whatever its case, blanks and dashes; none for what is neither.
    pub(crate) fn of(typed: &str, secret: &str, now: DateTime<Utc>) -> Option<Self> {
        let bare: String = typed
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_uppercase())
            .collect();
        if bare.len() == 8 {
            return Some(Self::Recovery(bare));
        }
        let seconds = u64::try_from(now.timestamp()).ok()?;
        let step = app(secret)?.build().ok()?.check(&bare, seconds)?;
        i64::try_from(step).ok().map(Self::Step)
    }
}

impl Signed {
    /// The account's second factor, with its passkeys as this host sees them.
    pub async fn second_factor(&self, host: &Host) -> Result<SecondFactor, Fault> {
        self.check_account().await?;
        let passkeys = self.passkeys(host).await?;
        let (platform, account) = (self.platform(), self.subject().ids());
        let mut reader = platform.database().platform_read().await?;
        let factor = factors::find(&mut reader, account).await?;
        let pending = if platform.is_proof_fresh(self.caller()) {
            factors::pending(&mut reader, account, platform.pending_after()).await?
        } else {
            None
        };
        drop(reader);
        let setup = match pending {
            Some(pending) => Some(self.setup(pending).await?),
            None => None,
        };
        Ok(SecondFactor {
            since: factor.as_ref().map(|factor| factor.confirmed_at),
            codes_left: factor.map_or(0, |factor| factor.codes_left),
            setup,
            passkeys,
            is_wanted: self.owes_factor(),
        })
    }

    /// Begins to set a second factor up. One that is in force stays so until the new one has its first code.
    pub async fn second_factor_begin(&self) -> Result<(), Fault> {
        self.check_account().await?;
        self.check_service()?;
        let platform = self.platform();
        platform.require_proof(self.caller())?;
        let secret = Secret::new_stack(store::random_bytes());
        let pending = PendingFactor {
            secret: secret.to_base32().into(),
            codes: (0..RECOVERY_CODES)
                .map(|_| recovery_code())
                .collect::<Vec<_>>()
                .into(),
        };
        let mut writer = platform.database().platform_write().await?;
        let now = platform.clock().now();
        factors::set_pending(&mut writer, self.subject().ids(), &pending, now).await?;
        writer.commit_bookkeeping().await?;
        self.put_on_record(AuditEntry::new(
            "second_factor.begin",
            "account",
            self.subject().ids().1,
        ))
        .await
    }

    /// Forgets what is being set up.
    pub async fn second_factor_cancel(&self) -> Result<(), Fault> {
        self.check_account().await?;
        let mut writer = self.platform().database().platform_write().await?;
        factors::forget_pending(&mut writer, self.subject().ids()).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Puts what is being set up in force, and ends every other session and every token. A code that is wrong is no guess
    /// at a secret: whoever is here was shown it.
    pub async fn second_factor_confirm(&self, code: &str) -> Result<Entered, Fault> {
        self.check_account().await?;
        let platform = self.platform();
        platform.require_proof(self.caller())?;
        let mut reader = platform.database().platform_read().await?;
        let after = platform.pending_after();
        let pending = factors::pending(&mut reader, self.subject().ids(), after).await?;
        drop(reader);
        let pending = pending.ok_or_else(nothing_begun)?;
        let now = platform.clock().now();
        let Some(Code::Step(step)) = Code::of(code, pending.secret.as_disclosed(), now) else {
            return Err(Fault::field(
                "code",
                "This is not the code that the app shows now. Check the time of your phone, and type the newest code.",
            ));
        };
        let (owner, _) = self.credentials().await?;
        let change = Change::FactorOn {
            pending: &pending,
            step,
            owner: &owner,
        };
        self.renew("second_factor.on", change).await
    }

    /// Takes the authenticator app away, and ends every other session and every token.
    pub async fn second_factor_remove(&self) -> Result<Entered, Fault> {
        self.platform().require_proof(self.caller())?;
        let (owner, _) = self.credentials().await?;
        self.renew("second_factor.off", Change::FactorOff { owner: &owner })
            .await
    }

    /// What is begun in a suspended workspace could not be put in force (TEN-9).
    pub(crate) fn check_service(&self) -> Result<(), Fault> {
        match self {
            Self::Tenant(desk) if desk.scope.tenant().status != TenantStatus::Active => {
                Err(Fault::tenant_suspended())
            }
            Self::Tenant(_) | Self::Operator(_) => Ok(()),
        }
    }

    async fn setup(&self, pending: PendingFactor) -> Result<FactorSetup, Fault> {
        let (owner, _) = self.credentials().await?;
        let issuer = owner
            .tenant
            .map_or_else(|| "Tenantry".into(), |(_, letterhead)| letterhead.name);
        let url = otpauth(
            pending.secret.as_disclosed(),
            &issuer,
            owner.email.as_disclosed(),
        )
        .ok_or_else(Fault::internal)?;
        Ok(FactorSetup {
            qr: draw(&url).ok_or_else(Fault::internal)?,
            secret: pending.secret.disclose(),
            url,
            codes: pending.codes.disclose(),
        })
    }
}

impl Platform {
    /// What was shown later than this may still be confirmed.
    pub(crate) fn pending_after(&self) -> DateTime<Utc> {
        self.clock().now() - PATIENCE
    }

    /// Takes every factor, passkeys included, from an operator who lost them, for whoever holds the master key.
    pub async fn operator_forget_factor(&self, email: &str) -> Result<(), Fault> {
        let desk = self.console(email).await?;
        let mut writer = self.database().platform_write().await?;
        let account = (None, desk.id.uuid());
        let gone = factors::remove_all(&mut writer, account).await?;
        if !gone.any() {
            return Err(no_factor());
        }
        operators::end_access(&mut writer, desk.id).await?;
        end_everything(&mut writer, desk.id.uuid()).await?;
        let owner = AccountOwner::operator(self, (desk.name, desk.email));
        self.post_factors_gone(&mut writer, &owner, gone).await?;
        let entry = AuditEntry::new("second_factor.forget", "operator", desk.id);
        let actor = store::Actor::System("console");
        writer
            .commit(&actor, &Caller::default(), None, entry)
            .await?;
        Ok(())
    }

    /// Takes every factor, passkeys included, from somebody of a workspace who lost them, for whoever holds the master key: an owner has
    /// nobody else to ask.
    pub async fn user_forget_factor(&self, slug: &str, email: &str) -> Result<(), Fault> {
        let tenant = self.database().tenant_by_host_name(slug).await?;
        let tenant = tenant.ok_or_else(Fault::tenant_unknown)?;
        let scope = self.database().job_scope(tenant.id, "console").await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let letterhead = self.letterhead(&scope).await?;
        let mut inside = self.database().write(&scope).await?;
        let user = users::by_email(&mut inside, &email.to_ascii_lowercase()).await?;
        let user = user.ok_or_else(|| Fault::not_found("user"))?;
        let owner = AccountOwner::in_tenant(self, &tenant, letterhead, (user.name, user.email));
        let account = (Some(tenant.id), user.id.uuid());
        let entry = AuditEntry::new("user.forget_factor", "user", user.id);
        self.forget_factor(inside, account, &owner, entry).await
    }

    /// Takes every factor away, ends what is signed in, and tells the owner: who lost a device may have lost what was
    /// signed in there, and what a stranger added must not go on. The entry comes first: a crash between the two leaves one
    /// too many, never one too few.
    pub(crate) async fn forget_factor(
        &self,
        mut inside: TenantWriter,
        account: (Option<TenantId>, Uuid),
        owner: &AccountOwner,
        entry: AuditEntry,
    ) -> Result<(), Fault> {
        let mut outside = self.database().platform_write().await?;
        let gone = factors::remove_all(&mut outside, account).await?;
        if !gone.any() {
            return Err(no_factor());
        }
        end_everything(&mut outside, account.1).await?;
        // The account after its sessions, as the use of a link takes them, or each would wait for the other.
        users::end_access(&mut inside, UserId::new(account.1)).await?;
        self.post_factors_gone(&mut outside, owner, gone).await?;
        inside.commit(entry).await?;
        Ok(outside.commit_bookkeeping().await?)
    }

    /// Tells the owner of an account which kinds of factors somebody else took from it.
    pub(crate) async fn post_factors_gone(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
        gone: InForce,
    ) -> Result<(), Fault> {
        if gone.app {
            self.post_factor_change(writer, owner, None).await?;
        }
        if gone.passkeys {
            self.post_passkey_change(writer, owner, None).await?;
        }
        Ok(())
    }
}

/// The fault for an account that has none to take away.
pub(crate) fn no_factor() -> Fault {
    Fault::new(
        FaultCode::Conflict,
        "This account has neither an authenticator app nor a passkey.",
    )
}

fn nothing_begun() -> Fault {
    Fault::new(
        FaultCode::Conflict,
        "No authenticator app is being set up. Begin anew.",
    )
}

/// Eight characters of base32: 40 bits, which no brake lets anybody guess.
fn recovery_code() -> String {
    let bytes: [u8; 5] = store::random_bytes();
    Secret::from(bytes).to_base32()
}

fn app(secret: &str) -> Option<Builder> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Some(
        Builder::new()
            .with_secret(secret)
            .with_step_duration(SECONDS_A_STEP),
    )
}

/// The address that apps read, with the colons that would end a name in it taken out.
fn otpauth(secret: &str, issuer: &str, email: &str) -> Option<String> {
    app(secret)?
        .with_issuer(Some(issuer.replace(':', " ")))
        .with_account_name(email.replace(':', " "))
        .build()
        .ok()?
        .to_url()
        .ok()
}

fn draw(text: &str) -> Option<QrCode> {
    let drawn = Drawn::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = drawn.size();
    let zone = QUIET_ZONE.cast_signed();
    let modules = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let drawings: Vec<_> = modules
        .filter(|(x, y)| drawn.get_module(*x, *y))
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + zone, y + zone))
        .collect();
    Some(QrCode {
        size: size.unsigned_abs() + 2 * QUIET_ZONE,
        path: drawings.concat(),
    })
}

#[cfg(test)]
mod tests {
    use totp_rs::Totp;

    use super::*;

    /// RFC 6238, appendix B: the secret of its tests, and its codes without their first two digits.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let step = Code::of(code, SECRET, at(seconds));
            assert_eq!(step, Some(Code::Step(seconds / 30)), "{code}");
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_to_each_side() {
        let now = 1_111_111_109;
        for (seconds, is_good) in [
            (-60, false),
            (-30, true),
            (0, true),
            (30, true),
            (60, false),
        ] {
            let read = Code::of("081 804", SECRET, at(now + seconds));
            assert_eq!(read.is_some(), is_good, "{seconds}");
        }
    }

    #[test]
    fn a_recovery_code_is_read_as_people_write() {
        let read = Some(Code::Recovery("ABCDEFG2".into()));
        for typed in ["ABCDEFG2", "abcd-efg2", " abcd efg2 "] {
            assert_eq!(Code::of(typed, SECRET, at(59)), read, "{typed}");
        }
        for nothing in ["", "12345", "1234567", "ABCDEFGHI", "287083"] {
            assert_eq!(Code::of(nothing, SECRET, at(59)), None, "{nothing}");
        }
        let code = recovery_code();
        let is_base32 = |character: char| matches!(character, 'A'..='Z' | '2'..='7');
        assert!(code.len() == 8 && code.chars().all(is_base32), "{code}");
    }

    #[test]
    fn an_app_reads_the_address() {
        let url = otpauth(SECRET, "Luna: Dental", "ada@luna.test").unwrap();
        let read = Totp::from_url(&url).unwrap();
        assert_eq!(read.issuer(), Some("Luna  Dental"));
        assert_eq!(read.secret().to_base32(), SECRET);
        assert_eq!(read.generate(59).to_string(), "287082");
        let qr = draw(&url).unwrap();
        assert!(qr.size > 29 && qr.path.starts_with("M4 4h1v1h-1z"));
    }
}
