//! The rules of services and their categories.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::Act,
    ids::{ServiceCategoryId, ServiceId},
    services::{
        Service, ServiceCategory, ServiceCategoryDraft, ServiceDraft, ServiceFilter, Services,
    },
    text,
};
use serde::Serialize;
use store::{
    AuditEntry, TenantReader,
    tenant::{services, settings},
};

use crate::{
    TenantDesk,
    guard::{find_to_change, nothing_named, taken},
};

#[async_trait]
impl Services for TenantDesk {
    async fn service_list(
        &self,
        filter: ServiceFilter,
        page: PageRequest,
    ) -> Answer<Page<Service>> {
        let mut reader = self.read(Act::ServiceRead).await?;
        let category = match text::optional_id(&filter.category) {
            Ok(None) => None,
            Ok(Some(id)) => {
                drop(reader);
                let (own, id) = self.read_own(Act::ServiceRead, id).await?;
                reader = own;
                Some(id)
            }
            // What is no id is that of no category.
            Err(_) => {
                return Ok(Page {
                    items: Vec::new(),
                    next_cursor: None,
                });
            }
        };
        Ok(services::list(&mut reader, &filter.q, category, &page).await?)
    }

    async fn service_get(&self, id: ServiceId) -> Answer<Service> {
        let (mut reader, id) = self.read_own(Act::ServiceRead, id).await?;
        let service = services::find(&mut reader, id).await?;
        service.ok_or_else(|| Fault::not_found("service"))
    }

    async fn service_create(&self, draft: ServiceDraft) -> Answer<Service> {
        let mut writer = self.write(Act::ServiceWrite).await?;
        let fields = draft.check(&currency(&mut writer).await?)?;
        let mut writer = self.naming_own(writer, Some(fields.category_id)).await?;
        let service = services::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("service.create", "service", service.id);
        writer
            .commit(entry.with("name", service.name.as_str()))
            .await?;
        Ok(service)
    }

    async fn service_update(
        &self,
        id: ServiceId,
        draft: ServiceDraft,
        version: Option<i32>,
    ) -> Answer<Service> {
        let (mut writer, id) = self.write_own(Act::ServiceWrite, id).await?;
        let before = find_to_change(&mut writer, id, services::find).await?;
        // A price that nobody touched stays in the currency that it was entered in.
        let fields = if draft.price.trim() == before.price.amount() {
            draft.check(&before.price.currency)?
        } else {
            draft.check(&currency(&mut writer).await?)?
        };
        let mut writer = self.naming_own(writer, Some(fields.category_id)).await?;
        let service = services::update(&mut writer, id, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?
            .ok_or_else(|| Fault::not_found("service"))?;
        let entry = AuditEntry::new("service.update", "service", service.id);
        writer.commit(entry.changed(&before, &service)).await?;
        Ok(service)
    }

    async fn service_delete(&self, id: ServiceId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::ServiceDelete, id).await?;
        let service = services::find(&mut writer, own).await?;
        let service = service.ok_or_else(|| Fault::not_found("service"))?;
        if !services::delete(&mut writer, own).await? {
            return Err(Fault::not_found("service"));
        }
        let entry = AuditEntry::new("service.delete", "service", id);
        Ok(writer.commit(entry.with("name", service.name)).await?)
    }

    async fn service_category_list(&self) -> Answer<Vec<ServiceCategory>> {
        let mut reader = self.read(Act::ServiceRead).await?;
        Ok(services::categories(&mut reader).await?)
    }

    async fn service_category_get(&self, id: ServiceCategoryId) -> Answer<ServiceCategory> {
        let (mut reader, id) = self.read_own(Act::ServiceRead, id).await?;
        let category = services::find_category(&mut reader, id).await?;
        category.ok_or_else(|| Fault::not_found("service category"))
    }

    async fn service_category_create(
        &self,
        draft: ServiceCategoryDraft,
    ) -> Answer<ServiceCategory> {
        let fields = draft.check()?;
        let mut writer = self.write(Act::ServiceWrite).await?;
        let category = services::insert_category(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("service_category.create", "service_category", category.id);
        writer
            .commit(entry.with("name", category.name.as_str()))
            .await?;
        Ok(category)
    }

    async fn service_category_update(
        &self,
        id: ServiceCategoryId,
        draft: ServiceCategoryDraft,
        version: Option<i32>,
    ) -> Answer<ServiceCategory> {
        let fields = draft.check()?;
        let (mut writer, id) = self.write_own(Act::ServiceWrite, id).await?;
        let before = find_to_change(&mut writer, id, services::find_category).await?;
        let category = services::update_category(&mut writer, id, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?
            .ok_or_else(|| Fault::not_found("service category"))?;
        let entry = AuditEntry::new("service_category.update", "service_category", category.id);
        writer.commit(entry.changed(&before, &category)).await?;
        Ok(category)
    }

    async fn service_category_delete(&self, id: ServiceCategoryId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::ServiceDelete, id).await?;
        let category = services::find_category(&mut writer, own).await?;
        let category = category.ok_or_else(|| Fault::not_found("service category"))?;
        let deleted = services::delete_category(&mut writer, own).await;
        let deleted = deleted.map_err(|error| match error.constraint() {
            Some("services_category_fkey") => Fault::new(
                FaultCode::DependencyConflict,
                "Something still stands under this category. Move or delete it first.",
            ),
            _ => error.into(),
        })?;
        if !deleted {
            return Err(Fault::not_found("service category"));
        }
        let entry = AuditEntry::new("service_category.delete", "service_category", id);
        Ok(writer.commit(entry.with("name", category.name)).await?)
    }
}

/// What the tenant takes money in.
async fn currency(reader: &mut TenantReader) -> Result<String, Fault> {
    Ok(settings::config(reader).await?.config.currency)
}

fn explain(error: store::Error, input: &impl Serialize) -> Fault {
    match error.constraint() {
        Some("services_name_per_category_key") => {
            let sentence = "There is one of this name under the category already.";
            taken("name", sentence, input)
        }
        Some("service_categories_name_per_tenant_key") => {
            taken("name", "There is a category of this name already.", input)
        }
        Some("services_category_fkey") => nothing_named("category_id", "category", input),
        _ => error.into(),
    }
}
