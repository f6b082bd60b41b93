//! AUD-4 over the network: what is sent arrives, whoever dies or hangs.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use domain::Platform;
use jobs::Courier;
use outbound::{Client, SystemNames};
use serde_json::Value;
use store::AuditEntry;
use testkit::{Plane, TenantPlane, given};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::watch,
    task::JoinHandle,
};

/// Until a test has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a receiver does with a message.
#[derive(Clone, Copy)]
enum Mood {
    /// Takes it.
    Takes,
    /// Takes it and never answers.
    Hangs,
    /// Says no to every second one, and takes those as well.
    Wavers,
}

/// A receiver on this machine.
struct Siem {
    url: String,
    heard: Arc<Mutex<Vec<Value>>>,
}

impl Siem {
    async fn new(mood: Mood) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/log", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let keep = Arc::clone(&keep);
                tokio::spawn(async move {
                    let mut reader = BufReader::new(connection);
                    let mut length = 0;
                    loop {
                        let mut line = String::new();
                        if reader.read_line(&mut line).await.unwrap_or_default() == 0 {
                            return;
                        }
                        let line = line.trim().to_lowercase();
                        if let Some(value) = line.strip_prefix("content-length: ") {
                            length = value.parse().unwrap();
                        }
                        if line.is_empty() {
                            break;
                        }
                    }
                    let mut body = vec![0; length];
                    if reader.read_exact(&mut body).await.is_err() {
                        return;
                    }
                    let count = {
                        let mut heard = keep.lock().unwrap();
                        heard.push(serde_json::from_slice(&body).unwrap());
                        heard.len()
                    };
                    let status = match mood {
                        Mood::Hangs => std::future::pending().await,
                        Mood::Wavers if count % 2 == 0 => "500 No",
                        Mood::Takes | Mood::Wavers => "204 Taken",
                    };
                    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                    // Whoever asked may be gone.
                    let _ = reader.write_all(answer.as_bytes()).await;
                });
            }
        });
        Self { url, heard }
    }

    /// The positions of all entries that it heard of, in that order.
    fn positions(&self) -> Vec<u64> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter_map(|message| message["data"]["entries"].as_array())
            .flatten()
            .map(|entry| entry["position"].as_u64().unwrap())
            .collect()
    }

    async fn hears(&self, what: impl Fn(&Self) -> bool) {
        let give_up = Instant::now() + PATIENCE;
        while !what(self) {
            assert!(Instant::now() < give_up, "{:?}", self.positions());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Carries until it is dropped in the midst of whatever it is doing.
struct Carrying(
    JoinHandle<()>,
    #[expect(dead_code, reason = "tells to stop when it goes")] watch::Sender<bool>,
);

impl Carrying {
    fn on(platform: &Platform) -> Self {
        let allowed = vec!["127.0.0.0/8".parse().unwrap()];
        let client = Client::with(allowed, Arc::new(SystemNames), Duration::from_secs(30)).unwrap();
        let (stop, stopped) = watch::channel(false);
        let courier = Courier::new(client);
        Self(tokio::spawn(courier.run(platform.clone(), stopped)), stop)
    }

    async fn die(self) {
        self.0.abort();
        assert!(self.0.await.is_err());
    }
}

async fn enter(plane: &Plane, tenant: &TenantPlane, entries: usize) -> u64 {
    for number in 0..entries {
        let entry = AuditEntry::new("test.write", "test", number);
        tenant.write().await.commit(entry).await.unwrap();
    }
    let head = plane.platform().sign_log(tenant.id()).await.unwrap();
    head.unwrap().head.size
}

async fn streamed(plane: &Plane, slug: &str, siem: &Siem) -> TenantPlane {
    let tenant = plane.tenant(slug).build().await;
    given::receiver(&tenant, &siem.url).await;
    tenant
}

#[tokio::test]
async fn everything_arrives_and_whoever_hangs_keeps_nobody_waiting() {
    let plane = Plane::new().await;
    let (good, bad) = (Siem::new(Mood::Takes).await, Siem::new(Mood::Hangs).await);
    let luna = streamed(&plane, "luna", &bad).await;
    let acme = streamed(&plane, "acme", &good).await;
    enter(&plane, &luna, 1).await;
    let size = enter(&plane, &acme, 250).await;
    let carrying = Carrying::on(plane.platform());
    bad.hears(|siem| !siem.positions().is_empty()).await;
    good.hears(|siem| siem.positions().last() == Some(&(size - 1)))
        .await;
    let heard = good.positions();
    let whole: Vec<u64> = (heard[0]..size).collect();
    assert_eq!(heard, whole, "each once, in order");
    // One more, while the other still hangs.
    let size = enter(&plane, &acme, 1).await;
    good.hears(|siem| siem.positions().last() == Some(&(size - 1)))
        .await;
    assert_eq!(bad.heard.lock().unwrap().len(), 1);
    carrying.die().await;
}

#[tokio::test]
async fn who_dies_with_a_message_in_hand_loses_nothing() {
    let plane = Plane::new().await;
    let siem = Siem::new(Mood::Hangs).await;
    let acme = streamed(&plane, "acme", &siem).await;
    let size = enter(&plane, &acme, 150).await;
    let first = Carrying::on(plane.platform());
    siem.hears(|siem| !siem.positions().is_empty()).await;
    first.die().await;
    let lost = siem.positions();
    // The receiver is well again, at another address; and the one who died is not waited for any more.
    let siem = Siem::new(Mood::Takes).await;
    given::receiver(&acme, &siem.url).await;
    plane.clock().advance(chrono::TimeDelta::seconds(61));
    let other = plane.another_node().await;
    let second = Carrying::on(&other);
    siem.hears(|siem| siem.positions().last() == Some(&(size - 1)))
        .await;
    let whole: Vec<u64> = (lost[0]..size).collect();
    assert_eq!(siem.positions(), whole);
    second.die().await;
}

#[tokio::test]
async fn a_receiver_that_wavers_gets_everything_at_least_once_and_in_order() {
    let plane = Plane::new().await;
    let siem = Siem::new(Mood::Wavers).await;
    let acme = streamed(&plane, "acme", &siem).await;
    let size = enter(&plane, &acme, 250).await;
    let carrying = Carrying::on(plane.platform());
    let give_up = Instant::now() + PATIENCE;
    while siem.positions().last() != Some(&(size - 1)) {
        assert!(Instant::now() < give_up, "{:?}", siem.positions());
        // What failed is put off, by a clock that stands still.
        plane.clock().advance(chrono::TimeDelta::seconds(10));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut heard = siem.positions();
    let first = heard[0];
    assert!(
        heard.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "no gap"
    );
    heard.sort_unstable();
    heard.dedup();
    assert_eq!(heard, (first..size).collect::<Vec<_>>());
    carrying.die().await;
}
