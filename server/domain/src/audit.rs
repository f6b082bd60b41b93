//! Reading the logs: an operator reads the platform's, a tenant's admin the tenant's own.

use async_trait::async_trait;
use contract::{
    Answer, Page, PageRequest,
    acts::{Act, OperatorAct},
    audit::{AuditLog, Event, EventFilter},
};

use crate::{OperatorDesk, TenantDesk};

#[async_trait]
impl AuditLog for OperatorDesk {
    async fn event_list(&self, filter: EventFilter, page: PageRequest) -> Answer<Page<Event>> {
        let mut reader = self.read(OperatorAct::AuditRead).await?;
        Ok(store::platform::events::list(&mut reader, &filter, &page).await?)
    }
}

#[async_trait]
impl AuditLog for TenantDesk {
    async fn event_list(&self, filter: EventFilter, page: PageRequest) -> Answer<Page<Event>> {
        let mut reader = self.read(Act::AuditRead).await?;
        Ok(store::tenant::events::list(&mut reader, &filter, &page).await?)
    }
}
