//! Canaries: two tenants of each strategy that are the prober's own. They are made as every tenant is, hold words that
//! must never be seen elsewhere, and are in no list, count or figure, and no mail is written in their name.

use std::time::Duration;

use chrono::TimeDelta;
use contract::{
    Fault, PageRequest,
    companies::CompanyFields,
    customers::{CustomerFields, CustomerFilter},
    ids::{CompanyId, CustomerId, TenantId},
    tenants::{Strategy, TenantFields, TenantStatus},
};
use store::{
    Actor, AuditEntry, Caller,
    canaries::{self, CanaryRow},
    platform::{plans, servers, tenants},
    tenant::{companies, customers},
};

use super::JOB;
use crate::{
    Platform,
    provisioning::{self, Order, Outcome},
};

/// Canaries of each strategy.
const PAIR: usize = 2;
/// Canaries older than this are made anew: their logs tell of nothing but attacks, and only ever grow.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(30);
/// How long a provisioning that another node is at is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(200);

/// A live tenant of the prober, and what it holds.
#[derive(Debug, Clone)]
pub struct Canary {
    /// The tenant's id.
    pub id: TenantId,
    /// First label of its address.
    pub slug: String,
    /// Its host, with port where it is not the scheme's own.
    pub host: String,
    /// Address of its owner.
    pub email: String,
    /// The owner's password. It follows from a secret of the installation.
    pub password: String,
    /// A word that is in its rows and nowhere else. It follows from a secret of the installation.
    pub word: String,
    /// The customer with that name.
    pub customer: CustomerId,
    /// A company whose name begins with it.
    pub company: CompanyId,
}

