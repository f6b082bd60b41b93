//! KEY-2: the master key is changed while everybody works, whatever dies meanwhile.

use std::{
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use contract::{
    FaultCode, PageRequest,
    customers::{CustomerFilter, Customers},
    ids::TenantId,
};
use domain::{MasterKey, MasterKeys, Platform, Signed};
use sqlx::{Connection, PgConnection};
use testkit::{Plane, TenantPlane, give_up_at, given, keepers, master_key, node_of_with, waits_of};
use uuid::Uuid;
use vault::{Context, DataKey, Keeper, Keepers, LocalKeeper};

/// The plane and the newest master key of the process that is to be killed.
const WORK: &str = "TENANTRY_TEST_WORK";

fn id(master: &MasterKey) -> String {
    master.keeper().id().to_owned()
}

/// Ids of master keys with the secrets and keys of tenants that they wrap.
fn shown(keys: &MasterKeys) -> Vec<(String, i64, i64)> {
    let rows = keys.rows.iter();
    rows.map(|rows| {
        (
            rows.master_key.clone().unwrap(),
            rows.secrets,
            rows.tenant_keys,
        )
    })
    .collect()
}

/// Tenants with nothing but a record, beside one that is whole.
async fn records(plane: &Plane, name: &str, count: i32) -> Vec<TenantId> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "INSERT INTO platform.tenants (id, slug, code, name, display_name, status, template, strategy, plan,
                                       plan_revision, subscription, billing_email, owner_name, owner_email, demo_data)
         SELECT gen_random_uuid(), $1 || '-' || n, $1 || lpad(n::text, 6, '0'), name, display_name, 'deleted', template,
                strategy, plan, plan_revision, subscription, billing_email, owner_name, owner_email, false
         FROM (SELECT * FROM platform.tenants LIMIT 1) t, generate_series(1, $2) n RETURNING id",
    )
    .bind(name)
    .bind(count)
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap();
    ids.into_iter().map(Into::into).collect()
}

/// The same, with their keys.
async fn bare_tenants(plane: &Plane, count: i32) -> Vec<TenantId> {
    let ids = records(plane, "bare", count).await;
    for id in &ids {
        plane.database().make_tenant_keys(*id).await.unwrap();
    }
    ids
}

/// Unwraps the tenant's keys anew, and opens its customers.
async fn customers(node: &Platform, acme: &TenantPlane, session: &str) -> usize {
    node.database().forget_tenant(acme.id()).await;
    let site = node.resolve(&acme.host()).await.unwrap();
    let resumed = node.resume(&site, session, store::Caller::default()).await;
    let Some(Signed::Tenant(desk)) = resumed.unwrap() else {
        unreachable!("the owner is signed in");
    };
    let list = desk.customer_list(CustomerFilter::default(), PageRequest::default());
    list.await.unwrap().items.len()
}

#[tokio::test]
async fn another_master_key_takes_the_place_of_the_first() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 3).await;
    let session = acme.session(&acme.email("owner")).await;
    bare_tenants(&plane, 120).await;
    let (old, new) = (master_key(), MasterKey::generate());
    let node = plane.node_with(keepers(&[&new, &old])).await.unwrap();
    let before = node.master_keys().await.unwrap();
    assert_eq!(shown(&before), [(id(&old), 9, 242)]);
    assert_eq!((before.left(), before.in_force), (251, id(&old)));
    bare_keys(&node, &acme).await;
    let unasked = node.master_keys().await.unwrap();
    assert_eq!(
        shown(&unasked),
        [(id(&old), 9, 243)],
        "nobody has asked for the new one yet"
    );

    let mut told = Vec::new();
    let done = node.rotate_master_key(|so_far| told.push(so_far.wrapped));
    let done = done.await.unwrap();
    assert_eq!((done.wrapped, done.refused), (252, 0));
    assert_eq!(told, [9, 109, 209, 252], "it tells how far it is");
    let after = node.master_keys().await.unwrap();
    assert_eq!(shown(&after), [(id(&new), 9, 243)]);
    assert_eq!((after.left(), after.in_force), (0, id(&new)));

    let alone = plane.node_with(keepers(&[&new])).await.unwrap();
    assert_eq!(customers(&alone, &acme, &session).await, 3);
    let stale = plane
        .node_with(keepers(&[&old]))
        .await
        .map(drop)
        .unwrap_err();
    assert!(stale.to_string().contains(&id(&new)), "{stale}");

    let events = plane.events().await;
    let said: Vec<_> = events.iter().map(|event| &*event.action).collect();
    assert_eq!(said[..2], ["master_key.rotated", "master_key.rotate"]);
    assert_eq!(events[0].detail["rows"], 252);
    let again = alone.rotate_master_key(|_| {}).await.unwrap();
    assert_eq!((again.wrapped, again.refused), (0, 0));
    assert_eq!(plane.events().await.len(), events.len(), "nothing was done");
}

