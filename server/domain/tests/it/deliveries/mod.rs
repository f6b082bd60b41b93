//! AUD-4: the receiver of a log gets every entry, in order, and at least once.

mod faults;

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    FaultCode, Sensitive,
    audit::AuditLog,
    ids::TenantId,
    receivers::{Receiver, ReceiverDraft, Receivers},
    tenants::{Strategy, Tenants},
};
use domain::{
    Platform,
    audit_proof::{Anchor, Flaw},
    deliveries::{Delivery, Turn},
};
use serde_json::Value;
use store::{AuditEntry, platform::receivers};
use testkit::{Plane, TenantPlane, given};
use vault::WebhookSecret;

const URL: &str = "https://siem.example/s3cret-path";

/// A minute later, by the database's clock.
const LEASE_IS_OVER: &str = "UPDATE platform.log_receivers SET taken_until = now()";

async fn enter(tenant: &TenantPlane, entries: usize) {
    for number in 0..entries {
        let entry = AuditEntry::new("test.write", "test", number).with("note", "Ada Lovelace");
        tenant.write().await.commit(entry).await.unwrap();
    }
}

/// A tenant with a receiver and some entries, signed.
async fn streamed(plane: &Plane, slug: &str, entries: usize) -> (TenantPlane, Receiver) {
    let tenant = plane.tenant(slug).build().await;
    let receiver = given::receiver(&tenant, URL).await;
    enter(&tenant, entries).await;
    sign(plane, &tenant).await;
    (tenant, receiver)
}

async fn sign(plane: &Plane, tenant: &TenantPlane) {
    plane.platform().sign_log(tenant.id()).await.unwrap();
}

/// Whose turn it is with the receiver.
async fn turn(platform: &Platform, tenant: &TenantPlane) -> Turn {
    let mut reader = platform.database().platform_read().await.unwrap();
    let row = receivers::find(&mut reader, tenant.id()).await.unwrap();
    Turn {
        tenant: tenant.id(),
        turn: row.and_then(|row| row.turn),
    }
}

async fn next(platform: &Platform, tenant: &TenantPlane) -> Option<Delivery> {
    let turn = turn(platform, tenant).await;
    platform.next_delivery(turn).await.unwrap()
}

/// Whose receivers a node takes.
async fn taken(platform: &Platform) -> Vec<TenantId> {
    let turns = platform.take_due_receivers(9).await.unwrap();
    turns.into_iter().map(|turn| turn.tenant).collect()
}

fn said(delivery: &Delivery) -> Value {
    serde_json::from_slice(&delivery.body).unwrap()
}

fn positions(said: &Value) -> Vec<u64> {
    let entries = said["data"]["entries"].as_array().into_iter().flatten();
    entries
        .map(|entry| entry["position"].as_u64().unwrap())
        .collect()
}

fn header<'d>(delivery: &'d Delivery, name: &str) -> &'d str {
    let found = delivery.headers.iter().find(|(known, _)| *known == name);
    &found.unwrap().1
}

/// Takes every message, and answers with the positions in them and the last message's text.
async fn take_all(plane: &Plane, tenant: &TenantPlane) -> (Vec<u64>, Value) {
    let (mut all, mut last) = (Vec::new(), Value::Null);
    while let Some(delivery) = next(plane.platform(), tenant).await {
        last = said(&delivery);
        all.extend(positions(&last));
        let noted = plane.platform().note_delivery(&delivery, Ok(204)).await;
        assert!(noted.unwrap());
    }
    (all, last)
}

async fn state(tenant: &TenantPlane) -> Receiver {
    let receiver = tenant.owner().await.receiver_get().await.unwrap();
    receiver.unwrap()
}

