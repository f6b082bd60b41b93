//! Second factors of accounts, of both realms.

use chrono::{DateTime, Utc};
use contract::{Sensitive, ids::TenantId};
use uuid::Uuid;
use vault::{Keyring, Row, Table};

use super::passkeys;
use crate::{PlatformReader, PlatformWriter, Result};

/// Sealed with a key of the platform, that has one version.
static FACTORS: Table = Table::new(
    "second_factors",
    &["secret", "pending_secret", "pending_codes"],
    &[],
);
const KEY_VERSION: i32 = 1;

/// The tenant of an account, absent for an operator's, and its bare id.
type Account = (Option<TenantId>, Uuid);

/// The second factor of an account.
pub struct Factor {
    /// What the app computes its codes from, in base32.
    pub secret: Sensitive<String>,
    /// Since when it is asked for.
    pub confirmed_at: DateTime<Utc>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

/// Which kinds of factors an account has in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// An authenticator app.
    pub app: bool,
    /// At least one passkey.
    pub passkeys: bool,
}

impl InForce {
    /// Whether there is one at all.
    pub const fn any(self) -> bool {
        self.app || self.passkeys
    }
}

/// A second factor that waits for its first code.
pub struct PendingFactor {
    /// What the app computes its codes from, in base32.
    pub secret: Sensitive<String>,
    /// The codes for the day the app is gone.
    pub codes: Sensitive<Vec<String>>,
}

