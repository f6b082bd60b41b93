//! The workers of a node, from their start to their end.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use contract::{
    keys::Keys,
    retention::{RetentionDesk, RetentionDraft},
};
use domain::audit_proof::Anchor;
use jobs::{Courier, Inspection, Notary, PostOffice, Runner};
use outbound::Client;
use store::AuditEntry;
use testkit::{Plane, TenantPlane, given};

/// Until a test has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A node at work, with a folder of its own.
struct Node {
    folder: PathBuf,
    runner: Runner,
}

impl Node {
    async fn start(plane: &Plane) -> Self {
        let folder = std::env::temp_dir().join(plane.name());
        fs::create_dir_all(&folder).unwrap();
        let mail = PostOffice::folder(folder.join("mail"), "noreply@tenantry.test").unwrap();
        let courier = Courier::new(Client::new(Vec::new()).unwrap());
        let nobody = Inspection::new("127.0.0.1:1".parse().unwrap(), Duration::ZERO);
        let notary = Notary::new(folder.join("anchors"));
        let platform = plane.platform().clone();
        let runner = Runner::start(platform, mail, notary, courier, nobody).await;
        Self {
            runner: runner.unwrap(),
            folder,
        }
    }

    /// The heads that are kept outside of the database of a log of this name.
    fn heads(&self, log: impl ToString) -> Vec<Anchor> {
        heads(&self.folder, &log.to_string())
    }
}

fn heads(folder: &Path, log: &str) -> Vec<Anchor> {
    let path = folder.join("anchors").join(format!("{log}.jsonl"));
    let kept = fs::read_to_string(path).unwrap_or_default();
    let lines = kept.lines().filter(|line| !line.is_empty());
    lines.map(|line| Anchor::from_line(line).unwrap()).collect()
}

async fn until<T>(what: impl AsyncFn() -> Option<T>) -> T {
    let give_up = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = what().await {
            return found;
        }
        assert!(Instant::now() < give_up, "this takes too long");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn enter(tenant: &TenantPlane, note: &str) {
    let entry = AuditEntry::new("test.write", "test", note);
    tenant.write().await.commit(entry).await.unwrap();
}

/// AUD-2: what a crash left unsigned is signed, and so is what is written while a node comes to its end.
#[tokio::test]
async fn heads_are_kept_outside_from_the_first_moment_to_the_last() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    enter(&acme, "before").await;
    // Whoever wrote it is gone, and with them that it was not signed.
    drop(plane.database().take_unsigned());
    let node = Node::start(&plane).await;
    let first = until(async || node.heads(acme.id()).pop()).await;
    let own = until(async || node.heads("platform").pop()).await;
    assert!(own.head.size > 0);

    enter(&acme, "while it runs").await;
    let grown = async || node.heads(acme.id()).into_iter().nth(1);
    let second = until(grown).await;
    enter(&acme, "as it ends").await;
    let Node { folder, runner } = node;
    runner.stop().await;

    let kept = heads(&folder, &acme.id().to_string());
    let last = kept.last().unwrap();
    assert_eq!(
        (second.head.size, last.head.size),
        (first.head.size + 1, first.head.size + 2)
    );
    let verdict = plane.platform().verify_log(acme.id(), &kept).await.unwrap();
    assert_eq!((verdict.signed, verdict.flaw), (last.head.size, None));
    fs::remove_dir_all(folder).unwrap();
}

/// AUD-3: the nightly job lets expire what is older than the tenant keeps.
#[tokio::test]
async fn logs_expire_as_a_job() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let draft = RetentionDraft { days: "30".into() };
    acme.owner().await.retention_update(draft).await.unwrap();
    enter(&acme, "once upon a time").await;
    plane.platform().sign_log(acme.id()).await.unwrap();
    plane.clock().advance(TimeDelta::days(31));
    let node = Node::start(&plane).await;
    plane
        .sabotage("SELECT graphile_worker.add_job('expire_logs', '{}'::json)")
        .await;
    let is_gone = async || {
        let verdict = plane.platform().verify_log(acme.id(), &[]).await.unwrap();
        assert_eq!(verdict.flaw, None);
        (verdict.expired > 0).then_some(())
    };
    until(is_gone).await;
    assert!(
        acme.events()
            .await
            .iter()
            .all(|event| event.action != "test.write")
    );
    let Node { folder, runner } = node;
    runner.stop().await;
    fs::remove_dir_all(folder).unwrap();
}

/// KEY-2: asked for by an operator, and done by a node that has time.
#[tokio::test]
async fn a_tenant_is_sealed_anew_as_a_job() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 3).await;
    let desk = plane.operator().await;
    let node = Node::start(&plane).await;
    desk.tenant_keys_rotate(acme.id()).await.unwrap();
    let keys = until(async || {
        // A new version waits until every node knows it.
        plane.clock().advance(TimeDelta::minutes(5));
        plane
            .sabotage(
                "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now()",
            )
            .await;
        let keys = desk.tenant_keys(acme.id()).await.unwrap();
        (!keys.is_rotating).then_some(keys)
    })
    .await;
    let [new, old] = keys.versions.as_slice() else {
        panic!("{keys:?}");
    };
    assert_eq!((new.version, new.total(), old.total()), (2, 4, 0));
    let Node { folder, runner } = node;
    runner.stop().await;
    fs::remove_dir_all(folder).unwrap();
}
