//! The rules of retention: entries of a log expire, and its proof does not (AUD-3, decision 0013).

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault,
    acts::Act,
    ids::TenantId,
    retention::{FEWEST_DAYS, Retention, RetentionDesk, RetentionDraft},
};
use store::{
    AuditEntry, TenantReader,
    tenant::{event_heads, retention},
};

use crate::{Platform, TenantDesk, audit_proof::refuse};

/// A change of the setting.
const UPDATE: &str = "retention.update";
/// Entries before a position have expired.
const EXPIRE: &str = "log.expire";

#[async_trait]
impl RetentionDesk for TenantDesk {
    async fn retention_get(&self) -> Answer<Retention> {
        let mut reader = self.read(Act::AuditRead).await?;
        Ok(retention::get(&mut reader).await?)
    }

    async fn retention_update(&self, draft: RetentionDraft) -> Answer<Retention> {
        // It lets what somebody did be forgotten.
        self.require_proof()?;
        let wanted = draft.check()?;
        let mut writer = self.write(Act::SettingsWrite).await?;
        let before = retention::get(&mut writer).await?;
        retention::update(&mut writer, wanted).await?;
        let entry = AuditEntry::new(UPDATE, "retention", "log");
        let entry = entry.with("days", wanted.days).changed(&before, &wanted);
        writer.commit(entry).await?;
        Ok(wanted)
    }
}

/// The position before which entries may be expired, as the newest entry about it says.
pub(crate) async fn expired_before(reader: &mut TenantReader) -> Result<u64, Fault> {
    let said = retention::newest(reader, &[EXPIRE]).await?;
    Ok(said
        .and_then(|event| event.detail["first_kept"].as_u64())
        .unwrap_or_default())
}

impl Platform {
    /// Lets entries of every tenant's log expire; how many did. A log that cannot keeps nobody else's waiting.
    pub async fn expire_logs(&self) -> Result<u64, Fault> {
        let mut expired = 0;
        for (tenant, _) in self.logs().await? {
            match self.expire_log(tenant).await {
                Ok(entries) => expired += entries,
                Err(fault) => tracing::warn!(%tenant, ?fault, "entries of a log do not expire"),
            }
        }
        Ok(expired)
    }

    /// Lets the entries of a tenant's log expire that are older than the tenant keeps them, as far as a head is signed;
    /// how many did. Of a log that is not genuine nothing expires: it is evidence.
    pub async fn expire_log(&self, tenant: TenantId) -> Result<u64, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let mut reader = self.database().read(&scope).await?;
        let Retention { days: Some(days) } = retention::get(&mut reader).await? else {
            return Ok(0);
        };
        let days = days.max(FEWEST_DAYS);
        // Whoever can write the database could shorten it there. What the log says cannot be made up.
        let said = retention::newest(&mut reader, &[UPDATE, EXPIRE]).await?;
        if said.and_then(|event| event.detail["days"].as_i64()) != Some(days.into()) {
            tracing::error!(%tenant, days, "the retention of a log is not what its log says; nothing expires");
            return Err(Fault::internal());
        }
        let since = self.clock().now() - TimeDelta::days(days.into());
        let first = retention::first_since(&mut reader, since).await?;
        let signed = event_heads::newest(&mut reader).await?;
        let signed = signed.map_or(0, |signed| i64::try_from(signed.head.size).unwrap_or(0));
        let before = first.min(signed);
        let known = expired_before(&mut reader).await?;
        drop(reader);
        if u64::try_from(before).is_ok_and(|before| before > known) {
            let verdict = self.verify_log(tenant, &[]).await?;
            if let Some(flaw) = verdict.flaw {
                return Err(refuse(tenant, &flaw));
            }
        }
        let entry = AuditEntry::new(EXPIRE, "log", &scope.tenant().slug);
        let entry = entry.with("first_kept", before).with("days", days);
        Ok(retention::expire(self.database(), &scope, before, entry).await?)
    }
}
