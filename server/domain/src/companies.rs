//! The rules of companies.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    companies::{Companies, Company, CompanyDraft},
    ids::CompanyId,
};
use store::{AuditEntry, tenant::companies};

use crate::{
    TenantDesk,
    guard::{commit_within, find_to_change, taken},
};

#[async_trait]
impl Companies for TenantDesk {
    async fn company_list(&self) -> Answer<Vec<Company>> {
        let mut reader = self.read(Act::CompanyRead).await?;
        Ok(companies::list(&mut reader).await?)
    }

    async fn company_get(&self, id: CompanyId) -> Answer<Company> {
        let (mut reader, id) = self.read_own(Act::CompanyRead, id).await?;
        let company = companies::find(&mut reader, id).await?;
        company.ok_or_else(|| Fault::not_found("company"))
    }

    async fn company_create(&self, draft: CompanyDraft) -> Answer<Company> {
        let fields = draft.check()?;
        let mut writer = self.write(Act::CompanyWrite).await?;
        let company = companies::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("company.create", "company", company.id)
            .with("name", company.name.as_str());
        let limit = self.limits().companies;
        commit_within(limit, "companies", companies::count, writer, entry).await?;
        Ok(company)
    }

    async fn company_update(
        &self,
        id: CompanyId,
        draft: CompanyDraft,
        version: Option<i32>,
    ) -> Answer<Company> {
        let fields = draft.check()?;
        let (mut writer, id) = self.write_own(Act::CompanyWrite, id).await?;
        let before = find_to_change(&mut writer, id, companies::find).await?;
        let company = companies::update(&mut writer, id, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?
            .ok_or_else(|| Fault::not_found("company"))?;
        let entry = AuditEntry::new("company.update", "company", company.id);
        writer.commit(entry.changed(&before, &company)).await?;
        Ok(company)
    }

    async fn company_delete(&self, id: CompanyId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::CompanyWrite, id).await?;
        let company = companies::find(&mut writer, own).await?;
        let company = company.ok_or_else(|| Fault::not_found("company"))?;
        if company.is_default {
            return Err(Fault::new(
                FaultCode::DependencyConflict,
                "The company that the workspace began with stays. Rename it instead.",
            ));
        }
        let deleted = companies::delete(&mut writer, own).await;
        if !deleted.map_err(|error| explain(error, &()))? {
            return Err(Fault::not_found("company"));
        }
        let entry = AuditEntry::new("company.delete", "company", id);
        Ok(writer.commit(entry.with("name", company.name)).await?)
    }
}

fn explain(error: store::Error, input: &impl serde::Serialize) -> Fault {
    match error.constraint() {
        Some("companies_name_per_tenant_key") => {
            taken("name", "There is a company of this name already.", input)
        }
        Some("customers_company_fkey") => Fault::new(
            FaultCode::DependencyConflict,
            "This company still has customers. Move or delete them first.",
        ),
        Some("professionals_company_fkey") => Fault::new(
            FaultCode::DependencyConflict,
            "This company still has professionals. Move or delete them first.",
        ),
        _ => error.into(),
    }
}
