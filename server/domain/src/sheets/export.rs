//! The export of a list: as the list shows it to whoever exports, whole.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use contract::{
    Fault, FaultCode, Page, PageRequest,
    companies::Companies,
    customers::{Customer, CustomerFilter, Customers},
    ids::CompanyId,
    professionals::{Professional, ProfessionalFilter, Professionals},
    referrals::{Referral, ReferralFilter, Referrals},
    services::{Service, ServiceFilter, Services},
    sheets::Sheet,
};
use store::AuditEntry;

use super::columns::columns;
use crate::{TenantDesk, mails::vocabulary, spreadsheet};

/// Which records go out.
#[derive(Debug, Clone)]
pub enum SheetFilter {
    /// Customers.
    Customers(CustomerFilter),
    /// Professionals.
    Professionals(ProfessionalFilter),
    /// Services.
    Services(ServiceFilter),
    /// Referrals.
    Referrals(ReferralFilter),
}

/// An export under way. It holds a page of records at a time and no connection between them, and asks before each page
/// whether who began it still may.
pub struct SheetExport {
    desk: TenantDesk,
    filter: SheetFilter,
    heads: Vec<String>,
    file_name: String,
    next: Next,
}

/// What is told next.
enum Next {
    Heads,
    Page(Option<String>),
    Nothing,
}

type Cells = Vec<String>;

impl SheetFilter {
    /// What goes out.
    pub const fn sheet(&self) -> Sheet {
        match self {
            Self::Customers(_) => Sheet::Customers,
            Self::Professionals(_) => Sheet::Professionals,
            Self::Services(_) => Sheet::Services,
            Self::Referrals(_) => Sheet::Referrals,
        }
    }

    /// The entry of the log about it.
    fn entry(&self) -> AuditEntry {
        let (action, noun) = match self {
            Self::Customers(_) => ("customer.export", "customer"),
            Self::Professionals(_) => ("professional.export", "professional"),
            Self::Services(_) => ("service.export", "service"),
            Self::Referrals(_) => ("referral.export", "referral"),
        };
        AuditEntry::new(action, noun, "many")
    }
}

impl TenantDesk {
    /// Exports the records that a list with this filter shows. The export is an entry of the log, and so is how many
    /// records about people it told.
    pub async fn sheet_export(&self, filter: SheetFilter) -> Result<SheetExport, Fault> {
        let sheet = filter.sheet();
        // Asked before the entry is made; a suspended tenant's people may export, so it is not asked by a writer.
        let mut reader = self.read(sheet.read()).await?;
        let words = vocabulary(&self.scope, &mut reader).await?;
        drop(reader);
        let day = self.platform.clock().now().format("%F");
        let file_name = format!("{}-{sheet}-{day}.csv", self.scope.tenant().slug);
        let entry = filter.entry().with("file", file_name.as_str());
        self.database().put_on_record(&self.scope, entry).await?;
        Ok(SheetExport {
            desk: self.clone(),
            filter,
            heads: columns(sheet)
                .iter()
                .map(|column| column.head(&words))
                .collect(),
            file_name,
            next: Next::Heads,
        })
    }

    /// The names of companies, for those who may see them.
    async fn company_names(&self) -> Result<HashMap<CompanyId, String>, Fault> {
        match self.company_list().await {
            Ok(companies) => {
                let companies = companies.into_iter();
                Ok(companies.map(|one| (one.id, one.name)).collect())
            }
            Err(fault) if fault.code == FaultCode::Forbidden => Ok(HashMap::new()),
            Err(fault) => Err(fault),
        }
    }
}

impl SheetExport {
    /// The name of the file that it becomes: whose, what and the day.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The next piece; none after the last.
    pub async fn next(&mut self) -> Result<Option<String>, Fault> {
        match &mut self.next {
            Next::Heads => {
                self.next = Next::Page(None);
                let heads = spreadsheet::rows([&self.heads])?;
                Ok(Some(format!("{}{heads}", spreadsheet::MARK)))
            }
            Next::Page(cursor) => {
                let page = PageRequest {
                    limit: Some(PageRequest::MAX),
                    cursor: cursor.take(),
                };
                self.desk = self.desk.renewed().await?;
                let Page { items, next_cursor } = self.page(page).await?;
                self.next = next_cursor.map_or(Next::Nothing, |cursor| Next::Page(Some(cursor)));
                spreadsheet::rows(&items).map(Some)
            }
            Next::Nothing => Ok(None),
        }
    }

    async fn page(&self, page: PageRequest) -> Result<Page<Cells>, Fault> {
        let desk = &self.desk;
        Ok(match self.filter.clone() {
            SheetFilter::Customers(filter) => {
                lines(desk.customer_list(filter, page).await?, customer)
            }
            SheetFilter::Professionals(filter) => {
                let professionals = desk.professional_list(filter, page).await?;
                let companies = desk.company_names().await?;
                lines(professionals, |one| professional(one, &companies))
            }
            SheetFilter::Services(filter) => lines(desk.service_list(filter, page).await?, service),
            SheetFilter::Referrals(filter) => {
                lines(desk.referral_list(filter, page).await?, referral)
            }
        })
    }
}

fn lines<T>(page: Page<T>, cells: impl Fn(T) -> Cells) -> Page<Cells> {
    Page {
        items: page.items.into_iter().map(cells).collect(),
        next_cursor: page.next_cursor,
    }
}

fn customer(customer: Customer) -> Cells {
    vec![
        customer.name,
        customer.email.unwrap_or_default(),
        customer.phone.unwrap_or_default(),
        customer.notes.unwrap_or_default(),
        time(customer.created_at),
        time(customer.updated_at),
        customer.id.to_string(),
    ]
}

fn professional(professional: Professional, companies: &HashMap<CompanyId, String>) -> Cells {
    let company = professional.company_id.and_then(|id| companies.get(&id));
    vec![
        professional.name,
        professional.specialty.unwrap_or_default(),
        professional.email.unwrap_or_default(),
        professional.phone.unwrap_or_default(),
        company.cloned().unwrap_or_default(),
        yes_or_no(professional.is_active),
        time(professional.created_at),
        time(professional.updated_at),
        professional.id.to_string(),
    ]
}

fn service(service: Service) -> Cells {
    vec![
        service.name,
        service.category_name,
        service.minutes.to_string(),
        service.price.amount(),
        service.price.currency,
        yes_or_no(service.is_active),
        time(service.created_at),
        time(service.updated_at),
        service.id.to_string(),
    ]
}

fn referral(referral: Referral) -> Cells {
    vec![
        referral.from_professional_name,
        referral.to_professional_name,
        referral.customer_name.unwrap_or_default(),
        referral.reason,
        referral.notes.unwrap_or_default(),
        referral.status.to_string(),
        time(referral.created_at),
        time(referral.updated_at),
        referral.id.to_string(),
    ]
}

/// ISO 8601.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
