//! Tenants, as the operators see them: the record, its life, its place, and how it came to be.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, FaultCode, Page, PageRequest, acts::words, approvals::Deactivation,
    fault::FieldCheck, ids::TenantId, text,
};

words! {
    /// Where a tenant is in its life.
    TenantStatus {
        /// Being made.
        Provisioning = "provisioning",
        /// A step failed; the provisioning can be tried again.
        ProvisioningFailed = "provisioning_failed",
        /// Live.
        Active = "active",
        /// Reading only.
        Suspended = "suspended",
        /// Deactivated: nobody gets in, everything is kept.
        Inactive = "inactive",
        /// Waiting for its data to be wiped.
        Offboarding = "offboarding",
        /// Gone; the record stays for the log.
        Deleted = "deleted",
    }
}

impl TenantStatus {
    /// The states that may follow this one. Everything else is `illegal_transition`.
    pub const fn successors(self) -> &'static [Self] {
        match self {
            Self::Provisioning => &[Self::Active, Self::ProvisioningFailed],
            Self::ProvisioningFailed => &[Self::Provisioning, Self::Offboarding],
            Self::Active => &[Self::Suspended, Self::Inactive],
            Self::Suspended => &[Self::Active, Self::Inactive, Self::Offboarding],
            Self::Inactive => &[Self::Active, Self::Offboarding],
            Self::Offboarding => &[Self::Inactive, Self::Deleted],
            Self::Deleted => &[],
        }
    }

    /// Goes to `next`, or says why that cannot be.
    pub fn transition(self, next: Self) -> Result<Self, Fault> {
        if self.successors().contains(&next) {
            Ok(next)
        } else {
            Err(Fault::new(
                FaultCode::IllegalTransition,
                format!("A tenant that is {self} cannot become {next}."),
            ))
        }
    }

    /// Whether the tenant's own address answers at all.
    pub const fn is_reachable(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// Whether anything of the tenant may be changed.
    pub const fn is_writable(self) -> bool {
        matches!(self, Self::Active)
    }
}

words! {
    /// Where a tenant's plane lives.
    Strategy {
        /// Rows among others, kept apart by row-level security.
        Shared = "shared",
        /// A schema and a role of its own.
        Schema = "schema",
        /// A database and a login of its own.
        Database = "database",
        /// A database on a server of its own.
        Dedicated = "dedicated",
    }
}

words! {
    /// Where a tenant's subscription is in its life.
    SubscriptionStatus {
        /// Free until the trial ends.
        Trialing = "trialing",
        /// Paid.
        Active = "active",
        /// A payment is late.
        PastDue = "past_due",
        /// Ended.
        Canceled = "canceled",
    }
}

words! {
    /// How far one step of provisioning is.
    StepState {
        /// Not begun.
        Waiting = "waiting",
        /// Being done.
        Running = "running",
        /// Done.
        Done = "done",
        /// Failed; `error` says what a person can know of it.
        Failed = "failed",
    }
}

/// One line of the list of tenants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantRow {
    /// The tenant's id.
    pub id: TenantId,
    /// First label of its address.
    pub slug: String,
    /// Short unique code; names its schema, database and role.
    pub code: String,
    /// Legal or internal name.
    pub name: String,
    /// The name that its visitors see.
    pub display_name: String,
    /// Where it is in its life.
    pub status: TenantStatus,
    /// Code of its plan.
    pub plan: String,
    /// Where its plane lives.
    pub strategy: Strategy,
    /// Key of its vertical template.
    pub template: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// One step of provisioning, as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisioningStep {
    /// The step's key.
    pub key: String,
    /// What it does, for people.
    pub title: String,
    /// How far it is.
    pub state: StepState,
    /// Milliseconds it took, once done.
    pub took_ms: Option<i64>,
    /// Why it failed, for people.
    pub error: Option<String>,
}