/// The second factor that an account is asked for.
pub async fn find(reader: &mut PlatformReader, account: Account) -> Result<Option<Factor>> {
    let row = sqlx::query!(
        r#"SELECT f.secret AS "secret!", f.confirmed_at AS "confirmed_at!",
                  (SELECT count(*) FROM platform.recovery_codes c
                   WHERE c.subject_id = f.subject_id AND c.used_at IS NULL) AS "codes_left!"
           FROM platform.second_factors f
           WHERE f.subject_id = $2 AND f.tenant_id IS NOT DISTINCT FROM $1 AND f.secret IS NOT NULL"#,
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.own_keys();
    row.map(|row| {
        Ok(Factor {
            secret: sealing(keyring, account).open("secret", KEY_VERSION, &row.secret)?,
            confirmed_at: row.confirmed_at,
            codes_left: row.codes_left,
        })
    })
    .transpose()
}

/// What an account was shown after this time to set a second factor up, until a first code confirms it.
pub async fn pending(
    reader: &mut PlatformReader,
    account: Account,
    after: DateTime<Utc>,
) -> Result<Option<PendingFactor>> {
    let row = sqlx::query!(
        r#"SELECT pending_secret AS "secret!", pending_codes AS "codes!" FROM platform.second_factors
           WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 AND pending_since > $3"#,
        account.0.map(Uuid::from),
        account.1,
        after,
    )
    .fetch_optional(reader.connection())
    .await?;
    let sealing = sealing(reader.own_keys(), account);
    row.map(|row| {
        let codes = sealing.open("pending_codes", KEY_VERSION, &row.codes)?;
        Ok(PendingFactor {
            secret: sealing.open("pending_secret", KEY_VERSION, &row.secret)?,
            codes: codes
                .disclose()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .into(),
        })
    })
    .transpose()
}

/// Keeps what an account is shown, in the place of what it was shown before.
pub async fn set_pending(
    writer: &mut PlatformWriter,
    account: Account,
    pending: &PendingFactor,
    now: DateTime<Utc>,
) -> Result<()> {
    let sealing = sealing(writer.own_keys(), account);
    let secret = sealing.seal("pending_secret", pending.secret.as_disclosed());
    let codes = sealing.seal("pending_codes", &pending.codes.as_disclosed().join("\n"));
    sqlx::query!(
        "INSERT INTO platform.second_factors (subject_id, tenant_id, pending_secret, pending_codes, pending_since)
         VALUES ($2, $1, $3, $4, $5)
         ON CONFLICT (subject_id) DO UPDATE
         SET pending_secret = excluded.pending_secret, pending_codes = excluded.pending_codes,
             pending_since = excluded.pending_since",
        account.0.map(Uuid::from),
        account.1,
        secret,
        codes,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets what an account was shown.
pub async fn forget_pending(writer: &mut PlatformWriter, account: Account) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.second_factors SET pending_secret = NULL, pending_codes = NULL, pending_since = NULL
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1",
        account.0.map(Uuid::from),
        account.1,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets what was shown up to this time and never confirmed; answers with how many rows.
pub async fn sweep(writer: &mut PlatformWriter, until: DateTime<Utc>) -> Result<u64> {
    let forgotten = sqlx::query!(
        "UPDATE platform.second_factors SET pending_secret = NULL, pending_codes = NULL, pending_since = NULL
         WHERE pending_since <= $1",
        until,
    )
    .execute(writer.connection())
    .await?;
    Ok(forgotten.rows_affected())
}

/// Puts what was shown after a time in force, with the step of the code that confirmed it and recovery codes that replace all earlier
/// ones. The row of the account was not locked: `pending` must be what it still has, or nothing happens and the answer is
/// false.
pub async fn confirm(
    writer: &mut PlatformWriter,
    account: Account,
    confirmed: &PendingFactor,
    step: i64,
    (after, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool> {
    let held = sqlx::query_scalar!(
        "SELECT subject_id FROM platform.second_factors
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 FOR UPDATE",
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_optional(writer.connection())
    .await?;
    let shown = pending(writer, account, after).await?;
    if held.is_none() || shown.is_none_or(|shown| shown.secret != confirmed.secret) {
        return Ok(false);
    }
    let secret =
        sealing(writer.own_keys(), account).seal("secret", confirmed.secret.as_disclosed());
    sqlx::query!(
        "UPDATE platform.second_factors
         SET secret = $2, confirmed_at = $3, last_step = $4, pending_secret = NULL, pending_codes = NULL,
             pending_since = NULL
         WHERE subject_id = $1",
        account.1,
        secret,
        now,
        step,
    )
    .execute(writer.connection())
    .await?;
    sqlx::query!(
        "DELETE FROM platform.recovery_codes WHERE subject_id = $1",
        account.1
    )
    .execute(writer.connection())
    .await?;
    let keyring = writer.own_keys();
    let hashes: Vec<Vec<u8>> = confirmed
        .codes
        .as_disclosed()
        .iter()
        .map(|code| hash(keyring, account, code))
        .collect();
    sqlx::query!(
        "INSERT INTO platform.recovery_codes (subject_id, code_hash) SELECT $1, unnest($2::bytea[])",
        account.1,
        &hashes,
    )
    .execute(writer.connection())
    .await?;
    Ok(true)
}

/// Uses a step up; false if it, or a later one, was used before.
pub async fn use_step(writer: &mut PlatformWriter, account: Account, step: i64) -> Result<bool> {
    let used = sqlx::query!(
        "UPDATE platform.second_factors SET last_step = $3
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 AND last_step < $3",
        account.0.map(Uuid::from),
        account.1,
        step,
    )
    .execute(writer.connection())
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Uses a recovery code up; false if there is none like it that was not used before.
pub async fn use_code(
    writer: &mut PlatformWriter,
    account: Account,
    code: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let hash = hash(writer.own_keys(), account, code);
    let used = sqlx::query!(
        "UPDATE platform.recovery_codes SET used_at = $3
         WHERE subject_id = $1 AND code_hash = $2 AND used_at IS NULL",
        account.1,
        hash,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Takes every factor from an account, its passkeys included; which kinds it had in force.
pub async fn remove_all(writer: &mut PlatformWriter, account: Account) -> Result<InForce> {
    Ok(InForce {
        app: remove(writer, account).await?,
        passkeys: passkeys::remove_all(writer, account).await?,
    })
}

/// Takes the factors from an account that were added at this time or later; which kinds there were.
pub async fn remove_since(
    writer: &mut PlatformWriter,
    account: Account,
    since: DateTime<Utc>,
) -> Result<InForce> {
    let app = sqlx::query!(
        "DELETE FROM platform.second_factors
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 AND confirmed_at >= $3",
        account.0.map(Uuid::from),
        account.1,
        since,
    )
    .execute(writer.connection())
    .await?;
    Ok(InForce {
        app: app.rows_affected() > 0,
        passkeys: passkeys::remove_since(writer, account, since).await?,
    })
}

/// What an account is asked for besides its password.
pub async fn in_force(reader: &mut PlatformReader, account: Account) -> Result<InForce> {
    let row = sqlx::query!(
        r#"SELECT EXISTS (SELECT FROM platform.second_factors
                          WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 AND secret IS NOT NULL) AS "app!",
                  EXISTS (SELECT FROM platform.passkeys
                          WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1
                            AND NOT host_is_gone) AS "passkeys!""#,
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(InForce {
        app: row.app,
        passkeys: row.passkeys,
    })
}

/// What these accounts of a tenant are asked for besides their passwords; those with nothing are left out.
pub async fn holders(
    reader: &mut PlatformReader,
    tenant: TenantId,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, InForce)>> {
    let rows = sqlx::query!(
        r#"SELECT s.id AS "id!",
                  EXISTS (SELECT FROM platform.second_factors f
                          WHERE f.subject_id = s.id AND f.tenant_id = $1 AND f.secret IS NOT NULL) AS "app!",
                  EXISTS (SELECT FROM platform.passkeys p
                          WHERE p.subject_id = s.id AND p.tenant_id = $1 AND NOT p.host_is_gone) AS "passkeys!"
           FROM unnest($2::uuid[]) AS s (id)"#,
        tenant.uuid(),
        subjects,
    )
    .fetch_all(reader.connection())
    .await?;
    let held = rows.into_iter().map(|row| {
        let (app, passkeys) = (row.app, row.passkeys);
        (row.id, InForce { app, passkeys })
    });
    Ok(held.filter(|(_, held)| held.any()).collect())
}

/// Takes the authenticator app from an account, with all that belongs to it; whether it had been asked for one.
pub async fn remove(writer: &mut PlatformWriter, account: Account) -> Result<bool> {
    let removed = sqlx::query_scalar!(
        r#"DELETE FROM platform.second_factors WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1
           RETURNING secret IS NOT NULL AS "was_on!""#,
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(removed.unwrap_or(false))
}

/// A row is sealed for its account in its realm: what is copied to another account does not open there.
fn sealing(keyring: &Keyring, (tenant, subject): Account) -> Row<'_> {
    let realm = tenant.map_or_else(|| "operators".into(), |tenant| tenant.to_string());
    FACTORS.row(keyring, format!("{realm}/{subject}"))
}

/// A hash of a code that nobody computes without the key of the platform, and that differs from account to account.
fn hash(keyring: &Keyring, (_, subject): Account, code: &str) -> Vec<u8> {
    keyring.blind(&FACTORS, "recovery code", &format!("{subject}/{code}"))
}
