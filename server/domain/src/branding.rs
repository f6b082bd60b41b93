//! The rules of look and settings.

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::{Act, OperatorAct},
    branding::{
        Branding, BrandingDesk, BrandingDraft, ConfigVersion, TenantConfig, TenantSettings,
        VersionedConfig,
    },
    ids::TenantId,
    tenants::TenantStatus,
};
use store::{
    AuditEntry, TenantWriter,
    platform::tenants,
    tenant::{locks, settings},
};

use crate::{OperatorDesk, TenantDesk};

#[async_trait]
impl BrandingDesk for TenantDesk {
    async fn branding_get(&self) -> Answer<Branding> {
        let mut reader = self.read(Act::SettingsRead).await?;
        Ok(settings::branding(&mut reader).await?)
    }

    async fn branding_update(
        &self,
        draft: BrandingDraft,
        version: Option<i32>,
    ) -> Answer<Branding> {
        let fields = draft.check()?;
        let mut writer = self.write(Act::SettingsWrite).await?;
        locks::take(&mut writer, "settings").await?;
        let before = settings::branding(&mut writer).await?;
        let branding = settings::update_branding(&mut writer, &fields, version).await?;
        let entry = AuditEntry::new("branding.update", "branding", branding.version);
        writer.commit(entry.changed(&before, &branding)).await?;
        if let Err(error) = self.note_name().await {
            // The change stands; the next one mends it.
            tracing::warn!(%error, "operators still see the tenant's old name");
        }
        self.announce().await;
        Ok(branding)
    }

    async fn config_get(&self) -> Answer<VersionedConfig> {
        let mut reader = self.read(Act::SettingsRead).await?;
        Ok(settings::config(&mut reader).await?)
    }

    async fn config_update(
        &self,
        config: TenantConfig,
        version: Option<i32>,
    ) -> Answer<VersionedConfig> {
        let config = config.check()?;
        let mut writer = self.write(Act::SettingsWrite).await?;
        let (config, entry) = update_config(&mut writer, &config, version).await?;
        writer.commit(entry).await?;
        self.announce().await;
        Ok(config)
    }

    async fn config_versions(&self, page: PageRequest) -> Answer<Page<ConfigVersion>> {
        let mut reader = self.read(Act::SettingsRead).await?;
        Ok(settings::config_versions(&mut reader, &page).await?)
    }

    async fn config_restore(&self, version: i32, seen: Option<i32>) -> Answer<VersionedConfig> {
        let mut writer = self.write(Act::SettingsWrite).await?;
        let config = settings::config_version(&mut writer, version).await?;
        // What was good then may not be good by the rules of today.
        let config = config.ok_or_else(|| Fault::not_found("version"))?.check()?;
        let (config, entry) = update_config(&mut writer, &config, seen).await?;
        writer.commit(entry.with("restored", version)).await?;
        self.announce().await;
        Ok(config)
    }
}

impl TenantDesk {
    /// Lists and mails of the platform show the name that the tenant chose. Of two changes at once, whoever comes second
    /// to the lock reads what the later one wrote.
    async fn note_name(&self) -> store::Result<()> {
        let mut writer = self.database().platform_write().await?;
        let id = self.scope.tenant_id();
        tenants::lock_status(&mut writer, id).await?;
        let branding = settings::branding(&mut self.database().read(&self.scope).await?).await?;
        tenants::note_display_name(&mut writer, id, &branding.display_name).await?;
        writer.commit_bookkeeping().await
    }
}

#[async_trait]
impl TenantSettings for OperatorDesk {
    async fn tenant_config_get(&self, id: TenantId) -> Answer<VersionedConfig> {
        let scope = self.look_into(id).await?;
        let scope = scope.ok_or_else(|| Fault::not_found("configuration"))?;
        let mut reader = self.database().read(&scope).await?;
        Ok(settings::config(&mut reader).await?)
    }

    async fn tenant_config_update(
        &self,
        id: TenantId,
        config: TenantConfig,
        version: Option<i32>,
    ) -> Answer<VersionedConfig> {
        self.allow(OperatorAct::TenantLifecycle)?;
        let config = config.check()?;
        let scope = self.look_into(id).await?;
        let scope = scope.ok_or_else(|| Fault::not_found("configuration"))?;
        // The operators' scope may write the log of a suspended tenant; all else is read-only by this door, too (TEN-9).
        if scope.tenant().status != TenantStatus::Active {
            return Err(Fault::tenant_suspended());
        }
        let mut writer = self.database().write(&scope).await?;
        let (config, entry) = update_config(&mut writer, &config, version).await?;
        writer.commit(entry.clone()).await?;
        let writer = self.database().platform_write().await?;
        writer
            .commit(&self.actor(), &self.caller, Some(id), entry)
            .await?;
        self.platform.announce(id).await;
        Ok(config)
    }
}

/// The settings as they are then, and the entry that says what is another about them.
async fn update_config(
    writer: &mut TenantWriter,
    config: &TenantConfig,
    version: Option<i32>,
) -> Result<(VersionedConfig, AuditEntry), Fault> {
    locks::take(writer, "settings").await?;
    let before = settings::config(writer).await?;
    let after = settings::update_config(writer, config, version).await?;
    let entry = AuditEntry::new("config.update", "config", after.version);
    let entry = entry.changed(&before.config, &after.config);
    Ok((after, entry))
}