#[tokio::test]
async fn entries_go_in_order_and_then_the_head() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let tenant = plane
            .tenant(strategy.as_str())
            .strategy(strategy)
            .build()
            .await;
        enter(&tenant, 3).await;
        let before = plane.platform().sign_log(tenant.id()).await.unwrap();
        let first = before.unwrap().head.size;
        given::receiver(&tenant, URL).await;
        enter(&tenant, 150).await;
        let head = plane.platform().sign_log(tenant.id()).await.unwrap();
        let size = head.unwrap().head.size;
        let shown = state(&tenant).await;
        assert_eq!((shown.waiting, shown.last), (151, None));
        let (all, last) = take_all(&plane, &tenant).await;
        let expected: Vec<u64> = (first..size).collect();
        assert_eq!(all, expected, "from the entry about the receiver on");
        assert_eq!(last["type"], "log.head");
        assert_eq!(last["data"]["head"]["size"], size);
        assert_eq!(last["data"]["public_key"], plane.platform().head_key());
        let shown = state(&tenant).await;
        let last = i64::try_from(size).unwrap();
        assert_eq!((shown.waiting, shown.last), (0, Some(last)));
        assert!(next(plane.platform(), &tenant).await.is_none());
        // What is not signed yet is not sent.
        enter(&tenant, 1).await;
        assert!(next(plane.platform(), &tenant).await.is_none());
    }
}

#[tokio::test]
async fn an_entry_says_what_the_log_says() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 1).await;
    let delivery = next(plane.platform(), &acme).await.unwrap();
    assert_eq!(delivery.url.as_disclosed(), URL);
    let message = said(&delivery);
    assert_eq!(message["type"], "log.entries");
    assert_eq!(message["data"]["tenant"], "acme");
    let entries = message["data"]["entries"].as_array().unwrap();
    let log = acme.owner().await;
    let log = log.event_list(
        contract::audit::EventFilter::default(),
        contract::PageRequest::default(),
    );
    let newest = log.await.unwrap().items.swap_remove(0);
    let sent = &entries.last().unwrap()["event"];
    assert_eq!(*sent, serde_json::to_value(newest).unwrap());
    assert_eq!(sent["detail"]["note"], "Ada Lovelace");
    // Told to the log: the server, and not the rest of the address.
    let about = entries[0]["event"].to_string();
    assert!(
        about.contains("receiver.set") && about.contains("siem.example"),
        "{about}"
    );
    assert!(!about.contains("s3cret"), "{about}");
}

#[tokio::test]
async fn a_message_that_nobody_spoke_of_comes_again() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 5).await;
    let platform = plane.platform();
    assert_eq!(taken(platform).await, [acme.id()]);
    let lost = next(platform, &acme).await.unwrap();
    // Whoever carried it dies. Another node waits for as long as that one may have been at work.
    let other = plane.another_node().await;
    assert!(taken(&other).await.is_empty());
    // Not by its own clock, which may be another.
    plane.clock().advance(TimeDelta::seconds(61));
    assert!(taken(&other).await.is_empty());
    plane.sabotage(LEASE_IS_OVER).await;
    assert_eq!(taken(&other).await, [acme.id()]);
    let again = next(&other, &acme).await.unwrap();
    assert_eq!(header(&lost, "webhook-id"), header(&again, "webhook-id"));
    assert_eq!(said(&lost)["data"], said(&again)["data"]);
    assert!(other.note_delivery(&again, Ok(200)).await.unwrap());
    // The first one was only slow, and does not take the receiver back.
    assert!(!platform.note_delivery(&lost, Ok(200)).await.unwrap());
    let (all, head) = take_all(&plane, &acme).await;
    assert!(all.is_empty(), "{all:?}");
    assert_eq!(head["type"], "log.head");
    let turn = turn(&other, &acme).await;
    other.release_receiver(turn).await.unwrap();
    enter(&acme, 1).await;
    sign(&plane, &acme).await;
    assert_eq!(taken(platform).await, [acme.id()]);
}

