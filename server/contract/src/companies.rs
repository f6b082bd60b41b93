//! Companies: the branches or legal entities inside one tenant.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck, ids::CompanyId, text};

/// One company of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// The company's id.
    pub id: CompanyId,
    /// Its name, unique in the tenant.
    pub name: String,
    /// The one that provisioning made; it cannot be deleted.
    pub is_default: bool,
    /// Counts up with every change.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// What a form or the API sends for a company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyDraft {
    /// Its name; required.
    pub name: String,
}

/// A company draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyFields {
    /// Its name.
    pub name: String,
}

impl CompanyDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<CompanyFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 200));
        check.finish(name.map(|name| CompanyFields { name }), self)
    }
}

/// What can be done with companies. A plan limits their number, so the list has no pages.
#[async_trait]
pub trait Companies: Send + Sync {
    /// Every company, the default one first.
    async fn company_list(&self) -> Answer<Vec<Company>>;
    /// One company.
    async fn company_get(&self, id: CompanyId) -> Answer<Company>;
    /// Adds a company, within the limit of the plan.
    async fn company_create(&self, draft: CompanyDraft) -> Answer<Company>;
    /// Renames a company; `version` is the one the caller saw.
    async fn company_update(
        &self,
        id: CompanyId,
        draft: CompanyDraft,
        version: Option<i32>,
    ) -> Answer<Company>;
    /// Deletes a company that is not the default one and has no customers.
    async fn company_delete(&self, id: CompanyId) -> Answer<()>;
}
