//! Tenants by name and by id, cached until they change.
//!
//! A trigger notifies every node in the transaction of the change. While the listening connection is down nothing
//! is answered from the cache, so a node that misses notifications is slow for a moment and never wrong.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use contract::{
    ids::{OperatorId, TenantId, UserId},
    plans::Limits,
    tenants::{Strategy, TenantStatus},
};
use sqlx::{
    PgPool,
    postgres::{PgListener, PgNotification},
};
use tokio::sync::broadcast;
use uuid::Uuid;
use vault::{Keepers, Keyring};

use crate::{
    Caller, Database, Error, Result, TenantScope, Who,
    lease::Lease,
    names::Name,
    placement::{Placement, ServerAddress},
    platform::{factors, keys, sessions::Resumed},
};

const CHANNEL: &str = "tenantry_tenant";
/// A record is read anew after this time whatever was heard.
pub(crate) const LONGEST_KEPT: Duration = Duration::from_mins(1);

/// What requests need to know of a tenant.
#[derive(Debug, Clone)]
pub struct TenantRecord {
    /// The tenant's id.
    pub id: TenantId,
    /// First label of its address.
    pub slug: String,
    /// Host name of its own.
    pub custom_domain: Option<String>,
    /// Where it is in its life.
    pub status: TenantStatus,
    /// Code of its plan.
    pub plan: String,
    /// What the revision of the plan that it is on allows; no revision ever changes.
    pub limits: Limits,
    /// Key of its vertical template.
    pub template: String,
    /// Whether it is one of the isolation prober's own.
    pub is_canary: bool,
    /// Whether everybody who signs in needs a second factor.
    pub factor_required: bool,
    placement: Option<Placement>,
    /// Absent before it was made.
    keyring: Option<Arc<Keyring>>,
}

impl TenantRecord {
    /// Where its plane lives, once it has a place.
    pub fn strategy(&self) -> Option<Strategy> {
        self.placement.as_ref().map(Placement::strategy)
    }

    pub(crate) fn placement(&self) -> Result<&Placement> {
        self.placement
            .as_ref()
            .ok_or_else(|| Error::Setup(format!("tenant {} has no place yet", self.slug)))
    }

    pub(crate) fn keyring(&self) -> Option<&Arc<Keyring>> {
        self.keyring.as_ref()
    }
}

/// Records by id, none of them older than the last change that this node heard of.
#[derive(Clone)]
struct Records {
    by_id: moka::future::Cache<TenantId, Arc<TenantRecord>>,
    /// Counts what was forgotten. A record that was read before that and comes after it would be kept for good.
    forgotten: Arc<AtomicU64>,
}

impl Records {
    fn new() -> Self {
        Self {
            by_id: moka::future::Cache::builder()
                .max_capacity(50_000)
                .time_to_live(LONGEST_KEPT)
                .build(),
            forgotten: Arc::default(),
        }
    }

    async fn forget(&self, id: TenantId) {
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        self.by_id.invalidate(&id).await;
    }

    fn forget_all(&self) {
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        self.by_id.invalidate_all();
    }

    /// Keeps a record, unless something was forgotten since `forgotten` was read.
    async fn keep(&self, record: &Arc<TenantRecord>, forgotten: u64) {
        self.by_id.insert(record.id, Arc::clone(record)).await;
        if self.forgotten.load(Ordering::Acquire) != forgotten {
            self.by_id.invalidate(&record.id).await;
        }
    }
}

pub(crate) struct TenantCache {
    pool: PgPool,
    keepers: Arc<Keepers>,
    records: Records,
    ids: moka::future::Cache<String, TenantId>,
    is_listening: Arc<AtomicBool>,
    changes: broadcast::Sender<TenantId>,
}

