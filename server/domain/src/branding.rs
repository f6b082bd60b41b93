//! The rules of look and settings.

use async_trait::async_trait;
use contract::{
    Answer,
    acts::Act,
    branding::{Branding, BrandingDesk, BrandingDraft, TenantConfig, VersionedConfig},
};
use store::{AuditEntry, tenant::settings};

use crate::TenantDesk;

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
        let branding = settings::update_branding(&mut writer, &fields, version).await?;
        let entry = AuditEntry::new("branding.update", "branding", branding.version);
        writer.commit(entry).await?;
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
        let config = settings::update_config(&mut writer, &config, version).await?;
        let entry = AuditEntry::new("config.update", "config", config.version);
        writer.commit(entry).await?;
        Ok(config)
    }
}
