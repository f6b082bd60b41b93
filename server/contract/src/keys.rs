//! The data keys of a tenant, for operators.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, acts::words, ids::TenantId};

words! {
    /// Where a version of a key is in its life.
    KeyState {
        /// Every node is told of it; nothing is sealed with it yet.
        Announced = "announced",
        /// New values are sealed with it.
        InForce = "in_force",
        /// It opens what was sealed with it, and seals nothing any more.
        Retired = "retired",
    }
}

/// One version of a tenant's data key. The key itself is nowhere to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyVersion {
    /// 1 for the first.
    pub version: i32,
    /// Where it is in its life.
    pub state: KeyState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Rows that are sealed with it, by table; tables without any are left out.
    pub rows: Vec<SealedRows>,
}

/// Rows of one table that are sealed with one version of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRows {
    /// The table.
    pub table: String,
    /// So many rows.
    pub rows: i64,
}

/// The versions of a tenant's key, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyVersions {
    /// The versions.
    pub versions: Vec<KeyVersion>,
    /// Whether the change to the newest is under way.
    pub is_rotating: bool,
}

impl KeyVersion {
    /// Rows of all tables.
    pub fn total(&self) -> i64 {
        self.rows.iter().map(|table| table.rows).sum()
    }
}

impl KeyVersions {
    /// Rows in all.
    pub fn total(&self) -> i64 {
        self.versions.iter().map(KeyVersion::total).sum()
    }

    /// Rows that are sealed with the newest version.
    pub fn renewed(&self) -> i64 {
        self.versions.first().map_or(0, KeyVersion::total)
    }
}

/// What an operator can do with the keys of a tenant.
#[async_trait]
pub trait Keys: Send + Sync {
    /// The versions, with what is sealed with each.
    async fn tenant_keys(&self, tenant: TenantId) -> Answer<KeyVersions>;
    /// Makes a new version and has everything sealed with it, while the tenant goes on working.
    async fn tenant_keys_rotate(&self, tenant: TenantId) -> Answer<KeyVersions>;
}
