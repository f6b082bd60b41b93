//! Services: what is done for customers, under categories, with how long it takes and what it costs.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest,
    fault::FieldCheck,
    ids::{ServiceCategoryId, ServiceId},
    money::Money,
    text,
};

/// Minutes of a week: nothing that is booked takes longer.
const LONGEST: i32 = 7 * 24 * 60;

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The service's id.
    pub id: ServiceId,
    /// The category that it stands under.
    pub category_id: ServiceCategoryId,
    /// Name of the category.
    pub category_name: String,
    /// What is done.
    pub name: String,
    /// How long it takes.
    pub minutes: i32,
    /// What it costs.
    pub price: Money,
    /// Whether it is offered at present.
    pub is_active: bool,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a form or the API sends for a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceDraft {
    /// Id of a category; required.
    pub category_id: String,
    /// What is done; required.
    pub name: String,
    /// How long it takes, in minutes; required.
    pub minutes: String,
    /// What it costs in the tenant's currency, such as `49.00`; required, may be zero.
    pub price: String,
    /// Whether it is offered at present.
    #[serde(deserialize_with = "text::ticked")]
    pub is_active: bool,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFields {
    /// The category; whose it is, is still to be asked.
    pub category_id: ServiceCategoryId,
    /// What is done.
    pub name: String,
    /// How long it takes.
    pub minutes: i32,
    /// What it costs.
    pub price: Money,
    /// Whether it is offered at present.
    pub is_active: bool,
}

impl ServiceDraft {
    /// Parses every field, or names each that is wrong. `currency` is the tenant's.
    pub fn check(&self, currency: &str) -> Result<ServiceFields, Fault> {
        let mut check = FieldCheck::default();
        let category = text::optional_id(&self.category_id);
        let category = category.and_then(|id| id.ok_or_else(|| "Choose a category.".to_owned()));
        let category_id = check.take("category_id", category);
        let name = check.take("name", text::line(&self.name, "a name", 200));
        let minutes = check.take("minutes", minutes(&self.minutes));
        let price = check.take("price", Money::parse(&self.price, currency));
        let fields = (|| {
            Some(ServiceFields {
                category_id: category_id?,
                name: name?,
                minutes: minutes?,
                price: price?,
                is_active: self.is_active,
            })
        })();
        check.finish(fields, self)
    }
}

fn minutes(text: &str) -> Result<i32, String> {
    let minutes = text.trim().parse().ok();
    minutes
        .filter(|minutes| (1..=LONGEST).contains(minutes))
        .ok_or_else(|| "Enter whole minutes, such as 45; at most a week.".to_owned())
}

impl From<Service> for ServiceDraft {
    fn from(service: Service) -> Self {
        Self {
            category_id: service.category_id.to_string(),
            name: service.name,
            minutes: service.minutes.to_string(),
            price: service.price.amount(),
            is_active: service.is_active,
        }
    }
}

/// Which services a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceFilter {
    /// Part of a name; empty for all.
    pub q: String,
    /// Id of a category; empty for all.
    pub category: String,
}

/// A category of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCategory {
    /// The category's id.
    pub id: ServiceCategoryId,
    /// The category.
    pub name: String,
    /// Its place on the menu, from 1.
    pub position: i16,
    /// Services under it.
    pub services: i64,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// What a form or the API sends for a category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceCategoryDraft {
    /// The category; required.
    pub name: String,
    /// Its place on the menu, from 1; empty for the last.
    pub position: String,
}

/// A category whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCategoryFields {
    /// The category.
    pub name: String,
    /// Its place on the menu; absent for the last.
    pub position: Option<i16>,
}

impl ServiceCategoryDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<ServiceCategoryFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 100));
        let position = check.take("position", position(&self.position));
        let fields = (|| {
            Some(ServiceCategoryFields {
                name: name?,
                position: position?,
            })
        })();
        check.finish(fields, self)
    }
}

fn position(text: &str) -> Result<Option<i16>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let position = text.parse().ok().filter(|place| (1..=1000).contains(place));
    position
        .map(Some)
        .ok_or_else(|| "Enter a number from 1 to 1,000.".to_owned())
}

impl From<ServiceCategory> for ServiceCategoryDraft {
    fn from(category: ServiceCategory) -> Self {
        Self {
            name: category.name,
            position: category.position.to_string(),
        }
    }
}

/// What a member can do with services and their categories.
#[async_trait]
pub trait Services: Send + Sync {
    /// A page of services by name.
    async fn service_list(&self, filter: ServiceFilter, page: PageRequest)
    -> Answer<Page<Service>>;
    /// One service.
    async fn service_get(&self, id: ServiceId) -> Answer<Service>;
    /// Enters a service.
    async fn service_create(&self, draft: ServiceDraft) -> Answer<Service>;
    /// Changes a service; `version` is the one the caller saw, absent to overwrite whatever is there.
    async fn service_update(
        &self,
        id: ServiceId,
        draft: ServiceDraft,
        version: Option<i32>,
    ) -> Answer<Service>;
    /// Deletes a service.
    async fn service_delete(&self, id: ServiceId) -> Answer<()>;
    /// Every category, in the order of the menu.
    async fn service_category_list(&self) -> Answer<Vec<ServiceCategory>>;
    /// One category.
    async fn service_category_get(&self, id: ServiceCategoryId) -> Answer<ServiceCategory>;
    /// Adds a category.
    async fn service_category_create(&self, draft: ServiceCategoryDraft)
    -> Answer<ServiceCategory>;
    /// Changes a category; `version` is the one the caller saw, absent to overwrite whatever is there.
    async fn service_category_update(
        &self,
        id: ServiceCategoryId,
        draft: ServiceCategoryDraft,
        version: Option<i32>,
    ) -> Answer<ServiceCategory>;
    /// Deletes a category under which nothing stands.
    async fn service_category_delete(&self, id: ServiceCategoryId) -> Answer<()>;
}