impl TenantCache {
    pub(crate) fn start(pool: PgPool, keepers: Arc<Keepers>) -> Self {
        let cache = Self {
            records: Records::new(),
            ids: moka::future::Cache::new(50_000),
            is_listening: Arc::new(AtomicBool::new(false)),
            changes: broadcast::channel(1024).0,
            keepers,
            pool,
        };
        tokio::spawn(listen(
            cache.pool.clone(),
            cache.records.clone(),
            Arc::clone(&cache.is_listening),
            cache.changes.clone(),
        ));
        cache
    }

    pub(crate) fn changes(&self) -> broadcast::Receiver<TenantId> {
        self.changes.subscribe()
    }

    pub(crate) async fn forget(&self, id: TenantId) {
        self.records.forget(id).await;
    }

    pub(crate) async fn by_id(&self, id: TenantId) -> Result<Option<Arc<TenantRecord>>> {
        if self.is_listening.load(Ordering::Acquire)
            && let Some(record) = self.records.by_id.get(&id).await
        {
            return Ok(Some(record));
        }
        let forgotten = self.records.forgotten.load(Ordering::Acquire);
        let Some(record) = self.look_up(Some(id), None).await? else {
            return Ok(None);
        };
        let record = Arc::new(record);
        self.records.keep(&record, forgotten).await;
        Ok(Some(record))
    }

    /// An unknown name is looked up again each time: remembering it would need forgetting it, too.
    pub(crate) async fn by_name(&self, name: &str) -> Result<Option<Arc<TenantRecord>>> {
        if let Some(id) = self.ids.get(name).await
            && let Some(record) = self.by_id(id).await?
            && (record.slug == name || record.custom_domain.as_deref() == Some(name))
        {
            return Ok(Some(record));
        }
        let forgotten = self.records.forgotten.load(Ordering::Acquire);
        let Some(record) = self.look_up(None, Some(name)).await? else {
            return Ok(None);
        };
        let record = Arc::new(record);
        self.ids.insert(name.to_owned(), record.id).await;
        self.records.keep(&record, forgotten).await;
        Ok(Some(record))
    }

    async fn look_up(
        &self,
        id: Option<TenantId>,
        name: Option<&str>,
    ) -> Result<Option<TenantRecord>> {
        let mut lease = Lease::to_platform(&self.pool).await?;
        let row = sqlx::query!(
            r#"SELECT t.id AS "id!", t.slug AS "slug!", t.custom_domain, t.status AS "status!", t.plan AS "plan!",
                      r.limits AS "limits!",
                      t.template AS "template!", t.is_canary AS "is_canary!", t.factor_required AS "factor_required!",
                      p.id AS "placement_id?", p.strategy AS "strategy?", p.database AS "database?",
                      p.schema AS "schema?", p.role AS "role?",
                      s.id AS "server_id?", s.host AS "host?", s.port AS "port?"
               FROM platform.tenants t
               JOIN platform.plan_revisions r ON r.plan = t.plan AND r.revision = t.plan_revision
               LEFT JOIN platform.placements p ON p.tenant_id = t.id
               LEFT JOIN platform.servers s ON s.id = p.server_id
               WHERE t.id = $1 OR t.slug = $2 OR t.custom_domain = $2"#,
            id.map(Uuid::from),
            name,
        )
        .fetch_optional(&mut *lease)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let placement = match (
            row.placement_id,
            row.strategy,
            row.database,
            row.schema,
            row.role,
        ) {
            (Some(id), Some(strategy), Some(database), Some(schema), Some(role)) => {
                Some(Placement {
                    id: id.into(),
                    strategy: strategy.parse::<Strategy>()?,
                    server: ServerAddress::from_row(row.server_id, row.host, row.port)?,
                    database: Name::new(&database)?,
                    schema: Name::new(&schema)?,
                    role: Name::new(&role)?,
                })
            }
            _ => None,
        };
        let id = row.id.into();
        let keyring = keys::keyring(&mut lease, &self.keepers, id).await?;
        Ok(Some(TenantRecord {
            id,
            slug: row.slug,
            custom_domain: row.custom_domain,
            status: row.status.parse()?,
            plan: row.plan,
            limits: serde_json::from_value(row.limits)?,
            template: row.template,
            is_canary: row.is_canary,
            factor_required: row.factor_required,
            placement,
            keyring,
        }))
    }
}