/// A further version of the key of a tenant, made by this node.
async fn bare_keys(node: &Platform, acme: &TenantPlane) {
    let mut writer = node.database().platform_write().await.unwrap();
    let announced = node.database().announce_tenant_key(&mut writer, acme.id());
    announced.await.unwrap();
    let entry = store::AuditEntry::new("test.write", "test", "it");
    let (actor, caller) = (store::Actor::System("test"), store::Caller::default());
    let commit = writer.commit(&actor, &caller, None, entry);
    commit.await.unwrap();
}

#[tokio::test]
async fn readers_and_new_tenants_on_every_node_never_fail_meanwhile() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 20).await;
    let session = acme.session(&acme.email("owner")).await;
    bare_tenants(&plane, 70).await;
    let mut late = records(&plane, "late", 60).await;
    let (old, new) = (master_key(), MasterKey::generate());
    let there = plane.node_with(keepers(&[&new, &old])).await.unwrap();
    let back = plane.node_with(keepers(&[&old, &new])).await.unwrap();
    let (stop, reads) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU32::new(0)),
    );
    let mut people = Vec::new();
    for node in [there.clone(), back.clone()] {
        let (stop, reads) = (Arc::clone(&stop), Arc::clone(&reads));
        let (acme, session) = (acme.clone(), session.clone());
        let mine: Vec<_> = late.drain(..30).collect();
        people.push(tokio::spawn(async move {
            let mut mine = mine.into_iter();
            while !stop.load(Ordering::Relaxed) {
                assert_eq!(customers(&node, &acme, &session).await, 20);
                if let Some(tenant) = mine.next() {
                    node.database().make_tenant_keys(tenant).await.unwrap();
                }
                reads.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    for node in [&there, &back, &there] {
        let before = reads.load(Ordering::Relaxed);
        node.rotate_master_key(|_| {}).await.unwrap();
        let keys = node.master_keys().await.unwrap();
        assert_eq!(
            keys.left(),
            0,
            "what was made meanwhile is wrapped by the newest, too: {keys:?}"
        );
        while reads.load(Ordering::Relaxed) < before + 10 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    stop.store(true, Ordering::Relaxed);
    for person in people {
        person.await.unwrap();
    }
    assert!(plane.node_with(keepers(&[&new])).await.is_ok());
}

#[tokio::test]
async fn a_change_survives_a_death_at_any_wait() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 3).await;
    let session = acme.session(&acme.email("owner")).await;
    bare_tenants(&plane, 60).await;
    let (old, new) = (master_key(), MasterKey::generate());
    let there = plane.node_with(keepers(&[&new, &old])).await.unwrap();
    let back = plane.node_with(keepers(&[&old, &new])).await.unwrap();
    // How often a run waits depends on how fast PostgreSQL answers, and the first opens connections: whoever is through
    // before it was to die is followed by one that dies earlier.
    let (done, waits) = waits_of(there.rotate_master_key(|_| {})).await;
    done.unwrap();
    let (mut wait, mut deaths, mut half_way) = (waits, 0, 0);
    for at in 0..200 {
        let node = [&back, &there][at % 2];
        let died = give_up_at(wait, node.rotate_master_key(|_| {})).await;
        let keys = node.master_keys().await.unwrap();
        deaths += u32::from(died.is_none());
        half_way += u32::from(died.is_none() && keys.rows.len() == 2);
        for node in [&there, &back] {
            assert_eq!(
                customers(node, &acme, &session).await,
                3,
                "after {wait} waits"
            );
        }
        finish(node).await;
        assert_eq!(node.master_keys().await.unwrap().left(), 0, "{wait}");
        if deaths > 11 && half_way > 2 {
            return;
        }
        wait = match (died, wait) {
            (_, 1) => waits,
            (None, wait) => wait - 1,
            (Some(_), wait) => wait.div_ceil(2),
        };
    }
    panic!("of {deaths} deaths {half_way} were in the middle");
}

/// Runs it again, as soon as the connection of the run that died has given its lock up.
async fn finish(node: &Platform) {
    loop {
        match node.rotate_master_key(|_| {}).await {
            Err(busy) if busy.code == FaultCode::Conflict => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            done => {
                done.unwrap();
                return;
            }
        }
    }
}

#[tokio::test]
async fn a_process_killed_in_the_middle_leaves_what_another_finishes() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    bare_tenants(&plane, 120).await;
    let (old, new) = (master_key(), MasterKey::generate());
    let mut holder = plane.superuser().await;
    let mut holding = holder.begin().await.unwrap();
    // The last row of the last batch.
    sqlx::query("SELECT FROM platform.tenant_keys ORDER BY tenant_id DESC, purpose DESC, version DESC LIMIT 1 FOR UPDATE")
        .execute(&mut *holding)
        .await
        .unwrap();
    let mut process = start(&plane, &new);
    while !somebody_waits_for(&mut holding).await {
        assert_eq!(process.try_wait().unwrap(), None, "it ended before");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    process.kill().unwrap();
    process.wait().unwrap();
    holding.rollback().await.unwrap();

    let node = plane.node_with(keepers(&[&new, &old])).await.unwrap();
    // The server of the killed process may still be about to find out.
    let half = node.master_keys().await.unwrap();
    assert_eq!(half.in_force, id(&new));
    assert_eq!(half.left(), 42, "{half:?}");
    assert_eq!(customers(&node, &acme, &session).await, 0);
    finish(&node).await;
    assert_eq!(
        shown(&node.master_keys().await.unwrap()),
        [(id(&new), 9, 242)]
    );
    let alone = plane.node_with(keepers(&[&new])).await.unwrap();
    assert_eq!(customers(&alone, &acme, &session).await, 0);
}

async fn somebody_waits_for(holding: &mut PgConnection) -> bool {
    sqlx::query_scalar(
        "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
    )
    .fetch_one(holding)
    .await
    .unwrap()
}

fn start(plane: &Plane, new: &MasterKey) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "master_keys::rotate"])
        .env(WORK, format!("{} {}", plane.name(), new.to_base64()))
        .spawn()
        .unwrap()
}

