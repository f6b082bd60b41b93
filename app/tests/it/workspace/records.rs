//! The people of the salon, its menu, and what they pass on to each other.

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    ids::{ImportId, ProfessionalId, ReferralId, ServiceCategoryId, ServiceId},
    money::Money,
    professionals::{Professional, ProfessionalDraft, ProfessionalFilter, Professionals},
    referrals::{Referral, ReferralDraft, ReferralFilter, ReferralStatus, Referrals},
    services::{
        Service, ServiceCategory, ServiceCategoryDraft, ServiceDraft, ServiceFilter, Services,
    },
    sheets::{
        Import, ImportColumn, ImportDone, ImportField, ImportReport, Imports, Mapping, RowError,
        Sheet,
    },
};

use super::{Workspace, at, id};

fn stylist(number: usize) -> Professional {
    Professional {
        id: id(number),
        company_id: None,
        name: format!("Stylist {number}"),
        email: None,
        phone: Some("+49 30 1234567".into()),
        specialty: (number == 1).then(|| "Colour".into()),
        is_active: number != 3,
        version: 2,
        created_at: at(),
        updated_at: at(),
    }
}

fn referral(number: usize) -> Referral {
    let status = ReferralStatus::ALL[number % 4];
    Referral {
        id: id(number),
        from_professional_id: id(1),
        from_professional_name: "Stylist 1".into(),
        to_professional_id: id(3),
        to_professional_name: "Stylist 3".into(),
        customer_id: Some(id(1)),
        customer_name: Some("Client <b>1</b>".into()),
        reason: format!("Reason {number}"),
        notes: None,
        status,
        version: 5,
        created_at: at(),
        updated_at: at(),
    }
}

fn import() -> Import {
    let column = |head: &str, example: &str| ImportColumn {
        head: head.into(),
        example: example.into(),
    };
    let field = |name: &str, label: &str, is_required, column| ImportField {
        name: name.into(),
        label: label.into(),
        is_required,
        column,
    };
    Import {
        id: id(7),
        rows: 1203,
        columns: vec![column("Client <b>", "Ana"), column("Mail", "")],
        fields: vec![
            field("name", "Name", true, None),
            field("email", "E-mail address", false, Some(1)),
        ],
    }
}

#[async_trait]
impl Imports for Workspace {
    async fn import_begin(&self, _: Sheet, _: Vec<u8>) -> Answer<ImportId> {
        Ok(id(7))
    }

    async fn import_get(&self, _: Sheet, _: ImportId) -> Answer<Import> {
        Ok(import())
    }

    async fn import_check(&self, _: Sheet, _: ImportId, mapping: Mapping) -> Answer<ImportReport> {
        let is_whole = mapping.get("name").is_some_and(|column| column == "0");
        let error = RowError {
            line: 3,
            column: "Mail".into(),
            value: "ana at <people>".into(),
            sentence: "Enter an e-mail address such as name@example.com.".into(),
        };
        Ok(ImportReport {
            good: if is_whole { 1200 } else { 0 },
            bad: 3,
            errors: vec![error],
            more_errors: 2,
            obstacle: None,
        })
    }

    async fn import_run(&self, _: Sheet, _: ImportId, _: Mapping) -> Answer<ImportDone> {
        Ok(ImportDone {
            imported: 1200,
            left_out: 3,
        })
    }
}

fn page<T>(items: impl Iterator<Item = T>) -> Page<T> {
    Page {
        items: items.collect(),
        next_cursor: None,
    }
}

#[async_trait]
impl Professionals for Workspace {
    async fn professional_list(
        &self,
        filter: ProfessionalFilter,
        _: PageRequest,
    ) -> Answer<Page<Professional>> {
        let all = (1..=3).map(stylist);
        let is_found = |one: &Professional| one.name.contains(&filter.q);
        let is_wanted = |one: &Professional| one.is_active || !filter.active;
        Ok(page(all.filter(is_found).filter(is_wanted)))
    }

