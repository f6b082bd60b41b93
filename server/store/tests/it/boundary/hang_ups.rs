//! A client that hangs up drops its request at any await. Nothing that was acknowledged is lost by it, and nobody after
//! it notices.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use contract::{PageRequest, customers::CustomerFilter, ids::TenantId, tenants::Strategy};
use store::{
    AuditEntry, Database, Error, Result,
    platform::failures,
    tenant::{customers, users},
};
use testkit::{Plane, TenantPlane, give_up_at, keys};

use super::wire::{State, Wire};
use crate::tenant_plane::fields::customer;

const HANG_UPS: usize = 2_000;
const CLIENTS: u64 = 24;

/// Tenants and what they were told is done.
struct Workplace {
    database: Database,
    tenants: Vec<(TenantId, String)>,
    acknowledged: Mutex<BTreeSet<String>>,
    hung_up: AtomicUsize,
}

impl Workplace {
    /// One request, of which what is acknowledged is written down.
    async fn request(&self, number: u64) -> Result<()> {
        let (tenant, slug) = &self.tenants[usize::try_from(number % 5).unwrap()];
        let mark = format!("{slug} {number}");
        let database = &self.database;
        match number % 7 {
            0..=2 => self.write(*tenant, &mark).await,
            3 | 4 => {
                let scope = database.job_scope(*tenant, "test").await?.unwrap();
                let mut reader = database.read(&scope).await?;
                let filter = CustomerFilter::default();
                customers::list(&mut reader, &filter, &PageRequest::default()).await?;
                users::count(&mut reader).await?;
                Ok(())
            }
            5 => {
                let mut writer = database.platform_write().await?;
                let (now, window) = (chrono::DateTime::UNIX_EPOCH, chrono::TimeDelta::hours(1));
                failures::count(&mut writer, &mark, now, window).await?;
                writer.commit_bookkeeping().await?;
                self.acknowledge(mark);
                Ok(())
            }
            _ => {
                let lock = database.exclusive("test", tenant.uuid()).await?;
                store::platform::ping(database).await?;
                drop(lock);
                Ok(())
            }
        }
    }

    async fn write(&self, tenant: TenantId, mark: &str) -> Result<()> {
        let scope = self.database.job_scope(tenant, "test").await?.unwrap();
        let mut writer = self.database.write(&scope).await?;
        let made = customers::insert(&mut writer, &customer(mark)).await?;
        writer
            .commit(AuditEntry::new("customer.create", "customer", made.id))
            .await?;
        self.acknowledge(mark.to_owned());
        Ok(())
    }

    fn acknowledge(&self, mark: String) {
        self.acknowledged.lock().unwrap().insert(mark);
    }

