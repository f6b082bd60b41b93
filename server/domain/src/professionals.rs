//! The rules of professionals.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::Act,
    ids::ProfessionalId,
    professionals::{Professional, ProfessionalDraft, ProfessionalFilter, Professionals},
};
use serde::Serialize;
use store::{AuditEntry, tenant::professionals};

use crate::{
    TenantDesk,
    guard::{commit_within, find_to_change, nothing_named},
};

#[async_trait]
impl Professionals for TenantDesk {
    async fn professional_list(
        &self,
        filter: ProfessionalFilter,
        page: PageRequest,
    ) -> Answer<Page<Professional>> {
        let mut reader = self.read(Act::ProfessionalRead).await?;
        let page = professionals::list(&mut reader, &filter, &page).await?;
        self.note_read(&reader, "professional", page.items.len());
        Ok(page)
    }

    async fn professional_get(&self, id: ProfessionalId) -> Answer<Professional> {
        let (mut reader, id) = self.read_own(Act::ProfessionalRead, id).await?;
        let professional = professionals::find(&mut reader, id).await?;
        let professional = professional.ok_or_else(|| Fault::not_found("professional"))?;
        self.note_read(&reader, "professional", 1);
        Ok(professional)
    }

    async fn professional_create(&self, draft: ProfessionalDraft) -> Answer<Professional> {
        let fields = draft.check()?;
        let writer = self.write(Act::ProfessionalWrite).await?;
        let mut writer = self.naming_own(writer, fields.company_id).await?;
        let professional = professionals::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("professional.create", "professional", professional.id);
        let limit = self.limits().professionals;
        commit_within(limit, "professionals", professionals::count, writer, entry).await?;
        Ok(professional)
    }

    async fn professional_update(
        &self,
        id: ProfessionalId,
        draft: ProfessionalDraft,
        version: Option<i32>,
    ) -> Answer<Professional> {
        let fields = draft.check()?;
        let (writer, id) = self.write_own(Act::ProfessionalWrite, id).await?;
        let mut writer = self.naming_own(writer, fields.company_id).await?;
        let before = find_to_change(&mut writer, id, professionals::find).await?;
        let professional = professionals::update(&mut writer, id, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?
            .ok_or_else(|| Fault::not_found("professional"))?;
        let entry = AuditEntry::new("professional.update", "professional", professional.id);
        writer.commit(entry.changed(&before, &professional)).await?;
        Ok(professional)
    }

    async fn professional_delete(&self, id: ProfessionalId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::ProfessionalDelete, id).await?;
        let deleted = professionals::delete(&mut writer, own).await;
        if !deleted.map_err(|error| explain(error, &()))? {
            return Err(Fault::not_found("professional"));
        }
        let entry = AuditEntry::new("professional.delete", "professional", id);
        Ok(writer.commit(entry).await?)
    }
}

fn explain(error: store::Error, input: &impl Serialize) -> Fault {
    match error.constraint() {
        Some("professionals_company_fkey") => nothing_named("company_id", "company", input),
        Some("referrals_from_fkey" | "referrals_to_fkey") => Fault::new(
            FaultCode::DependencyConflict,
            "There are referrals from or to this professional. Delete them first, or mark the professional as inactive.",
        ),
        _ => error.into(),
    }
}
