//! Passkeys of accounts, of both realms, and what devices are asked to sign.

use chrono::{DateTime, Utc};
use contract::ids::{ChallengeId, PasskeyId, TenantId};
use serde_json::Value;
use uuid::Uuid;
use vault::{Keyring, Row, Table};

use crate::{PlatformReader, PlatformWriter, Result, transaction::time_ordered_uuid};

static PASSKEYS: Table = Table::new("passkeys", &["name"], &[]);
const KEY_VERSION: i32 = 1;

/// The tenant of an account, absent for an operator's, and its bare id.
type Account = (Option<TenantId>, Uuid);

/// A passkey as the control plane knows it.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// The passkey's id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// The one host that it opens.
    pub host: String,
    /// Public key, counter and flags, as the library writes them.
    pub credential: Value,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last signed.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A passkey to be kept.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// What its owner calls it.
    pub name: String,
    /// The host that it was made at.
    pub host: String,
    /// What the device calls it.
    pub credential_id: Vec<u8>,
    /// Public key, counter and flags, as the library writes them.
    pub credential: Value,
}

/// What a device is asked to sign for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To become a passkey of an account.
    Add,
    /// To let its owner in.
    SignIn,
    /// To prove once more who asks.
    Confirm,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign_in",
            Self::Confirm => "confirm",
        }
    }
}

/// Where and of whom something is asked; nobody is known at the door.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What for.
    pub purpose: Purpose,
    /// At which host.
    pub host: &'a str,
    /// Of whom.
    pub account: Option<Account>,
    /// A keyed hash of the address that a stranger asks from.
    pub from: Option<&'a str>,
}