/// What an address learned counts for nothing once the receiver is at another: it would never get those entries.
#[tokio::test]
async fn what_an_old_address_answers_is_not_the_new_ones() {
    const NEW: &str = "https://new.example/log";
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 3).await;
    let platform = plane.platform();
    assert_eq!(taken(platform).await, [acme.id()]);
    let to_old = next(platform, &acme).await.unwrap();
    given::receiver(&acme, NEW).await;
    for told in [Ok(200), Err("nobody is there".into())] {
        assert!(!platform.note_delivery(&to_old, told).await.unwrap());
    }
    assert_eq!(state(&acme).await.error, None);
    assert_eq!(taken(platform).await, [acme.id()]);
    let to_new = next(platform, &acme).await.unwrap();
    assert_eq!(to_new.url.as_disclosed(), NEW);
    assert_eq!(positions(&said(&to_new)), positions(&said(&to_old)));
    assert!(platform.note_delivery(&to_new, Ok(200)).await.unwrap());
}

#[tokio::test]
async fn a_receiver_that_is_away_is_asked_less_and_less_and_loses_nothing() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 2).await;
    let (luna, _) = streamed(&plane, "luna", 2).await;
    let platform = plane.platform();
    let mut pauses = Vec::new();
    for _ in 0..12 {
        let delivery = next(platform, &acme).await.unwrap();
        let told = platform.note_delivery(&delivery, Err("nobody is there".into()));
        assert!(!told.await.unwrap());
        assert!(next(platform, &acme).await.is_none());
        let shown = state(&acme).await;
        assert_eq!(shown.error.as_deref(), Some("It failed: nobody is there."));
        let pause = shown.next_at.unwrap() - plane.clock().now();
        pauses.push(pause);
        plane.clock().advance(pause);
    }
    assert!(pauses.is_sorted() && pauses[0] < pauses[5], "{pauses:?}");
    assert_eq!(pauses[11], TimeDelta::hours(1));
    // Nobody else waits.
    let (all, _) = take_all(&plane, &luna).await;
    assert_eq!(all.len(), 3);
    let delivery = next(platform, &acme).await.unwrap();
    assert!(!platform.note_delivery(&delivery, Ok(503)).await.unwrap());
    let shown = state(&acme).await;
    assert_eq!(shown.error.as_deref(), Some("The server answered 503."));
    // A redirect is no delivery either.
    plane.clock().advance(TimeDelta::hours(1));
    let delivery = next(platform, &acme).await.unwrap();
    assert!(!platform.note_delivery(&delivery, Ok(307)).await.unwrap());
    plane.clock().advance(TimeDelta::hours(1));
    let (all, _) = take_all(&plane, &acme).await;
    assert_eq!(all.len(), 3);
    let shown = state(&acme).await;
    assert_eq!((shown.error, shown.next_at, shown.waiting), (None, None, 0));
}

/// Whether a message bears a good signature made with this secret.
fn is_signed(delivery: &Delivery, secret: &str) -> bool {
    let secret = WebhookSecret::parse(&Sensitive::new(secret.to_owned())).unwrap();
    let at = header(delivery, "webhook-timestamp").parse().unwrap();
    let at: DateTime<Utc> = DateTime::from_timestamp(at, 0).unwrap();
    let signed = secret.sign(header(delivery, "webhook-id"), at, &delivery.body);
    let signed = signed.unwrap();
    header(delivery, "webhook-signature")
        .split(' ')
        .any(|one| one == signed)
}

