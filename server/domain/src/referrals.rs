//! The rules of referrals: between two professionals of the tenant, and forward only.

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::Act,
    ids::ReferralId,
    referrals::{
        Referral, ReferralDraft, ReferralFields, ReferralFilter, ReferralStatus, Referrals,
    },
};
use store::{Actor, AuditEntry, TenantWriter, tenant::referrals};

use crate::{TenantDesk, guard::nothing_named};

#[async_trait]
impl Referrals for TenantDesk {
    async fn referral_list(
        &self,
        filter: ReferralFilter,
        page: PageRequest,
    ) -> Answer<Page<Referral>> {
        let mut reader = self.read(Act::ReferralRead).await?;
        let mut page = referrals::list(&mut reader, &filter, &page).await?;
        for referral in &mut page.items {
            keep_to_role(reader.actor(), referral);
        }
        self.note_read(&reader, "referral", page.items.len());
        Ok(page)
    }

    async fn referral_get(&self, id: ReferralId) -> Answer<Referral> {
        let (mut reader, id) = self.read_own(Act::ReferralRead, id).await?;
        let referral = referrals::find(&mut reader, id).await?;
        let mut referral = referral.ok_or_else(|| Fault::not_found("referral"))?;
        keep_to_role(reader.actor(), &mut referral);
        self.note_read(&reader, "referral", 1);
        Ok(referral)
    }

    async fn referral_create(&self, draft: ReferralDraft) -> Answer<Referral> {
        let fields = draft.check()?;
        if fields
            .status
            .is_some_and(|status| status != ReferralStatus::Sent)
        {
            return Err(Fault::field("status", "A referral begins as sent.").with_input(&draft));
        }
        let writer = self.write(Act::ReferralWrite).await?;
        let mut writer = self.naming_own_parties(writer, &fields).await?;
        let mut referral = referrals::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        keep_to_role(writer.actor(), &mut referral);
        let entry = AuditEntry::new("referral.create", "referral", referral.id);
        writer.commit(entry).await?;
        Ok(referral)
    }

    async fn referral_update(
        &self,
        id: ReferralId,
        draft: ReferralDraft,
        version: Option<i32>,
    ) -> Answer<Referral> {
        let fields = draft.check()?;
        let (writer, id) = self.write_own(Act::ReferralWrite, id).await?;
        let mut writer = self.naming_own_parties(writer, &fields).await?;
        let status = referrals::lock_status(&mut writer, id)
            .await?
            .ok_or_else(|| Fault::not_found("referral"))?;
        if let Some(next) = fields.status {
            status.transition(next)?;
        }
        let before = referrals::find(&mut writer, id).await?;
        let before = before.ok_or_else(|| Fault::not_found("referral"))?;
        let mut referral = referrals::update(&mut writer, id, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?
            .ok_or_else(|| Fault::not_found("referral"))?;
        let entry = AuditEntry::new("referral.update", "referral", referral.id);
        let entry = entry.changed(&before, &referral);
        keep_to_role(writer.actor(), &mut referral);
        writer.commit(entry).await?;
        Ok(referral)
    }

    async fn referral_delete(&self, id: ReferralId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::ReferralDelete, id).await?;
        if !referrals::delete(&mut writer, own).await? {
            return Err(Fault::not_found("referral"));
        }
        let entry = AuditEntry::new("referral.delete", "referral", id);
        Ok(writer.commit(entry).await?)
    }
}

impl TenantDesk {
    async fn naming_own_parties(
        &self,
        writer: TenantWriter,
        fields: &ReferralFields,
    ) -> Result<TenantWriter, Fault> {
        let writer = self
            .naming_own(writer, Some(fields.from_professional_id))
            .await?;
        let writer = self
            .naming_own(writer, Some(fields.to_professional_id))
            .await?;
        self.naming_own(writer, fields.customer_id).await
    }
}

/// Takes a customer's name from those who may not see customers.
fn keep_to_role(actor: &Actor, referral: &mut Referral) {
    if !actor.can(Act::CustomerRead) {
        referral.customer_name = None;
    }
}

fn explain(error: store::Error, draft: &ReferralDraft) -> Fault {
    match error.constraint() {
        Some("referrals_from_fkey") => nothing_named("from_professional_id", "professional", draft),
        Some("referrals_to_fkey") => nothing_named("to_professional_id", "professional", draft),
        Some("referrals_customer_fkey") => nothing_named("customer_id", "customer", draft),
        _ => error.into(),
    }
}
