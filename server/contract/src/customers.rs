//! Customers: the people whom a tenant serves, under whatever word its vertical has for them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest,
    fault::FieldCheck,
    ids::{CompanyId, CustomerId},
    text,
};

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The customer's id.
    pub id: CustomerId,
    /// The company of the tenant that serves the customer.
    pub company_id: Option<CompanyId>,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, as typed.
    pub phone: Option<String>,
    /// Free text.
    pub notes: Option<String>,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a form or the API sends for a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerDraft {
    /// Full name; required.
    pub name: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Telephone number, or empty.
    pub phone: String,
    /// Free text, or empty.
    pub notes: String,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFields {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Free text.
    pub notes: Option<String>,
}

impl CustomerDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<CustomerFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 200));
        let email = check.take("email", text::optional_email(&self.email));
        let phone = check.take("phone", text::optional_phone(&self.phone));
        let notes = check.take("notes", text::paragraph(&self.notes, 4000));
        let fields = (|| {
            Some(CustomerFields {
                name: name?,
                email: email?,
                phone: phone?,
                notes: notes?,
            })
        })();
        check.finish(fields, self)
    }
}

impl From<Customer> for CustomerDraft {
    fn from(customer: Customer) -> Self {
        Self {
            name: customer.name,
            email: customer.email.unwrap_or_default(),
            phone: customer.phone.unwrap_or_default(),
            notes: customer.notes.unwrap_or_default(),
        }
    }
}

/// How a list of customers is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    /// Newest first.
    #[default]
    Newest,
    /// By name, A to Z.
    Name,
}

/// Which customers a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerFilter {
    /// Beginnings of words of a name, e-mail address or telephone number; empty for all.
    pub q: String,
    /// The order.
    pub sort: CustomerSort,
}

/// What a member can do with customers.
#[async_trait]
pub trait Customers: Send + Sync {
    /// A page of customers.
    async fn customer_list(
        &self,
        filter: CustomerFilter,
        page: PageRequest,
    ) -> Answer<Page<Customer>>;
    /// One customer.
    async fn customer_get(&self, id: CustomerId) -> Answer<Customer>;
    /// Enters a customer.
    async fn customer_create(&self, draft: CustomerDraft) -> Answer<Customer>;
    /// Changes a customer; `version` is the one the caller saw, absent to overwrite whatever is there.
    async fn customer_update(
        &self,
        id: CustomerId,
        draft: CustomerDraft,
        version: Option<i32>,
    ) -> Answer<Customer>;
    /// Deletes a customer.
    async fn customer_delete(&self, id: CustomerId) -> Answer<()>;
}
