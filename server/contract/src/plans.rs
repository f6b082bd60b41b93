//! Plans: what a tenant pays and what it may use.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck, money::Money, tenants::Strategy, text};

/// The limits of a plan; absent means without limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Companies in a tenant.
    pub companies: Option<i64>,
    /// Users in one company.
    pub users_per_company: Option<i64>,
    /// Users in a tenant.
    pub users: Option<i64>,
    /// Customers in a tenant.
    pub customers: Option<i64>,
    /// Professionals in a tenant.
    pub professionals: Option<i64>,
    /// Transactions in a calendar month.
    pub transactions_per_month: Option<i64>,
    /// API calls in a calendar month.
    pub api_calls_per_month: Option<i64>,
    /// API calls in a minute.
    pub api_calls_per_minute: Option<i64>,
    /// Stored bytes, in gigabytes (10^9).
    pub storage_gb: Option<i64>,
    /// Sent bytes in a calendar month, in gigabytes (10^9).
    pub bandwidth_gb_per_month: Option<i64>,
    /// Users signed in at the same time.
    pub concurrent_users: Option<i64>,
}

/// One plan, in its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The code that never changes.
    pub code: String,
    /// Counts up with every edit; subscribers stay on theirs.
    pub revision: i32,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Price of a month.
    pub monthly: Money,
    /// Price of a year.
    pub annual: Money,
    /// What it allows.
    pub limits: Limits,
    /// Keys of the modules it contains; `*` for all.
    pub modules: Vec<String>,
    /// Keys of the features it contains.
    pub features: Vec<String>,
    /// Where its tenants live unless the operator chooses otherwise.
    pub strategy: Strategy,
    /// `email`, `priority` or `dedicated`.
    pub support: String,
    /// Hours in which support answers.
    pub sla_hours: Option<i32>,
    /// Whether new tenants can choose it.
    pub is_active: bool,
    /// Tenants on any revision of it.
    pub tenants: i64,
}

/// What the plan form or the API sends: amounts and limits as typed, an empty limit means without limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanDraft {
    /// Its name; required.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Price of a month such as `49` or `49.00`.
    pub monthly: String,
    /// Price of a year.
    pub annual: String,
    /// Companies in a tenant.
    pub companies: String,
    /// Users in one company.
    pub users_per_company: String,
    /// Users in a tenant.
    pub users: String,
    /// Customers in a tenant.
    pub customers: String,
    /// Transactions in a calendar month.
    pub transactions_per_month: String,
    /// API calls in a calendar month.
    pub api_calls_per_month: String,
    /// API calls in a minute.
    pub api_calls_per_minute: String,
    /// Gigabytes stored.
    pub storage_gb: String,
    /// Word of a [`Strategy`].
    pub strategy: String,
    /// `email`, `priority` or `dedicated`.
    pub support: String,
    /// Whether new tenants can choose it.
    pub is_active: bool,
}

/// A plan draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFields {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Price of a month in minor units.
    pub monthly_minor: i64,
    /// Price of a year in minor units.
    pub annual_minor: i64,
    /// What it allows. Limits that the form does not show keep their value.
    pub limits: Limits,
    /// Where its tenants live.
    pub strategy: Strategy,
    /// `email`, `priority` or `dedicated`.
    pub support: String,
    /// Whether new tenants can choose it.
    pub is_active: bool,
}

impl PlanDraft {
    /// Parses every field, or names each that is wrong. `before` keeps the limits that the form does not show.
    pub fn check(&self, before: &Limits) -> Result<PlanFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 100));
        let description = check.take("description", text::paragraph(&self.description, 500));
        let monthly = check.take("monthly", price(&self.monthly));
        let annual = check.take("annual", price(&self.annual));
        let mut limit = |name: &str, text: &str| check.take(name, optional_count(text)).flatten();
        let limits = Limits {
            companies: limit("companies", &self.companies),
            users_per_company: limit("users_per_company", &self.users_per_company),
            users: limit("users", &self.users),
            customers: limit("customers", &self.customers),
            transactions_per_month: limit("transactions_per_month", &self.transactions_per_month),
            api_calls_per_month: limit("api_calls_per_month", &self.api_calls_per_month),
            api_calls_per_minute: limit("api_calls_per_minute", &self.api_calls_per_minute),
            storage_gb: limit("storage_gb", &self.storage_gb),
            ..before.clone()
        };
        let strategy = self
            .strategy
            .parse()
            .map_err(|_| "Choose a placement.".to_owned());
        let strategy = check.take("strategy", strategy);
        let support = match self.support.as_str() {
            "email" | "priority" | "dedicated" => Ok(self.support.clone()),
            _ => Err("Choose email, priority or dedicated.".to_owned()),
        };
        let support = check.take("support", support);
        let fields = (|| {
            Some(PlanFields {
                name: name?,
                description: description?.unwrap_or_default(),
                monthly_minor: monthly?,
                annual_minor: annual?,
                limits,
                strategy: strategy?,
                support: support?,
                is_active: self.is_active,
            })
        })();
        check.finish(fields, self)
    }
}

impl From<Plan> for PlanDraft {
    fn from(plan: Plan) -> Self {
        let count = |limit: Option<i64>| limit.map(|n| n.to_string()).unwrap_or_default();
        Self {
            monthly: plan.monthly.amount(),
            annual: plan.annual.amount(),
            companies: count(plan.limits.companies),
            users_per_company: count(plan.limits.users_per_company),
            users: count(plan.limits.users),
            customers: count(plan.limits.customers),
            transactions_per_month: count(plan.limits.transactions_per_month),
            api_calls_per_month: count(plan.limits.api_calls_per_month),
            api_calls_per_minute: count(plan.limits.api_calls_per_minute),
            storage_gb: count(plan.limits.storage_gb),
            strategy: plan.strategy.to_string(),
            name: plan.name,
            description: plan.description,
            support: plan.support,
            is_active: plan.is_active,
        }
    }
}

/// Minor units of a price: plans are sold in a currency with hundredths.
fn price(text: &str) -> Result<i64, String> {
    Money::parse(text, "USD").map(|price| price.minor)
}

fn optional_count(text: &str) -> Result<Option<i64>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse::<i64>() {
            Ok(count) if (0..=1_000_000_000).contains(&count) => Ok(Some(count)),
            _ => Err("Enter a whole number, or nothing for no limit.".into()),
        },
    }
}

/// What an operator can do with plans.
#[async_trait]
pub trait Plans: Send + Sync {
    /// Every plan, cheapest first.
    async fn plan_list(&self) -> Answer<Vec<Plan>>;
    /// One plan by its code.
    async fn plan_get(&self, code: String) -> Answer<Plan>;
    /// Makes a new revision; `revision` is the one the caller saw.
    async fn plan_update(
        &self,
        code: String,
        draft: PlanDraft,
        revision: Option<i32>,
    ) -> Answer<Plan>;
}