#[tokio::test]
async fn a_renewed_secret_signs_beside_the_one_before_for_a_day() {
    let plane = Plane::new().await;
    let (acme, made) = streamed(&plane, "acme", 1).await;
    let first = made.secret.unwrap().0;
    let delivery = next(plane.platform(), &acme).await.unwrap();
    assert!(is_signed(&delivery, &first));
    let owner = acme.owner().await;
    let second = owner.receiver_renew().await.unwrap().secret.unwrap().0;
    assert_ne!(first, second);
    let delivery = next(plane.platform(), &acme).await.unwrap();
    assert!(is_signed(&delivery, &first) && is_signed(&delivery, &second));
    let fault = owner.receiver_renew().await.unwrap_err();
    assert_eq!(
        fault.code,
        FaultCode::Conflict,
        "the first would end at once"
    );
    plane.clock().advance(TimeDelta::hours(24));
    let delivery = next(plane.platform(), &acme).await.unwrap();
    assert!(!is_signed(&delivery, &first) && is_signed(&delivery, &second));
    // Only who proved lately who they are is shown a secret, and only a new one.
    assert_eq!(state(&acme).await.secret, None);
}

#[tokio::test]
async fn a_test_goes_out_at_once_and_changes_nothing_else() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let fault = owner.receiver_test().await.unwrap_err();
    assert_eq!(fault.code, FaultCode::NotFound);
    let draft = ReceiverDraft {
        url: URL.into(),
        is_on: false,
    };
    owner.receiver_set(draft).await.unwrap();
    sign(&plane, &acme).await;
    let platform = plane.platform();
    assert!(taken(platform).await.is_empty());
    owner.receiver_test().await.unwrap();
    assert_eq!(state(&acme).await.test.unwrap().at, None);
    assert_eq!(taken(platform).await, [acme.id()]);
    let delivery = next(platform, &acme).await.unwrap();
    assert_eq!(said(&delivery)["type"], "log.test");
    let told = platform.note_delivery(&delivery, Err("nobody is there".into()));
    told.await.unwrap();
    assert!(
        next(platform, &acme).await.is_none(),
        "it is off, and is tested once"
    );
    let test = state(&acme).await.test.unwrap();
    assert_eq!(test.at, Some(plane.clock().now()));
    assert!(test.error.unwrap().contains("nobody is there"));
    assert_eq!(state(&acme).await.last, None);
}

#[tokio::test]
async fn entries_wait_while_it_is_off_and_while_nobody_gets_in() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 2).await;
    let owner = acme.owner().await;
    let draft = |is_on| ReceiverDraft {
        url: URL.into(),
        is_on,
    };
    owner.receiver_set(draft(false)).await.unwrap();
    sign(&plane, &acme).await;
    let platform = plane.platform();
    assert!(taken(platform).await.is_empty());
    assert!(next(platform, &acme).await.is_none());
    owner.receiver_set(draft(true)).await.unwrap();
    sign(&plane, &acme).await;
    let operator = plane.operator().await;
    operator
        .tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    assert_eq!(taken(platform).await, [acme.id()]);
    let turn = turn(platform, &acme).await;
    platform.release_receiver(turn).await.unwrap();
    operator
        .tenant_deactivate(acme.id(), String::new())
        .await
        .unwrap();
    assert!(taken(platform).await.is_empty());
    operator.tenant_restore(acme.id()).await.unwrap();
    assert_eq!(taken(platform).await, [acme.id()]);
    let (all, _) = take_all(&plane, &acme).await;
    assert!(all.len() >= 5 && all.is_sorted(), "{all:?}");
    let whole: Vec<u64> = (all[0]..all[0] + all.len() as u64).collect();
    assert_eq!(all, whole);
}

#[tokio::test]
async fn what_is_not_genuine_is_not_sent() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 3).await;
    let last = state(&acme).await.waiting;
    let change = "UPDATE tenants_shared.events SET action = 'test.read'
                  WHERE position = (SELECT max(position) FROM tenants_shared.events)";
    plane.sabotage(change).await;
    let turn = turn(plane.platform(), &acme).await;
    let fault = plane.platform().next_delivery(turn).await;
    assert!(fault.is_err());
    let shown = state(&acme).await;
    assert_eq!((shown.waiting, shown.last), (last, None));
    assert!(shown.error.unwrap().contains("not genuine"));
}