#[tokio::test]
#[ignore = "no test: it is what the process does that the test above kills"]
#[expect(clippy::disallowed_methods, reason = "the only way to tell a process")]
async fn rotate() {
    let work = std::env::var(WORK).unwrap();
    let (plane, new) = work.split_once(' ').unwrap();
    let new = MasterKey::parse(new).unwrap();
    let platform = node_of_with(plane, &[&new, &master_key()]).await;
    platform.rotate_master_key(|_| {}).await.unwrap();
}

#[tokio::test]
async fn a_key_that_does_not_open_keeps_no_other_from_being_wrapped() {
    let plane = Plane::new().await;
    plane.tenant("acme").build().await;
    let broken = bare_tenants(&plane, 2).await[0];
    let spoil = "UPDATE platform.tenant_keys SET wrapped = 'spoiled' WHERE purpose = 'fields' AND tenant_id =";
    plane.sabotage(&format!("{spoil} '{broken}'")).await;
    let node = plane
        .node_with(keepers(&[&MasterKey::generate(), &master_key()]))
        .await
        .unwrap();
    let done = node.rotate_master_key(|_| {}).await.unwrap();
    assert_eq!((done.wrapped, done.refused), (14, 1));
    let keys = node.master_keys().await.unwrap();
    assert_eq!(keys.left(), 1, "the proof says so");
    assert_eq!(plane.events().await[0].detail["unreadable_rows"], 1);
}

