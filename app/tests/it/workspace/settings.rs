//! Look and settings of the sample: two versions, and the first steps.

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    branding::{
        Branding, BrandingDesk, BrandingDraft, ConfigVersion, TenantConfig, VersionedConfig,
    },
    logo::LogoDesk,
    me::{Checklist, ChecklistItem, Onboarding},
};

use super::{Workspace, at, words};

#[async_trait]
impl Onboarding for Workspace {
    async fn checklist(&self) -> Answer<Checklist> {
        let item = |key: &str, title: &str, done| ChecklistItem {
            key: key.into(),
            title: title.into(),
            description: "So that everybody knows where they are.".into(),
            href: format!("/settings/{key}"),
            done,
        };
        Ok(Checklist {
            items: vec![
                item("branding", "Choose colours", true),
                item("users", "Invite people", false),
            ],
        })
    }
}

#[async_trait]
impl BrandingDesk for Workspace {
    async fn branding_get(&self) -> Answer<Branding> {
        Ok(self.branding())
    }

    async fn branding_update(&self, _: BrandingDraft, _: Option<i32>) -> Answer<Branding> {
        Err(Fault::internal())
    }

    async fn config_get(&self) -> Answer<VersionedConfig> {
        let config = TenantConfig {
            time_zone: "Asia/Kathmandu".into(),
            vocabulary: words(),
            ..TenantConfig::default()
        };
        Ok(VersionedConfig {
            config,
            version: 2,
            updated_at: at(),
        })
    }

    async fn config_update(&self, _: TenantConfig, _: Option<i32>) -> Answer<VersionedConfig> {
        Err(Fault::internal())
    }

    async fn config_versions(&self, _: PageRequest) -> Answer<Page<ConfigVersion>> {
        let first = TenantConfig::default();
        let second = self.config_get().await?.config;
        let changes = second.changes_since(&first);
        let version = |version, config, author: Option<&str>, changes| ConfigVersion {
            version,
            author: author.map(str::to_owned),
            created_at: at(),
            config,
            changes,
        };
        Ok(Page {
            items: vec![
                version(2, second, Some("Olivia Owner"), changes),
                version(1, first, None, Vec::new()),
            ],
            next_cursor: None,
        })
    }

    async fn config_restore(&self, _: i32, _: Option<i32>) -> Answer<VersionedConfig> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl LogoDesk for Workspace {
    async fn logo_update(&self, _: Vec<u8>, _: Option<i32>) -> Answer<Branding> {
        Err(Fault::internal())
    }

    async fn logo_delete(&self, _: Option<i32>) -> Answer<Branding> {
        Err(Fault::internal())
    }
}