impl Platform {
    /// The strategies that tenants can be placed in now.
    pub async fn placeable(&self) -> Result<Vec<Strategy>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let mut placeable = vec![Strategy::Shared, Strategy::Schema, Strategy::Database];
        if servers::takes_dedicated(&mut reader).await? {
            placeable.push(Strategy::Dedicated);
        }
        Ok(placeable)
    }

    /// The pair of a strategy, live and filled; what is missing is made. For the holder of the prober's lock alone.
    pub(super) async fn canaries(&self, strategy: Strategy) -> Result<[Canary; PAIR], Fault> {
        let old = self.clock().now() - RENEWED_AFTER;
        let mut pair = Vec::new();
        for row in self.canary_rows().await? {
            if row.strategy != strategy {
                continue;
            }
            let is_going = row.status == TenantStatus::Offboarding;
            if is_going || row.created_at < old || pair.len() == PAIR {
                self.database().canary_remove(row.id).await?;
            } else {
                pair.push(row.id);
            }
        }
        while pair.len() < PAIR {
            pair.push(self.order_canary(strategy).await?);
        }
        let mut ready = Vec::new();
        for id in pair {
            self.bring_to_life(id).await?;
            ready.push(self.fill(id).await?);
        }
        ready.try_into().map_err(|_| Fault::internal())
    }

    /// Removes every canary; none is left of where one can be reached. Refused while a run is on.
    pub async fn remove_canaries(&self) -> Result<usize, Fault> {
        let Some(_exclusive) = self.isolation_lock().await? else {
            return Err(Fault::new(
                contract::FaultCode::Conflict,
                "The prober is at work just now. Try again once its run has ended.",
            ));
        };
        let rows = self.canary_rows().await?;
        for row in &rows {
            self.database().canary_remove(row.id).await?;
        }
        Ok(rows.len())
    }

    async fn canary_rows(&self) -> Result<Vec<CanaryRow>, Fault> {
        let mut reader = self.database().platform_read().await?;
        Ok(canaries::list(&mut reader).await?)
    }

    async fn order_canary(&self, strategy: Strategy) -> Result<TenantId, Fault> {
        let id = tenants::new_id();
        let secret = self.vault().canary_secret("slug", id);
        // Nobody's slug: it cannot be guessed, and a taken one would be refused.
        let slug = format!("canary-{strategy}-{}", &secret[..12]);
        let hash = self.hash_password(&self.password_of(id)).await?;
        let fields = TenantFields {
            name: slug.clone(),
            display_name: slug.clone(),
            plan: "unlimited".into(),
            strategy: Some(strategy),
            template: "generic".into(),
            region: None,
            demo_data: false,
            owner_name: "Canary".into(),
            // Of a domain that never exists (RFC 2606).
            owner_email: format!("owner@{slug}.invalid"),
            owner_password: None,
            slug,
        };
        let mut writer = self.database().platform_write().await?;
        let plan = plans::list(&mut writer, Some(&fields.plan)).await?;
        let plan = plan.first().ok_or_else(|| Fault::not_found("plan"))?;
        let order = Order {
            fields: &fields,
            strategy,
            plan_revision: plan.revision,
            owner_password: Some(&hash),
            is_canary: true,
        };
        provisioning::order(&mut writer, id, &order, self.clock().now()).await?;
        let entry = AuditEntry::new("canary.create", "tenant", id)
            .with("slug", fields.slug.as_str())
            .with("strategy", strategy.as_str());
        let (actor, caller) = (Actor::System(JOB), Caller::default());
        writer.commit(&actor, &caller, Some(id), entry).await?;
        Ok(id)
    }

    /// Provisions what is not, and takes back whatever a run that died has left.
    async fn bring_to_life(&self, id: TenantId) -> Result<(), Fault> {
        let waited = tokio::time::Instant::now();
        while let Some(row) = self
            .canary_rows()
            .await?
            .into_iter()
            .find(|row| row.id == id)
        {
            match row.status {
                TenantStatus::Active => return Ok(()),
                TenantStatus::Provisioning => {
                    let outcome = provisioning::run(self, id).await?;
                    if outcome == Outcome::Busy && waited.elapsed() < PATIENCE {
                        tokio::time::sleep(PAUSE).await;
                    } else if outcome != Outcome::Live {
                        break;
                    }
                }
                TenantStatus::ProvisioningFailed => {
                    self.set_canary(id, TenantStatus::Provisioning).await?;
                }
                _ => self.set_canary(id, TenantStatus::Active).await?,
            }
        }
        Err(Fault::new(
            contract::FaultCode::Unavailable,
            "A tenant of the prober could not be provisioned.",
        ))
    }

    /// Puts a canary into a status, in force at once. It is no act of anybody: the run has it on record.
    async fn set_canary(&self, id: TenantId, status: TenantStatus) -> Result<(), Fault> {
        let mut writer = self.database().platform_write().await?;
        canaries::set_status(&mut writer, id, status).await?;
        writer.commit_bookkeeping().await?;
        self.database().forget_tenant(id).await;
        Ok(())
    }

    /// Suspends a canary.
    pub async fn suspend_canary(&self, canary: &Canary) -> Result<(), Fault> {
        self.set_canary(canary.id, TenantStatus::Suspended).await
    }

    /// Lifts the suspension of a canary.
    pub async fn resume_canary(&self, canary: &Canary) -> Result<(), Fault> {
        self.set_canary(canary.id, TenantStatus::Active).await
    }

    fn password_of(&self, id: TenantId) -> String {
        self.vault().canary_secret("password", id)
    }

    /// Puts the words in, unless they are there.
    async fn fill(&self, id: TenantId) -> Result<Canary, Fault> {
        let word = format!("canary{}", self.vault().canary_secret("word", id));
        let scope = self.database().job_scope(id, JOB).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let mut writer = self.database().write(&scope).await?;
        let filter = CustomerFilter {
            q: word.clone(),
            ..CustomerFilter::default()
        };
        let there = customers::list(&mut writer, &filter, &PageRequest::default()).await?;
        let customer = there.items.into_iter().next();
        let company = companies::list(&mut writer).await?;
        let company = company.into_iter().find(|one| one.name.starts_with(&word));
        let (customer, company) = if let (Some(customer), Some(company)) = (customer, company) {
            (customer.id, company.id)
        } else {
            let fields = CustomerFields {
                name: word.clone(),
                email: Some(format!("{word}@canary.invalid")),
                phone: None,
                notes: Some(word.clone()),
            };
            let customer = customers::insert(&mut writer, &fields).await?;
            let fields = CompanyFields {
                name: format!("{word} works"),
            };
            let company = companies::insert(&mut writer, &fields).await?;
            let entry = AuditEntry::new("isolation.fill", "tenant", id);
            writer.commit(entry).await?;
            (customer.id, company.id)
        };
        let slug = scope.tenant().slug.clone();
        Ok(Canary {
            id,
            host: format!("{slug}.{}", self.settings().base),
            email: format!("owner@{slug}.invalid"),
            password: self.password_of(id),
            slug,
            word,
            customer,
            company,
        })
    }
}