    /// A client that hangs up now and then, at whatever its request is waiting for.
    async fn client(&self, client: u64) {
        let mut number = client;
        while self.hung_up.load(Ordering::Relaxed) < HANG_UPS {
            number += CLIENTS;
            // A request waits some forty times. One client of four sees it through.
            let mood = usize::try_from(scatter(number) >> 16).unwrap();
            let patience = if mood.is_multiple_of(4) {
                usize::MAX
            } else {
                1 + mood / 4 % 40
            };
            match give_up_at(patience, self.request(number)).await {
                // Six connections, and clients that leave them to be cleaned: waiting in vain is no loss.
                Some(Ok(()) | Err(Error::Unavailable(_))) => {}
                Some(Err(error)) => panic!("{error}"),
                None => {
                    self.hung_up.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

/// A number that looks like none before, and is the same in every run (the finaliser of `SplitMix64`).
fn scatter(number: u64) -> u64 {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 31)
}

/// I-14, I-16, I-17: what somebody leaves behind by hanging up is found by nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_hang_ups_lose_nothing_and_leave_nothing() {
    let plane = Plane::new().await;
    let mut tenants = Vec::new();
    for (slug, strategy) in [
        ("acme", Strategy::Shared),
        ("bolt", Strategy::Shared),
        ("luna", Strategy::Schema),
        ("yoga", Strategy::Schema),
        ("apex", Strategy::Database),
    ] {
        tenants.push(plane.tenant(slug).strategy(strategy).build().await);
    }
    let wire = Wire::to(&plane.settings().host, plane.settings().port).await;
    let workplace = Workplace {
        database: through(&wire, &plane, Duration::from_secs(20)).await,
        tenants: tenants
            .iter()
            .map(|tenant| (tenant.id(), tenant.slug().to_owned()))
            .collect(),
        acknowledged: Mutex::default(),
        hung_up: AtomicUsize::new(0),
    };
    futures_join((0..CLIENTS).map(|client| workplace.client(client))).await;

    settled(&plane).await;
    for state in wire.ask_all(QUESTION).await {
        assert_eq!(state, as_new());
    }
    // The pools still work: each of these is acknowledged, and found below.
    for number in 0..200 {
        let (tenant, slug) = &workplace.tenants[number % 5];
        let mark = format!("{slug} after {number}");
        workplace.write(*tenant, &mark).await.unwrap();
    }
    let mut found = failures_found(&plane).await;
    for tenant in &tenants {
        let names = customers_of(tenant).await;
        let own = format!("{} ", tenant.slug());
        assert!(names.iter().all(|name| name.starts_with(&own)));
        found.extend(names);
    }
    let acknowledged = workplace.acknowledged.into_inner().unwrap();
    let lost: Vec<_> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty(), "{} lost: {lost:?}", lost.len());
    let writes = acknowledged.len();
    assert!(writes > 400, "clients were too impatient: {writes} writes");
}

/// A node with small pools at the end of the wire.
pub(crate) async fn through(wire: &Wire, plane: &Plane, patience: Duration) -> Database {
    let port = wire.port;
    plane
        .sabotage(&format!(
            "UPDATE platform.servers SET host = '127.0.0.1', port = {port}"
        ))
        .await;
    let mut settings = plane.settings().clone();
    settings.host = "127.0.0.1".into();
    settings.port = port;
    settings.pool_size = 6;
    settings.connections_per_tenant = 4;
    settings.acquire_timeout = patience;
    Database::connect(settings, keys()).await.unwrap()
}

async fn futures_join(futures: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if waiting.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// Everything that a transaction of ours sets, and what it would hold on to.
const QUESTION: &str = "SELECT format('tenant %s, path %s, own role %s, read only %s, locks %s',
    coalesce(current_setting('app.tenant_id', true), ''), current_setting('search_path'), current_user = session_user,
    current_setting('transaction_read_only'),
    (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'))";

fn as_new() -> State {
    State {
        transaction: 'I',
        answer: r#"tenant , path "$user", public, own role t, read only off, locks 0"#.into(),
    }
}

/// Waits until no session of ours is at anything: what was hung up on is reset in the background.
pub(crate) async fn settled(plane: &Plane) {
    let mut superuser = plane.superuser().await;
    for _ in 0..500 {
        let busy: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenantry' AND state <> 'idle'
             AND datname IN (SELECT current_database() UNION SELECT database FROM platform.placements)",
        )
        .fetch_one(&mut superuser)
        .await
        .unwrap();
        if busy == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("connections stay busy");
}

async fn customers_of(tenant: &TenantPlane) -> BTreeSet<String> {
    let (mut names, mut cursor) = (BTreeSet::new(), None);
    loop {
        let request = PageRequest {
            limit: Some(200),
            cursor,
        };
        let filter = CustomerFilter::default();
        let page = customers::list(&mut tenant.read().await, &filter, &request).await;
        let page = page.unwrap();
        names.extend(page.items.into_iter().map(|customer| customer.name));
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return names,
        }
    }
}

async fn failures_found(plane: &Plane) -> BTreeSet<String> {
    let subjects: Vec<String> = sqlx::query_scalar("SELECT subject FROM platform.sign_in_failures")
        .fetch_all(&mut plane.superuser().await)
        .await
        .unwrap();
    subjects.into_iter().collect()
}