#[tokio::test]
async fn one_change_at_a_time() {
    let plane = Plane::new().await;
    let nil = Uuid::nil();
    let lock = plane
        .database()
        .exclusive("rotate_master_key", nil)
        .await
        .unwrap();
    let busy = plane
        .platform()
        .rotate_master_key(|_| {})
        .await
        .unwrap_err();
    assert_eq!(busy.code, FaultCode::Conflict);
    drop(lock);
    finish(plane.platform()).await;
}

/// A keeper far away, which can be out of reach.
struct Faraway {
    is_silent: Arc<AtomicBool>,
    keeper: LocalKeeper,
}

impl Faraway {
    fn answers(&self) -> Result<(), vault::Error> {
        if self.is_silent.load(Ordering::Relaxed) {
            return Err(vault::Error::KeeperSilent("503: Vault is sealed".into()));
        }
        Ok(())
    }
}

#[async_trait]
impl Keeper for Faraway {
    fn id(&self) -> &str {
        self.keeper.id()
    }

    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, vault::Error> {
        self.answers()?;
        self.keeper.wrap(key, context).await
    }

    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, vault::Error> {
        self.answers()?;
        self.keeper.unwrap(wrapped, context).await
    }
}

#[tokio::test]
async fn a_keeper_out_of_reach_is_told_at_the_start_and_delays_only_who_was_not_there() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 3).await;
    let luna = plane.tenant("luna").build().await;
    let (acme_session, luna_session) = (
        acme.session(&acme.email("owner")).await,
        luna.session(&luna.email("owner")).await,
    );
    let is_silent = Arc::new(AtomicBool::new(true));
    let faraway = || {
        let keeper = Arc::new(Faraway {
            is_silent: Arc::clone(&is_silent),
            keeper: master_key().keeper(),
        });
        Arc::new(Keepers::new(keeper, Vec::new()))
    };
    let refused = plane.node_with(faraway()).await.map(drop).unwrap_err();
    let refused = refused.to_string();
    assert!(
        refused.contains("Vault is sealed") && refused.contains("reachable"),
        "{refused}"
    );

    is_silent.store(false, Ordering::Relaxed);
    let node = plane.node_with(faraway()).await.unwrap();
    assert_eq!(customers(&node, &acme, &acme_session).await, 3);
    is_silent.store(true, Ordering::Relaxed);
    assert_eq!(
        customers(&node, &acme, &acme_session).await,
        3,
        "its keys are here"
    );
    let delayed = node.resolve(&luna.host()).await.map(drop).unwrap_err();
    assert_eq!(delayed.code, FaultCode::Unavailable);
    assert!(
        delayed.title.contains("keys of this workspace"),
        "{}",
        delayed.title
    );
    assert!(!delayed.title.contains("Vault") && delayed.retry_after.is_some());
    let rotation = node.rotate_master_key(|_| {}).await;
    assert!(rotation.is_ok(), "there is nothing to do");
    is_silent.store(false, Ordering::Relaxed);
    assert_eq!(customers(&node, &luna, &luna_session).await, 0);
}