impl ServerAddress {
    pub(crate) fn from_row(
        id: Option<Uuid>,
        host: Option<String>,
        port: Option<i32>,
    ) -> Result<Self> {
        let (Some(id), Some(host), Some(port)) = (id, host, port) else {
            return Err(Error::Corrupt("a placement without a server".into()));
        };
        let port = u16::try_from(port).map_err(|_| Error::Corrupt(format!("port {port}")))?;
        Ok(Self {
            id: id.into(),
            host,
            port,
        })
    }
}

async fn listen(
    pool: PgPool,
    records: Records,
    is_listening: Arc<AtomicBool>,
    changes: broadcast::Sender<TenantId>,
) {
    while !pool.is_closed() {
        if let Ok(mut listener) = PgListener::connect_with(&pool).await
            && listener.listen(CHANNEL).await.is_ok()
        {
            // Whatever was cached before the first notification could reach us may be old.
            records.forget_all();
            is_listening.store(true, Ordering::Release);
            while let Some(heard) = hear(&mut listener).await {
                let id = heard.and_then(|heard| heard.payload().parse::<TenantId>().ok());
                if let Some(id) = id {
                    records.forget(id).await;
                    // Nobody watching is fine.
                    let _ = changes.send(id);
                }
            }
        }
        is_listening.store(false, Ordering::Release);
        records.forget_all();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The next notification, or nothing for a while; none if the connection is lost. One that a network drops without a
/// word would stay silent for ever, so silence is followed by a question.
async fn hear(listener: &mut PgListener) -> Option<Option<PgNotification>> {
    const SILENCE: Duration = Duration::from_secs(10);
    const PATIENCE: Duration = Duration::from_millis(1500);
    if let Ok(heard) = tokio::time::timeout(SILENCE, listener.try_recv()).await {
        return heard.ok().flatten().map(Some);
    }
    let question = sqlx::raw_sql("SELECT").execute(listener);
    let answer = tokio::time::timeout(PATIENCE, question).await;
    answer.is_ok_and(|answer| answer.is_ok()).then_some(None)
}

impl Database {
    /// A scope for a job, after reading the tenant that its payload names; none if the tenant is gone.
    pub async fn job_scope(&self, id: TenantId, job: &'static str) -> Result<Option<TenantScope>> {
        // Never from the cache: a job may follow a change by microseconds.
        self.forget_tenant(id).await;
        let tenant = self.tenant_by_id(id).await?;
        Ok(tenant.map(|tenant| TenantScope::new(tenant, Who::Job(job), Caller::default())))
    }

    /// A scope for the proof of a tenant's log, which changes no row that a cached record could be too old for.
    pub async fn log_scope(&self, id: TenantId) -> Result<Option<TenantScope>> {
        let tenant = self.tenant_by_id(id).await?;
        Ok(tenant.map(|tenant| TenantScope::new(tenant, Who::Job("log"), Caller::default())))
    }

    /// A scope for what the operator portal shows of a tenant, after reading the operator's row.
    pub async fn operator_scope(
        &self,
        operator: OperatorId,
        tenant: TenantId,
        caller: Caller,
    ) -> Result<Option<TenantScope>> {
        let mut reader = self.platform_read().await?;
        let name = sqlx::query_scalar!(
            "SELECT name FROM platform.operators WHERE id = $1 AND removed_at IS NULL",
            operator.uuid()
        )
        .fetch_optional(reader.connection())
        .await?
        .ok_or(Error::Unauthenticated)?;
        // Looking the tenant up may take a connection: this one goes back first.
        drop(reader);
        let tenant = self.tenant_by_id(tenant).await?;
        Ok(tenant
            .map(|tenant| TenantScope::new(tenant, Who::Operator { id: operator, name }, caller)))
    }

    /// A scope for the bearer of a token that was verified: the tenant is read here, the account at every opening. None
    /// for a tenant that nobody gets into.
    pub async fn token_scope(
        &self,
        tenant: TenantId,
        user: UserId,
        access_version: i32,
        caller: Caller,
    ) -> Result<Option<TenantScope>> {
        let tenant = self.tenant_by_id(tenant).await?;
        let who = Who::User {
            id: user,
            access_version,
        };
        let tenant = tenant.filter(|tenant| tenant.status.is_reachable());
        let Some(tenant) = tenant else {
            return Ok(None);
        };
        let scope = TenantScope::new(tenant, who, caller);
        self.held_to_rule(scope).await.map(Some)
    }

    /// The same scope with what its holder may do now, for whoever stays longer than a request; [`Error::Unauthenticated`] once
    /// session, key or visit has ended, or nobody gets into the tenant any more. An account is read at the next opening.
    pub async fn renewed(&self, scope: &TenantScope, now: DateTime<Utc>) -> Result<TenantScope> {
        let (tenant, caller) = (scope.tenant_id(), scope.caller().clone());
        let renewed = match (scope.who(), caller.session, caller.api_key) {
            (Who::Operator { id, .. }, ..) => self.operator_scope(*id, tenant, caller).await?,
            (Who::User { .. } | Who::Visitor(_), Some(session), _) => {
                match self.resume_again(session, caller).await? {
                    Some(Resumed::Tenant(scope)) => Some(*scope),
                    Some(Resumed::Operator(_)) | None => None,
                }
            }
            (Who::User { .. }, None, Some(key)) => self.api_key_again(key, now, caller).await?,
            (Who::User { id, access_version }, None, None) => {
                self.token_scope(tenant, *id, *access_version, caller)
                    .await?
            }
            // A visitor has a session, and nobody else stays.
            (Who::Visitor(_) | Who::Job(_) | Who::Door, ..) => None,
        };
        renewed
            .filter(|renewed| renewed.tenant_id() == tenant)
            .ok_or(Error::Unauthenticated)
    }

    /// The scope of somebody with an account; narrowed to that account while its tenant wants a second factor from
    /// everybody and it has none.
    pub(crate) async fn held_to_rule(&self, scope: TenantScope) -> Result<TenantScope> {
        let Who::User { id, .. } = scope.who() else {
            return Ok(scope);
        };
        if !scope.tenant().factor_required {
            return Ok(scope);
        }
        let account = (Some(scope.tenant_id()), id.uuid());
        let mut reader = self.platform_read().await?;
        let held = factors::in_force(&mut reader, account).await?;
        Ok(if held.any() {
            scope
        } else {
            scope.owing_factor()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Arc<TenantRecord> {
        Arc::new(TenantRecord {
            id: TenantId::new(Uuid::nil()),
            slug: "acme".into(),
            custom_domain: None,
            status: TenantStatus::Active,
            plan: "trial".into(),
            limits: Limits::default(),
            template: "generic".into(),
            is_canary: false,
            factor_required: false,
            placement: None,
            keyring: None,
        })
    }

    /// A record that was read before a change must not come into the cache after it: a suspended tenant would write.
    #[tokio::test]
    async fn a_record_that_changed_while_it_was_read_is_not_kept() {
        let (records, record) = (Records::new(), record());
        let before = records.forgotten.load(Ordering::Acquire);
        records.keep(&record, before).await;
        assert!(records.by_id.get(&record.id).await.is_some());
        for forget_all in [false, true] {
            let before = records.forgotten.load(Ordering::Acquire);
            if forget_all {
                records.forget_all();
            } else {
                records.forget(record.id).await;
            }
            records.keep(&record, before).await;
            assert!(records.by_id.get(&record.id).await.is_none());
        }
    }
}
