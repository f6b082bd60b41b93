//! Tenants to whose logs this node added entries that no signed head covers yet.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use contract::ids::TenantId;
use uuid::Uuid;

use crate::Database;

/// Cheap to clone; all copies are one.
#[derive(Clone, Default)]
pub(crate) struct Unsigned {
    tenants: Arc<Mutex<BTreeSet<Uuid>>>,
}

impl Unsigned {
    pub(crate) fn add(&self, tenant: TenantId) {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.insert(tenant.uuid());
    }

    fn take(&self) -> Vec<TenantId> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *tenants)
            .into_iter()
            .map(TenantId::new)
            .collect()
    }
}

impl Database {
    /// The tenants to whose logs this node added entries since it was asked last.
    pub fn take_unsigned(&self) -> Vec<TenantId> {
        self.unsigned().take()
    }

    /// Puts a tenant back whose log could not be signed.
    pub fn put_back_unsigned(&self, tenant: TenantId) {
        self.unsigned().add(tenant);
    }
}
