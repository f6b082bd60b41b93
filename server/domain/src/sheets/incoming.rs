//! Rows that come in, one kind of record a type: each is checked as a form is, and entered with all others.

use std::collections::HashSet;

use async_trait::async_trait;
use contract::{
    Fault,
    acts::Act,
    companies::Company,
    customers::{CustomerDraft, CustomerFields},
    ids::ServiceCategoryId,
    plans::Limits,
    professionals::{ProfessionalDraft, ProfessionalFields},
    services::{ServiceCategory, ServiceDraft, ServiceFields},
    sheets::Sheet,
};
use store::{
    AuditEntry, TenantReader, TenantWriter,
    tenant::{companies, customers, professionals, services, settings},
};

use super::{import::no_such_sheet, looked::Places};

/// Rows that are sealed and written in one go: others get their turn between two goes.
const AT_ONCE: usize = 500;

/// Records that come in.
#[async_trait]
pub(super) trait Incoming: Send + Sync {
    /// Takes a row, or says what is wrong with which field.
    fn take(&mut self, cells: &Cells<'_>) -> Result<(), Fault>;
    /// Rows that were taken.
    fn taken(&self) -> u32;
    /// Enters them; the entry of the log for each that was. What somebody else entered meanwhile stays out.
    async fn enter(&self, writer: &mut TenantWriter) -> store::Result<Vec<AuditEntry>>;
    /// How many the plan allows, in all, and the plural of what.
    fn limit(&self, _: &Limits) -> Option<(i64, &'static str)> {
        None
    }
    /// How many there are.
    async fn count(&self, reader: &mut TenantReader) -> store::Result<i64>;
}

/// A row, by the names of fields.
pub(super) struct Cells<'a> {
    pub(super) row: &'a [String],
    pub(super) places: &'a Places,
}

impl Cells<'_> {
    /// What the row says of a field; nothing where it has no column.
    pub(super) fn get(&self, field: &str) -> &str {
        let place = self.places.get(field);
        place
            .and_then(|place| self.row.get(*place))
            .map_or("", |cell| cell.trim())
    }

    fn owned(&self, field: &str) -> String {
        self.get(field).to_owned()
    }

    /// A yes or no; yes where nothing is said, as it is in an empty form.
    fn yes(&self, field: &str) -> Result<bool, String> {
        match self.get(field).to_lowercase().as_str() {
            "" | "yes" | "y" | "true" | "1" | "x" => Ok(true),
            "no" | "n" | "false" | "0" => Ok(false),
            _ => Err("Enter yes or no.".to_owned()),
        }
    }
}

/// Reads what is known before the first row.
pub(super) async fn incoming(
    sheet: Sheet,
    reader: &mut TenantReader,
) -> Result<Box<dyn Incoming>, Fault> {
    Ok(match sheet {
        Sheet::Customers => Box::new(IncomingCustomers::default()),
        Sheet::Professionals => {
            // Who may not see companies chooses none.
            let may_see = reader.actor().can(Act::CompanyRead);
            Box::new(IncomingProfessionals {
                companies: if may_see {
                    companies::list(reader).await?
                } else {
                    Vec::new()
                },
                fields: Vec::new(),
            })
        }
        Sheet::Services => {
            let names = services::names(reader).await?;
            Box::new(IncomingServices {
                currency: settings::config(reader).await?.config.currency,
                categories: services::categories(reader).await?,
                names: names.into_iter().collect(),
                fields: Vec::new(),
            })
        }
        Sheet::Referrals => return Err(no_such_sheet()),
    })
}

#[derive(Default)]
struct IncomingCustomers {
    fields: Vec<CustomerFields>,
}

#[async_trait]
impl Incoming for IncomingCustomers {
    fn take(&mut self, cells: &Cells<'_>) -> Result<(), Fault> {
        let draft = CustomerDraft {
            name: cells.owned("name"),
            email: cells.owned("email"),
            phone: cells.owned("phone"),
            notes: cells.owned("notes"),
        };
        self.fields.push(draft.check()?);
        Ok(())
    }

    fn taken(&self) -> u32 {
        counted(&self.fields)
    }

    async fn enter(&self, writer: &mut TenantWriter) -> store::Result<Vec<AuditEntry>> {
        let mut entries = Vec::with_capacity(self.fields.len());
        for fields in self.fields.chunks(AT_ONCE) {
            let ids = customers::insert_many(writer, fields).await?.into_iter();
            entries.extend(ids.map(|id| AuditEntry::new("customer.create", "customer", id)));
        }
        Ok(entries)
    }

    fn limit(&self, limits: &Limits) -> Option<(i64, &'static str)> {
        limits.customers.map(|limit| (limit, "customers"))
    }

    async fn count(&self, reader: &mut TenantReader) -> store::Result<i64> {
        customers::count(reader).await
    }
}

struct IncomingProfessionals {
    companies: Vec<Company>,
    fields: Vec<ProfessionalFields>,
}

