//! The rules of a tenant's logo.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    branding::Branding,
    logo::{LogoDesk, LogoForm},
};
use store::{
    AuditEntry, Caller, TenantReader,
    tenant::{locks, logos, settings},
};

use crate::{Platform, Site, TenantDesk};

#[async_trait]
impl LogoDesk for TenantDesk {
    async fn logo_update(&self, file: Vec<u8>, version: Option<i32>) -> Answer<Branding> {
        // Nothing is drawn for somebody who may not, and nothing is held open while it is.
        drop(self.write(Act::SettingsWrite).await?);
        let logo = self.platform.draw_logo(file).await?;
        let mut writer = self.write(Act::SettingsWrite).await?;
        locks::take(&mut writer, "settings").await?;
        let before = settings::branding(&mut writer).await?;
        logos::put(&mut writer, &logo).await?;
        let branding = settings::count_logo(&mut writer, version).await?;
        let entry = AuditEntry::new("logo.update", "branding", branding.version);
        writer.commit(entry.changed(&before, &branding)).await?;
        self.announce().await;
        Ok(branding)
    }

    async fn logo_delete(&self, version: Option<i32>) -> Answer<Branding> {
        let mut writer = self.write(Act::SettingsWrite).await?;
        locks::take(&mut writer, "settings").await?;
        let before = settings::branding(&mut writer).await?;
        if !logos::delete(&mut writer).await? {
            return Err(Fault::new(
                FaultCode::Conflict,
                "There is no logo to remove.",
            ));
        }
        let branding = settings::count_logo(&mut writer, version).await?;
        let entry = AuditEntry::new("logo.delete", "branding", branding.version);
        writer.commit(entry.changed(&before, &branding)).await?;
        self.announce().await;
        Ok(branding)
    }
}

impl Platform {
    /// A form of the logo of the site's tenant, which anybody may see; none where the tenant has no logo with this hash.
    pub async fn logo(
        &self,
        site: &Site,
        hash: &str,
        form: LogoForm,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let Some(mut reader) = self.at_the_door(site).await? else {
            return Ok(None);
        };
        Ok(logos::find(&mut reader, hash, form).await?)
    }

    /// Whether the site's tenant has the logo with this hash, for whoever has the picture already.
    pub async fn has_logo(&self, site: &Site, hash: &str) -> Result<bool, Fault> {
        match self.at_the_door(site).await? {
            Some(mut reader) => Ok(logos::is_there(&mut reader, hash).await?),
            None => Ok(false),
        }
    }

    async fn at_the_door(&self, site: &Site) -> Result<Option<TenantReader>, Fault> {
        let Site::Tenant(tenant) = site else {
            return Ok(None);
        };
        let scope = self
            .database()
            .door_scope(Arc::clone(tenant), Caller::default());
        Ok(Some(self.database().read(&scope).await?))
    }
}