/// The passkeys of an account, the oldest first.
pub async fn list(reader: &mut PlatformReader, account: Account) -> Result<Vec<PasskeyRow>> {
    let rows = sqlx::query!(
        "SELECT id, name, host, credential, created_at, last_used_at FROM platform.passkeys
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 ORDER BY created_at, id",
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_all(reader.connection())
    .await?;
    let keyring = reader.own_keys();
    rows.into_iter()
        .map(|row| {
            let name = sealing(keyring, account, row.id).open("name", KEY_VERSION, &row.name)?;
            Ok(PasskeyRow {
                id: row.id.into(),
                name: name.disclose(),
                host: row.host,
                credential: row.credential,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
            })
        })
        .collect()
}

/// The accounts of a tenant that have passkeys, none of them for these hosts, and no app: with these hosts alone, they have
/// a password and nothing else.
pub async fn left_behind(
    reader: &mut PlatformReader,
    tenant: TenantId,
    hosts: &[String],
) -> Result<Vec<Uuid>> {
    let left = sqlx::query_scalar!(
        "SELECT p.subject_id FROM platform.passkeys p
         WHERE p.tenant_id = $1 AND NOT p.host_is_gone
           AND NOT EXISTS (SELECT FROM platform.second_factors f
                           WHERE f.subject_id = p.subject_id AND f.secret IS NOT NULL)
         GROUP BY p.subject_id HAVING bool_and(p.host <> ALL ($2)) ORDER BY p.subject_id",
        tenant.uuid(),
        hosts,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(left)
}

/// Marks which passkeys of a tenant are for a host that is none of these, and those that are for one again.
pub async fn set_hosts(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    hosts: &[String],
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.passkeys SET host_is_gone = (host <> ALL ($2))
         WHERE tenant_id = $1 AND host_is_gone <> (host <> ALL ($2))",
        tenant.uuid(),
        hosts,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// How many passkeys an account has.
pub async fn count(reader: &mut PlatformReader, account: Account) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM platform.passkeys
           WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1"#,
        account.0.map(Uuid::from),
        account.1,
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(count)
}

/// Keeps a passkey of an account.
pub async fn insert(
    writer: &mut PlatformWriter,
    account: Account,
    passkey: &NewPasskey,
    now: DateTime<Utc>,
) -> Result<PasskeyId> {
    let id = time_ordered_uuid();
    let name = sealing(writer.own_keys(), account, id).seal("name", &passkey.name);
    sqlx::query!(
        "INSERT INTO platform.passkeys (id, subject_id, tenant_id, host, credential_id, credential, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        account.1,
        account.0.map(Uuid::from),
        passkey.host,
        passkey.credential_id,
        passkey.credential,
        name,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(id.into())
}

/// The passkey of an account that its device calls so. Its row is held to the end of the transaction: of two answers at
/// once, the second finds the counter of the first.
pub async fn find_to_use(
    writer: &mut PlatformWriter,
    account: Account,
    credential_id: &[u8],
) -> Result<Option<(PasskeyId, Value)>> {
    let row = sqlx::query!(
        "SELECT id, credential FROM platform.passkeys
         WHERE credential_id = $3 AND subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 FOR UPDATE",
        account.0.map(Uuid::from),
        account.1,
        credential_id,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(row.map(|row| (row.id.into(), row.credential)))
}

/// Notes that a passkey signed, with its new counter and flags.
pub async fn note_use(
    writer: &mut PlatformWriter,
    id: PasskeyId,
    credential: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.passkeys SET credential = $2, last_used_at = $3 WHERE id = $1",
        id.uuid(),
        credential,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Takes one passkey from an account; whether there was one.
pub async fn remove(writer: &mut PlatformWriter, account: Account, id: PasskeyId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM platform.passkeys WHERE id = $3 AND subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1",
        account.0.map(Uuid::from),
        account.1,
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes every passkey from an account; whether there was one.
pub async fn remove_all(writer: &mut PlatformWriter, account: Account) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM platform.passkeys WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1",
        account.0.map(Uuid::from),
        account.1,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes the passkeys from an account that were added at this time or later; whether there was one.
pub async fn remove_since(
    writer: &mut PlatformWriter,
    account: Account,
    since: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM platform.passkeys
         WHERE subject_id = $2 AND tenant_id IS NOT DISTINCT FROM $1 AND created_at >= $3",
        account.0.map(Uuid::from),
        account.1,
        since,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what a device is asked, until it is answered or the time is over.
pub async fn ask(
    writer: &mut PlatformWriter,
    asked: Asked<'_>,
    state: &Value,
    expires_at: DateTime<Utc>,
) -> Result<ChallengeId> {
    let id = Uuid::from_bytes(crate::random_bytes());
    let (tenant, subject) = asked.account.unzip();
    sqlx::query!(
        "INSERT INTO platform.passkey_challenges (id, purpose, host, subject_id, tenant_id, state, expires_at, asked_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        asked.purpose.as_str(),
        asked.host,
        subject,
        tenant.flatten().map(Uuid::from),
        state,
        expires_at,
        asked.from,
    )
    .execute(writer.connection())
    .await?;
    Ok(id.into())
}

/// When the next question may be asked from an address that has so many open; none if it may now. Whoever else asks for
/// the same address waits until the transaction ends.
pub async fn full_until(
    writer: &mut PlatformWriter,
    from: &str,
    most: i64,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended('tenantry/questions/' || $1, 0))",
        from
    )
    .execute(writer.connection())
    .await?;
    // As many as are too many, so that a flood is not counted to its end.
    let row = sqlx::query!(
        r#"SELECT count(*) AS "open!", min(expires_at) AS free_at
           FROM (SELECT expires_at FROM platform.passkey_challenges
                 WHERE asked_from = $1 AND expires_at > $3 ORDER BY expires_at LIMIT $2) AS open"#,
        from,
        most,
        now,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(row.free_at.filter(|_| row.open >= most))
}

/// Takes out what was asked, if it was asked for this, here, and of this account; it is answered once.
pub async fn take(
    writer: &mut PlatformWriter,
    id: ChallengeId,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Value>> {
    let (tenant, subject) = asked.account.unzip();
    let state = sqlx::query_scalar!(
        "DELETE FROM platform.passkey_challenges
         WHERE id = $1 AND purpose = $2 AND host = $3 AND subject_id IS NOT DISTINCT FROM $4
           AND tenant_id IS NOT DISTINCT FROM $5 AND expires_at > $6
         RETURNING state",
        id.uuid(),
        asked.purpose.as_str(),
        asked.host,
        subject,
        tenant.flatten().map(Uuid::from),
        now,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(state)
}

/// Forgets what nobody answered in time, so many at the most; answers with how many rows.
pub async fn sweep(writer: &mut PlatformWriter, now: DateTime<Utc>, most: i64) -> Result<u64> {
    let forgotten = sqlx::query!(
        "DELETE FROM platform.passkey_challenges WHERE id IN
             (SELECT id FROM platform.passkey_challenges WHERE expires_at <= $1
              ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        now,
        most,
    )
    .execute(writer.connection())
    .await?;
    Ok(forgotten.rows_affected())
}

/// A name is sealed for one passkey of one account in its realm.
fn sealing(keyring: &Keyring, (tenant, subject): Account, id: Uuid) -> Row<'_> {
    let realm = tenant.map_or_else(|| "operators".into(), |tenant| tenant.to_string());
    PASSKEYS.row(keyring, format!("{realm}/{subject}/{id}"))
}