/// AUD-2: whoever writes the database as a superuser can take the log back, heads and all, and have another story signed by
/// the product itself. The head that the receiver got tells.
#[tokio::test]
async fn a_received_head_tells_of_a_log_that_was_written_anew() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 5).await;
    let (_, message) = take_all(&plane, &acme).await;
    assert_eq!(message["type"], "log.head");
    let head = Anchor::from_line(&message.to_string()).unwrap();
    let verdict = async |anchors: &[Anchor]| {
        let verdict = plane.platform().verify_log(acme.id(), anchors).await;
        verdict.unwrap().flaw
    };
    assert_eq!(verdict(std::slice::from_ref(&head)).await, None);
    let (from, to) = (head.head.size - 4, head.head.size);
    let back = format!(
        "DELETE FROM tenants_shared.event_heads;
         DELETE FROM tenants_shared.events WHERE position >= {from};
         UPDATE tenants_shared.event_log SET size = {from}"
    );
    plane.sabotage(&back).await;
    assert_eq!(
        verdict(std::slice::from_ref(&head)).await,
        Some(Flaw::Cut(from))
    );
    enter(&acme, 9).await;
    sign(&plane, &acme).await;
    assert_eq!(verdict(&[]).await, None, "from here alone nothing is seen");
    let found = verdict(std::slice::from_ref(&head)).await;
    assert_eq!(found, Some(Flaw::Rewritten { from: 0, to }));
}

#[tokio::test]
async fn address_and_secret_are_sealed() {
    let plane = Plane::new().await;
    let (acme, made) = streamed(&plane, "acme", 1).await;
    acme.owner().await.receiver_renew().await.unwrap();
    let row: Vec<u8> =
        sqlx::query_scalar("SELECT url || secret || old_secret FROM platform.log_receivers")
            .fetch_one(&mut plane.superuser().await)
            .await
            .unwrap();
    let row = String::from_utf8_lossy(&row).into_owned();
    assert!(!row.contains("siem") && !row.contains("whsec"));
    assert!(!format!("{:?}", made.secret).contains("whsec"));
}

#[tokio::test]
async fn a_receiver_that_is_deleted_is_gone() {
    let plane = Plane::new().await;
    let (acme, made) = streamed(&plane, "acme", 1).await;
    let owner = acme.owner().await;
    owner.receiver_delete().await.unwrap();
    assert_eq!(owner.receiver_get().await.unwrap(), None);
    assert!(next(plane.platform(), &acme).await.is_none());
    assert!(taken(plane.platform()).await.is_empty());
    for fault in [
        owner.receiver_delete().await.unwrap_err(),
        owner.receiver_renew().await.unwrap_err(),
    ] {
        assert_eq!(fault.code, FaultCode::NotFound);
    }
    let anew = given::receiver(&acme, URL).await;
    assert_ne!(anew.secret, made.secret);
    assert_eq!(anew.waiting, 0, "it begins now");
    let draft = ReceiverDraft {
        url: "https://ada:secret@siem.example".into(),
        is_on: true,
    };
    let fault = owner.receiver_set(draft).await.unwrap_err();
    assert!(fault.fields.contains_key("url"), "{fault:?}");
    assert_eq!(state(&acme).await.url, URL);
}

#[tokio::test]
async fn a_secret_that_signs_nothing_any_more_is_gone() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 1).await;
    acme.owner().await.receiver_renew().await.unwrap();
    for (hours, is_there) in [(23, true), (1, false)] {
        plane.clock().advance(TimeDelta::hours(hours));
        plane.platform().sweep().await.unwrap();
        let old = "SELECT old_secret IS NOT NULL AND old_secret_until IS NOT NULL FROM platform.log_receivers";
        let old: bool = sqlx::query_scalar(old)
            .fetch_one(&mut plane.superuser().await)
            .await
            .unwrap();
        assert_eq!(old, is_there);
    }
}
