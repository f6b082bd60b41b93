//! The rules of customers.

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::Act,
    customers::{Customer, CustomerDraft, CustomerFilter, Customers},
    ids::CustomerId,
};
use store::{AuditEntry, tenant::customers};

use crate::{
    TenantDesk,
    guard::{commit_within, find_to_change},
};

#[async_trait]
impl Customers for TenantDesk {
    async fn customer_list(
        &self,
        filter: CustomerFilter,
        page: PageRequest,
    ) -> Answer<Page<Customer>> {
        let mut reader = self.read(Act::CustomerRead).await?;
        let page = customers::list(&mut reader, &filter, &page).await?;
        self.note_read(&reader, "customer", page.items.len());
        Ok(page)
    }

    async fn customer_get(&self, id: CustomerId) -> Answer<Customer> {
        let (mut reader, id) = self.read_own(Act::CustomerRead, id).await?;
        let customer = customers::find(&mut reader, id).await?;
        let customer = customer.ok_or_else(|| Fault::not_found("customer"))?;
        self.note_read(&reader, "customer", 1);
        Ok(customer)
    }

    async fn customer_create(&self, draft: CustomerDraft) -> Answer<Customer> {
        let fields = draft.check()?;
        let mut writer = self.write(Act::CustomerWrite).await?;
        let customer = customers::insert(&mut writer, &fields).await?;
        let entry = AuditEntry::new("customer.create", "customer", customer.id);
        let limit = self.limits().customers;
        commit_within(limit, "customers", customers::count, writer, entry).await?;
        Ok(customer)
    }

    async fn customer_update(
        &self,
        id: CustomerId,
        draft: CustomerDraft,
        version: Option<i32>,
    ) -> Answer<Customer> {
        let fields = draft.check()?;
        let (mut writer, id) = self.write_own(Act::CustomerWrite, id).await?;
        let before = find_to_change(&mut writer, id, customers::find).await?;
        let customer = customers::update(&mut writer, id, &fields, version)
            .await?
            .ok_or_else(|| Fault::not_found("customer"))?;
        let entry = AuditEntry::new("customer.update", "customer", customer.id);
        writer.commit(entry.changed(&before, &customer)).await?;
        Ok(customer)
    }

    async fn customer_delete(&self, id: CustomerId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::CustomerDelete, id).await?;
        if !customers::delete(&mut writer, own).await? {
            return Err(Fault::not_found("customer"));
        }
        let entry = AuditEntry::new("customer.delete", "customer", id);
        Ok(writer.commit(entry).await?)
    }
}
