//! The keys of tenants: which versions there are, what is sealed with each, and a new one while everybody works.

use std::time::Duration;

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::OperatorAct,
    ids::TenantId,
    keys::{KeyState, KeyVersion, KeyVersions, Keys},
};
use store::{
    Actor, AuditEntry, Caller, Error, platform,
    platform::keys::{self, Change},
};

use crate::{OperatorDesk, Platform};

/// How long a row is waited for that somebody holds.
const PAUSE: Duration = Duration::from_secs(1);

/// The job that seals everything anew.
pub const JOB: &str = "rotate_tenant_key";

#[async_trait]
impl Keys for OperatorDesk {
    async fn tenant_keys(&self, tenant: TenantId) -> Answer<KeyVersions> {
        let mut reader = self.read(OperatorAct::KeyRead).await?;
        let versions = keys::versions(&mut reader, tenant).await?;
        drop(reader);
        let rows = match self.look_into(tenant).await? {
            Some(scope) if !versions.is_empty() => {
                let mut reader = self.database().read(&scope).await?;
                keys::sealed_rows(&mut reader).await?
            }
            _ => Vec::new(),
        };
        let in_force = versions.iter().find(|one| one.in_force_at.is_some());
        let in_force = in_force.map(|one| one.version);
        let show = |one: &keys::Version| KeyVersion {
            version: one.version,
            state: match one.in_force_at {
                None => KeyState::Announced,
                Some(_) if Some(one.version) == in_force => KeyState::InForce,
                Some(_) => KeyState::Retired,
            },
            created_at: one.created_at,
            rows: rows
                .iter()
                .filter(|(version, _)| *version == one.version)
                .map(|(_, rows)| rows.clone())
                .collect(),
        };
        Ok(KeyVersions {
            is_rotating: versions.first().is_some_and(|newest| !newest.is_renewed),
            versions: versions.iter().map(show).collect(),
        })
    }

    async fn tenant_keys_rotate(&self, tenant: TenantId) -> Answer<KeyVersions> {
        self.require_proof()?;
        self.allow(OperatorAct::KeyRotate)?;
        let scope = self.look_into(tenant).await?;
        let scope = scope.ok_or_else(|| Fault::not_found("key"))?;
        let keys = self.tenant_keys(tenant).await?;
        let mut writer = self.write(OperatorAct::KeyRotate).await?;
        enqueue(&mut writer, tenant, Duration::ZERO).await?;
        if keys.is_rotating {
            // Asking again is not asking for another: it goes on, should it have come to a halt.
            writer.commit_bookkeeping().await?;
            return Ok(keys);
        }
        let announced = self
            .database()
            .announce_tenant_key(&mut writer, tenant)
            .await;
        let version = announced.map_err(|error| match error {
            Error::ChangedMeanwhile => Fault::new(
                FaultCode::Conflict,
                "Somebody else has just begun to change the key.",
            ),
            Error::NoKeys => Fault::not_found("key"),
            other => other.into(),
        })?;
        let entry = || AuditEntry::new("key.rotate", "tenant", tenant).with("version", version);
        writer
            .commit(&self.actor(), &self.caller, Some(tenant), entry())
            .await?;
        self.database().put_on_record(&scope, entry()).await?;
        self.tenant_keys(tenant).await
    }
}

/// Queues the job for when this time has passed; one at a time is queued for a tenant.
async fn enqueue(
    writer: &mut store::PlatformWriter,
    tenant: TenantId,
    after: Duration,
) -> Result<(), Fault> {
    let payload = serde_json::json!({ "tenant": tenant });
    let key = format!("rotate:{tenant}");
    Ok(platform::enqueue_later(writer, JOB, payload, &key, after).await?)
}

/// What a run of the job came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody else is at it.
    Busy,
    /// There is nothing to do before this time has passed; the job is queued for then.
    Later(Duration),
    /// Everything is sealed with the newest version.
    Through,
}

/// Does what can be done now of a change to a new version: puts it in force once every node knows it, and seals row after
/// row with it; once more when nobody can be left who seals with the version before. It can be killed anywhere and run
/// again; what is done stays done.
pub async fn rotate(platform: &Platform, tenant: TenantId) -> Result<Outcome, Fault> {
    let database = platform.database();
    let Some(_exclusive) = database.exclusive("rotate", tenant.uuid()).await? else {
        return Ok(Outcome::Busy);
    };
    let notice = database.settings().key_notice;
    let in_force_for = match change(platform, tenant).await? {
        Change::Through => return Ok(Outcome::Through),
        Change::Announced(age) if age < notice => {
            return later(platform, tenant, notice.saturating_sub(age)).await;
        }
        Change::Announced(_) => {
            let mut writer = database.platform_write().await?;
            keys::put_in_force(&mut writer, tenant).await?;
            writer.commit_bookkeeping().await?;
            Duration::ZERO
        }
        Change::InForce(age) => age,
    };
    let scope = database.job_scope(tenant, JOB).await?;
    let scope = scope.ok_or_else(Fault::tenant_unknown)?;
    let resealed = database.reseal(&scope).await?;
    if in_force_for < notice {
        // A transaction that was opened before may write with the version before.
        return later(platform, tenant, notice.saturating_sub(in_force_for)).await;
    }
    let mut reader = database.read(&scope).await?;
    let version = reader.key_version()?;
    let rows = keys::sealed_rows(&mut reader).await?;
    drop(reader);
    let left = rows.iter().filter(|(sealed, _)| *sealed < version);
    let left: i64 = left.map(|(_, table)| table.rows).sum();
    if left > i64::try_from(resealed.refused).unwrap_or(i64::MAX) {
        // Somebody held a row, and it was passed over.
        return later(platform, tenant, PAUSE).await;
    }
    finish(platform, &scope, version, left).await?;
    Ok(Outcome::Through)
}

async fn change(platform: &Platform, tenant: TenantId) -> Result<Change, Fault> {
    let mut reader = platform.database().platform_read().await?;
    Ok(keys::change(&mut reader, tenant).await?)
}

async fn later(platform: &Platform, tenant: TenantId, after: Duration) -> Result<Outcome, Fault> {
    let mut writer = platform.database().platform_write().await?;
    enqueue(&mut writer, tenant, after).await?;
    writer.commit_bookkeeping().await?;
    Ok(Outcome::Later(after))
}

async fn finish(
    platform: &Platform,
    scope: &store::TenantScope,
    version: i32,
    left: i64,
) -> Result<(), Fault> {
    let tenant = scope.tenant_id();
    let entry = || {
        AuditEntry::new("key.rotated", "tenant", tenant)
            .with("version", version)
            .with("unreadable_rows", left)
    };
    let mut writer = platform.database().platform_write().await?;
    keys::renewed(&mut writer, tenant).await?;
    let (actor, caller) = (Actor::System(JOB), Caller::default());
    writer
        .commit(&actor, &caller, Some(tenant), entry())
        .await?;
    platform.database().put_on_record(scope, entry()).await?;
    Ok(platform.database().announce_tenant(tenant).await?)
}