    async fn professional_get(&self, id: ProfessionalId) -> Answer<Professional> {
        let mut all = (1..=3).map(stylist);
        all.find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("professional"))
    }

    async fn professional_create(&self, _: ProfessionalDraft) -> Answer<Professional> {
        Err(Fault::internal())
    }

    async fn professional_update(
        &self,
        _: ProfessionalId,
        _: ProfessionalDraft,
        _: Option<i32>,
    ) -> Answer<Professional> {
        Err(Fault::internal())
    }

    async fn professional_delete(&self, _: ProfessionalId) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl Referrals for Workspace {
    async fn referral_list(
        &self,
        filter: ReferralFilter,
        _: PageRequest,
    ) -> Answer<Page<Referral>> {
        let all = (0..4).map(referral);
        let wanted = |one: &Referral| {
            let status = one.status.as_str();
            filter.status.is_empty() || filter.status == status
        };
        Ok(page(all.filter(wanted)))
    }

    async fn referral_get(&self, id: ReferralId) -> Answer<Referral> {
        let mut all = (0..4).map(referral);
        all.find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("referral"))
    }

    async fn referral_create(&self, _: ReferralDraft) -> Answer<Referral> {
        Err(Fault::internal())
    }

    async fn referral_update(
        &self,
        _: ReferralId,
        _: ReferralDraft,
        _: Option<i32>,
    ) -> Answer<Referral> {
        Err(Fault::internal())
    }

    async fn referral_delete(&self, _: ReferralId) -> Answer<()> {
        Err(Fault::internal())
    }
}

fn category(number: usize) -> ServiceCategory {
    ServiceCategory {
        id: id(number),
        name: format!("Category {number}"),
        position: 1,
        services: 2,
        version: 3,
        created_at: at(),
    }
}

fn service(number: usize) -> Service {
    Service {
        id: id(number),
        category_id: id(1),
        category_name: "Category 1".into(),
        name: format!("Cut {number}"),
        minutes: if number == 1 { 45 } else { 90 },
        price: Money {
            minor: 4950,
            currency: "EUR".into(),
        },
        is_active: number == 1,
        version: 4,
        created_at: at(),
        updated_at: at(),
    }
}

#[async_trait]
impl Services for Workspace {
    async fn service_list(&self, filter: ServiceFilter, _: PageRequest) -> Answer<Page<Service>> {
        let all = (1..=2).map(service);
        Ok(page(all.filter(|one| one.name.contains(&filter.q))))
    }

    async fn service_get(&self, id: ServiceId) -> Answer<Service> {
        let mut all = (1..=2).map(service);
        all.find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("service"))
    }

    async fn service_create(&self, _: ServiceDraft) -> Answer<Service> {
        Err(Fault::internal())
    }

    async fn service_update(
        &self,
        _: ServiceId,
        _: ServiceDraft,
        _: Option<i32>,
    ) -> Answer<Service> {
        Err(Fault::internal())
    }

    async fn service_delete(&self, _: ServiceId) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn service_category_list(&self) -> Answer<Vec<ServiceCategory>> {
        Ok((1..=2).map(category).collect())
    }

    async fn service_category_get(&self, id: ServiceCategoryId) -> Answer<ServiceCategory> {
        let mut all = (1..=2).map(category);
        all.find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("service category"))
    }

    async fn service_category_create(&self, _: ServiceCategoryDraft) -> Answer<ServiceCategory> {
        Err(Fault::internal())
    }

    async fn service_category_update(
        &self,
        _: ServiceCategoryId,
        _: ServiceCategoryDraft,
        _: Option<i32>,
    ) -> Answer<ServiceCategory> {
        Err(Fault::internal())
    }

    async fn service_category_delete(&self, _: ServiceCategoryId) -> Answer<()> {
        Err(Fault::internal())
    }
}
