//! Waiting for what changes about a tenant.

use std::time::Duration;

use contract::ids::TenantId;
use tokio::sync::broadcast::Receiver;

use crate::{Platform, TenantDesk};

/// The changes of one tenant from now on.
pub struct Changes {
    tenant: TenantId,
    all: Receiver<TenantId>,
}

impl Changes {
    /// Waits for a change. Silence of this length is an answer, too: the caller looks again by itself.
    pub async fn next(&mut self, silence: Duration) {
        let next = async {
            // A receiver that lagged behind missed something: that is news as well.
            while let Ok(changed) = self.all.recv().await {
                if changed == self.tenant {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(silence, next).await;
    }
}

impl Platform {
    pub(crate) fn changes_of(&self, tenant: TenantId) -> Changes {
        let all = self.database().tenant_changes();
        Changes { tenant, all }
    }

    /// Tells everybody who follows a tenant, after a change that the tenant's own plane alone knows of. What is not heard is
    /// seen at the next request, so nobody's change fails for it.
    pub(crate) async fn announce(&self, tenant: TenantId) {
        if let Err(error) = self.database().announce_tenant(tenant).await {
            tracing::warn!(%tenant, %error, "nobody was told of a change");
        }
    }
}

impl TenantDesk {
    /// The changes of the workspace from now on.
    pub fn changes(&self) -> Changes {
        self.platform.changes_of(self.scope.tenant_id())
    }

    /// Tells the open pages of the workspace that what frames them has changed: names, colours, words, roles, modules.
    pub(crate) async fn announce(&self) {
        self.platform.announce(self.scope.tenant_id()).await;
    }
}