/// Everything an operator sees of one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// What the list shows.
    #[serde(flatten)]
    pub row: TenantRow,
    /// Why it is suspended, if it is.
    pub suspension_reason: Option<String>,
    /// Its subscription.
    pub subscription: SubscriptionStatus,
    /// When the trial ends, if there is one.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// Where invoices go.
    pub billing_email: String,
    /// Name of the first owner.
    pub owner_name: String,
    /// E-mail address of the first owner.
    pub owner_email: String,
    /// Verified or pending custom domain.
    pub custom_domain: Option<String>,
    /// People who have nothing but passkeys made at the custom domain: once it changes, their password alone lets them in.
    pub domain_passkeys: i64,
    /// Its address for people, with scheme.
    pub url: String,
    /// Where its plane lives, once it has a place.
    pub placement: Option<PlacementView>,
    /// How it came to be.
    pub provisioning: Provisioning,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
}

/// The steps of provisioning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provisioning {
    /// In the order they are done.
    pub steps: Vec<ProvisioningStep>,
    /// Milliseconds from request to live, once live.
    pub took_ms: Option<i64>,
}

/// Where a tenant's plane lives, as operators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementView {
    /// Name of the database server.
    pub server: String,
    /// Region of the server.
    pub region: String,
    /// Database name.
    pub database: String,
    /// Schema name.
    pub schema: String,
    /// Database role that reaches it.
    pub role: String,
}

/// Sizes of a tenant's plane, measured when asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementSize {
    /// One line a table, largest first. Bytes are absent in `shared`, where a table holds many tenants.
    pub tables: Vec<TableSize>,
}

/// Size of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSize {
    /// Table name.
    pub table: String,
    /// Rows of this tenant.
    pub rows: i64,
    /// Bytes with indexes and large values.
    pub bytes: Option<i64>,
}

/// What the wizard, the API or the CLI sends for a new tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantDraft {
    /// First label of the address; required.
    pub slug: String,
    /// Legal or internal name; required.
    pub name: String,
    /// The name that visitors see; empty for `name`.
    pub display_name: String,
    /// Code of the plan; required.
    pub plan: String,
    /// Word of a [`Strategy`]; empty for the plan's own.
    pub strategy: String,
    /// Key of the vertical template; required.
    pub template: String,
    /// Region for `dedicated`; empty for any.
    pub region: String,
    /// Whether to fill the workspace with realistic examples.
    pub demo_data: bool,
    /// Name of the first owner; required.
    pub owner_name: String,
    /// E-mail address of the first owner; required.
    pub owner_email: String,
    /// Password of the first owner; empty to send an invitation.
    pub owner_password: String,
}

/// A tenant draft whose every field was found good. Plan and template are checked against the catalogue later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantFields {
    /// First label of the address.
    pub slug: String,
    /// Legal or internal name.
    pub name: String,
    /// The name that visitors see.
    pub display_name: String,
    /// Code of the plan.
    pub plan: String,
    /// Chosen placement; absent for the plan's own.
    pub strategy: Option<Strategy>,
    /// Key of the vertical template.
    pub template: String,
    /// Region wanted.
    pub region: Option<String>,
    /// Whether to fill the workspace with realistic examples.
    pub demo_data: bool,
    /// Name of the first owner.
    pub owner_name: String,
    /// E-mail address of the first owner.
    pub owner_email: String,
    /// Password of the first owner.
    pub owner_password: Option<String>,
}

impl TenantDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<TenantFields, Fault> {
        let mut check = FieldCheck::default();
        let slug = check.take("slug", text::slug(&self.slug));
        let name = check.take("name", text::line(&self.name, "a name", 200));
        let display_name = check.take("display_name", text::optional_line(&self.display_name, 100));
        let plan = check.take("plan", text::line(&self.plan, "a plan", 40));
        let strategy = check.take("strategy", optional_strategy(&self.strategy));
        let template = check.take("template", text::line(&self.template, "a template", 40));
        let region = check.take("region", text::optional_line(&self.region, 40));
        let owner_name = check.take(
            "owner_name",
            text::line(&self.owner_name, "the owner's name", 200),
        );
        let owner_email = check.take("owner_email", text::email(&self.owner_email));
        let owner_password = check.take("owner_password", optional_password(&self.owner_password));
        let fields = (|| {
            let name = name?;
            Some(TenantFields {
                slug: slug?,
                display_name: display_name?.unwrap_or_else(|| name.chars().take(100).collect()),
                name,
                plan: plan?,
                strategy: strategy?,
                template: template?,
                region: region?,
                demo_data: self.demo_data,
                owner_name: owner_name?,
                owner_email: owner_email?,
                owner_password: owner_password?,
            })
        })();
        check.finish(fields, self)
    }
}

