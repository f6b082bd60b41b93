//! The examples in a workspace that asked for some.

use contract::{
    Fault, PageRequest,
    customers::{CustomerFields, CustomerFilter},
    ids::ProfessionalId,
    professionals::ProfessionalFields,
    referrals::ReferralFields,
};
use modules::{Template, demo};
use store::{
    TenantWriter,
    tenant::{customers, professionals, referrals},
};

use crate::modules::switched_on;

const CUSTOMERS: usize = 40;

/// Enters examples of what the workspace has a module for.
pub(super) async fn fill(
    writer: &mut TenantWriter,
    template: &Template,
    seed: u64,
) -> Result<(), Fault> {
    fill_customers(writer, template, seed).await?;
    let on = switched_on(writer).await?;
    if on.contains(&"professionals") {
        let professionals = fill_professionals(writer, template, seed).await?;
        if on.contains(&"referrals") {
            fill_referrals(writer, template, &professionals).await?;
        }
    }
    Ok(())
}

async fn fill_customers(
    writer: &mut TenantWriter,
    template: &Template,
    seed: u64,
) -> Result<(), Fault> {
    let fields: Vec<CustomerFields> = demo::customers(template, seed, CUSTOMERS)
        .map(|customer| CustomerFields {
            name: customer.name,
            email: Some(customer.email),
            phone: Some(customer.phone),
            notes: customer.notes,
        })
        .collect();
    customers::insert_many(writer, &fields).await?;
    Ok(())
}

async fn fill_professionals(
    writer: &mut TenantWriter,
    template: &Template,
    seed: u64,
) -> Result<Vec<ProfessionalId>, Fault> {
    let mut ids = Vec::new();
    for professional in demo::professionals(template, seed) {
        let fields = ProfessionalFields {
            company_id: None,
            name: professional.name,
            email: Some(professional.email),
            phone: None,
            specialty: Some(professional.specialty.to_owned()),
            is_active: true,
        };
        ids.push(professionals::insert(writer, &fields).await?.id);
    }
    Ok(ids)
}

/// From one professional to the next, each about one of the newest customers.
async fn fill_referrals(
    writer: &mut TenantWriter,
    template: &Template,
    professionals: &[ProfessionalId],
) -> Result<(), Fault> {
    let (filter, page) = (CustomerFilter::default(), PageRequest::default());
    let newest = customers::list(writer, &filter, &page).await?.items;
    let pairs = professionals.iter().zip(professionals.iter().skip(1));
    let reasons = demo::referrals(template).iter();
    for ((reason, (from, to)), customer) in reasons.zip(pairs).zip(newest) {
        let fields = ReferralFields {
            from_professional_id: *from,
            to_professional_id: *to,
            customer_id: Some(customer.id),
            reason: (*reason).to_owned(),
            notes: None,
            status: None,
        };
        referrals::insert(writer, &fields).await?;
    }
    Ok(())
}
