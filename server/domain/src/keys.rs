//! The keys of tenants: which versions there are, what is sealed with each, and a new one while everybody works.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::OperatorAct,
    ids::TenantId,
    keys::{KeyState, KeyVersion, KeyVersions, Keys},
};
use store::{Actor, AuditEntry, Caller, Error, platform, platform::keys};

use crate::{OperatorDesk, Platform};

/// How often those who follow are told how far it is.
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
            versions: versions.iter().map(show).collect(),
        })
    }

    async fn tenant_keys_rotate(&self, tenant: TenantId) -> Answer<KeyVersions> {
        self.allow(OperatorAct::KeyRotate)?;
        let scope = self.look_into(tenant).await?;
        let scope = scope.ok_or_else(|| Fault::not_found("key"))?;
        let keys = self.tenant_keys(tenant).await?;
        let mut writer = self.write(OperatorAct::KeyRotate).await?;
        enqueue(&mut writer, tenant).await?;
        if keys.is_rotating() {
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
        self.database().put_on_record(&scope, entry()).await?;
        writer
            .commit(&self.actor(), &self.caller, Some(tenant), entry())
            .await?;
        self.tenant_keys(tenant).await
    }
}

async fn enqueue(writer: &mut store::PlatformWriter, tenant: TenantId) -> Result<(), Fault> {
    let payload = serde_json::json!({ "tenant": tenant });
    let key = format!("rotate:{tenant}");
    Ok(platform::enqueue(writer, JOB, payload, &key, None).await?)
}

/// Does what is left of a rotation: waits until every node knows the new version, puts it in force, and seals row after
/// row with it. It can be killed anywhere and run again; what is done stays done. Answers whether it is through: somebody
/// else may be at it.
pub async fn rotate(platform: &Platform, tenant: TenantId) -> Result<bool, Fault> {
    let database = platform.database();
    let Some(_exclusive) = database.exclusive("rotate", tenant.uuid()).await? else {
        return Ok(false);
    };
    let mut reader = database.platform_read().await?;
    let notice = database.settings().key_notice;
    let wait = keys::announced(&mut reader, tenant, notice).await?;
    drop(reader);
    if let Some(wait) = wait {
        tokio::time::sleep(wait).await;
        let mut writer = database.platform_write().await?;
        keys::put_in_force(&mut writer, tenant).await?;
        writer.commit_bookkeeping().await?;
    }
    let scope = database.job_scope(tenant, JOB).await?;
    let scope = scope.ok_or_else(Fault::tenant_unknown)?;
    let mut told = Instant::now();
    loop {
        if told.elapsed() > PAUSE {
            keys::tell(database, tenant).await?;
            told = Instant::now();
        }
        if database.reseal_next(&scope).await? > 0 {
            continue;
        }
        // Rows that somebody held were passed over: none may be left.
        let mut reader = database.read(&scope).await?;
        let version = reader.key_version()?;
        let rows = keys::sealed_rows(&mut reader).await?;
        if rows.iter().all(|(sealed, _)| *sealed >= version) {
            let sealed: i64 = rows.iter().map(|(_, table)| table.rows).sum();
            drop(reader);
            finish(platform, &scope, version, sealed).await?;
            return Ok(true);
        }
    }
}

async fn finish(
    platform: &Platform,
    scope: &store::TenantScope,
    version: i32,
    rows: i64,
) -> Result<(), Fault> {
    let tenant = scope.tenant_id();
    let entry = || {
        AuditEntry::new("key.rotated", "tenant", tenant)
            .with("version", version)
            .with("rows", rows)
    };
    platform.database().put_on_record(scope, entry()).await?;
    let writer = platform.database().platform_write().await?;
    let (actor, caller) = (Actor::System(JOB), Caller::default());
    writer
        .commit(&actor, &caller, Some(tenant), entry())
        .await?;
    Ok(keys::tell(platform.database(), tenant).await?)
}