fn optional_strategy(word: &str) -> Result<Option<Strategy>, String> {
    match word.trim() {
        "" => Ok(None),
        word => word
            .parse()
            .map(Some)
            .map_err(|_| "Choose shared, schema, database or dedicated.".into()),
    }
}

fn optional_password(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        Ok(None)
    } else {
        text::new_password(text).map(Some)
    }
}

/// What an operator can edit of a tenant's record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantEdit {
    /// Legal or internal name; required.
    pub name: String,
    /// Where invoices go; required.
    pub billing_email: String,
    /// Host name of its own, or empty.
    pub custom_domain: String,
}

/// How a list of tenants is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantSort {
    /// Newest first.
    #[default]
    Newest,
    /// By name, A to Z.
    Name,
}

/// Which tenants a list shows; each word empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantFilter {
    /// Part of a name or slug, or a whole code.
    pub q: String,
    /// Word of a [`TenantStatus`].
    pub status: String,
    /// Code of a plan.
    pub plan: String,
    /// Word of a [`Strategy`].
    pub strategy: String,
    /// Key of a template.
    pub template: String,
    /// The order.
    pub sort: TenantSort,
}

/// What the operators' home page counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantCounts {
    /// Tenants that are not deleted.
    pub total: i64,
    /// By status word.
    pub by_status: Vec<(String, i64)>,
    /// By plan code.
    pub by_plan: Vec<(String, i64)>,
    /// By strategy word.
    pub by_strategy: Vec<(String, i64)>,
    /// New ones on each of the last 30 days (UTC), oldest first, days without one included.
    pub by_day: Vec<(NaiveDate, i64)>,
    /// Median milliseconds from request to live over the last 100 provisionings.
    pub provisioning_median_ms: Option<i64>,
}

/// One choice of the wizard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateChoice {
    /// The template's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its word for customers, plural.
    pub customers: String,
    /// Names of the modules it switches on.
    pub modules: Vec<String>,
}

/// What an operator can do with tenants.
#[async_trait]
pub trait Tenants: Send + Sync {
    /// The counts of the home page.
    async fn tenant_counts(&self) -> Answer<TenantCounts>;
    /// A page of tenants.
    async fn tenant_list(&self, filter: TenantFilter, page: PageRequest)
    -> Answer<Page<TenantRow>>;
    /// One tenant.
    async fn tenant_get(&self, id: TenantId) -> Answer<Tenant>;
    /// Sizes of the tenant's plane.
    async fn tenant_size(&self, id: TenantId) -> Answer<PlacementSize>;
    /// The people of a tenant: name, e-mail address, role, status and last sign-in, first 200 by name.
    async fn tenant_users(&self, id: TenantId) -> Answer<Vec<crate::users::User>>;
    /// Records the tenant and enqueues its provisioning in one transaction.
    async fn tenant_create(&self, draft: TenantDraft) -> Answer<Tenant>;
    /// Changes the record.
    async fn tenant_update(
        &self,
        id: TenantId,
        edit: TenantEdit,
        version: Option<i32>,
    ) -> Answer<Tenant>;
    /// Tries a failed provisioning again, from the step that failed.
    async fn tenant_retry(&self, id: TenantId) -> Answer<Tenant>;
    /// Makes the tenant read-only, at once and by every door.
    async fn tenant_suspend(&self, id: TenantId, reason: String) -> Answer<Tenant>;
    /// Lifts a suspension.
    async fn tenant_resume(&self, id: TenantId) -> Answer<Tenant>;
    /// Closes the tenant's address and keeps everything; asks another operator where the installation wants two, who read
    /// the reason. Wants a recent sign-in.
    async fn tenant_deactivate(&self, id: TenantId, reason: String) -> Answer<Deactivation>;
    /// Opens a deactivated tenant again.
    async fn tenant_restore(&self, id: TenantId) -> Answer<Tenant>;
    /// The vertical templates that the wizard offers.
    async fn template_list(&self) -> Answer<Vec<TemplateChoice>>;
    /// Waits until the tenant's provisioning has something new to show, at most a second.
    async fn tenant_watch(&self, id: TenantId) -> Answer<()>;
}