#[async_trait]
impl Incoming for IncomingProfessionals {
    fn take(&mut self, cells: &Cells<'_>) -> Result<(), Fault> {
        let company = named(cells.get("company_id"), &self.companies, |one| &one.name);
        let (company, unknown) = match company {
            Ok(company) => (company, None),
            Err(sentence) => (None, Some(("company_id", sentence))),
        };
        let active = cells.yes("is_active");
        let draft = ProfessionalDraft {
            company_id: company.map(|one| one.id.to_string()).unwrap_or_default(),
            name: cells.owned("name"),
            email: cells.owned("email"),
            phone: cells.owned("phone"),
            specialty: cells.owned("specialty"),
            is_active: *active.as_ref().unwrap_or(&true),
        };
        let others = [
            unknown,
            active.err().map(|sentence| ("is_active", sentence)),
        ];
        self.fields.push(with_others(draft.check(), others)?);
        Ok(())
    }

    fn taken(&self) -> u32 {
        counted(&self.fields)
    }

    async fn enter(&self, writer: &mut TenantWriter) -> store::Result<Vec<AuditEntry>> {
        let mut entries = Vec::with_capacity(self.fields.len());
        for fields in self.fields.chunks(AT_ONCE) {
            let ids = professionals::insert_many(writer, fields)
                .await?
                .into_iter();
            let entry = |id| AuditEntry::new("professional.create", "professional", id);
            entries.extend(ids.map(entry));
        }
        Ok(entries)
    }

    fn limit(&self, limits: &Limits) -> Option<(i64, &'static str)> {
        limits.professionals.map(|limit| (limit, "professionals"))
    }

    async fn count(&self, reader: &mut TenantReader) -> store::Result<i64> {
        professionals::count(reader).await
    }
}

struct IncomingServices {
    currency: String,
    categories: Vec<ServiceCategory>,
    /// What is taken, by those that are there and by the rows before.
    names: HashSet<(ServiceCategoryId, String)>,
    fields: Vec<ServiceFields>,
}

#[async_trait]
impl Incoming for IncomingServices {
    fn take(&mut self, cells: &Cells<'_>) -> Result<(), Fault> {
        let category = named(cells.get("category_id"), &self.categories, |one| &one.name);
        let (category, unknown) = match category {
            Ok(category) => (category, None),
            Err(sentence) => (None, Some(("category_id", sentence))),
        };
        let active = cells.yes("is_active");
        let currency = cells.get("currency");
        let is_ours = currency.is_empty() || currency.eq_ignore_ascii_case(&self.currency);
        let foreign = (!is_ours).then(|| {
            let sentence = format!("Prices of this workspace are in {}.", self.currency);
            ("currency", sentence)
        });
        let draft = ServiceDraft {
            category_id: category.map(|one| one.id.to_string()).unwrap_or_default(),
            name: cells.owned("name"),
            minutes: cells.owned("minutes"),
            price: cells.owned("price"),
            is_active: *active.as_ref().unwrap_or(&true),
        };
        let others = [
            unknown,
            active.err().map(|sentence| ("is_active", sentence)),
            foreign,
        ];
        let fields = with_others(draft.check(&self.currency), others)?;
        if !self.names.insert((fields.category_id, fields.name.clone())) {
            let sentence = "There is one of this name under the category already.";
            return Err(Fault::field("name", sentence));
        }
        self.fields.push(fields);
        Ok(())
    }

    fn taken(&self) -> u32 {
        counted(&self.fields)
    }

    async fn enter(&self, writer: &mut TenantWriter) -> store::Result<Vec<AuditEntry>> {
        let new = services::insert_many(writer, &self.fields).await?;
        let entries = new
            .into_iter()
            .map(|(id, name)| AuditEntry::new("service.create", "service", id).with("name", name));
        Ok(entries.collect())
    }

    async fn count(&self, reader: &mut TenantReader) -> store::Result<i64> {
        services::count(reader).await
    }
}

/// A file has not that many rows.
fn counted<T>(fields: &[T]) -> u32 {
    u32::try_from(fields.len()).unwrap_or(u32::MAX)
}

/// The one that a cell names: with just these letters, or else in small and capital ones alike.
fn named<'a, T>(
    text: &str,
    all: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Result<Option<&'a T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let small = text.to_lowercase();
    let exact = all.iter().find(|one| name(one) == text);
    exact
        .or_else(|| all.iter().find(|one| name(one).to_lowercase() == small))
        .map(Some)
        .ok_or_else(|| {
            "There is none of this name. Enter it first, or correct the name.".to_owned()
        })
}

/// What was checked, unless something else is wrong with the row: each field's own sentence, of both.
fn with_others<T, const N: usize>(
    checked: Result<T, Fault>,
    others: [Option<(&'static str, String)>; N],
) -> Result<T, Fault> {
    let mut others = others.into_iter().flatten().peekable();
    if others.peek().is_none() {
        return checked;
    }
    let mut fault = checked.err().unwrap_or_else(Fault::internal);
    fault
        .fields
        .extend(others.map(|(field, sentence)| (field.to_owned(), sentence)));
    Err(fault)
}
