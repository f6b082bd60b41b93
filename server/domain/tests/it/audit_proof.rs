//! AUD-2 and I-75: whoever rewrites a tenant's log as a superuser is found, and where.

use contract::{
    PageRequest,
    audit::{AuditLog, EventFilter},
    customers::{CustomerDraft, Customers},
    tenants::{Strategy, Tenants},
};
use domain::audit_proof::{Anchor, Flaw, Verdict};
use sqlx::AssertSqlSafe;
use store::AuditEntry;
use testkit::{Plane, TenantPlane, give_up_at};

/// A tenant with some entries in its log, the first of which are signed.
async fn logged(plane: &Plane, slug: &str, strategy: Strategy) -> (TenantPlane, Vec<Anchor>) {
    let tenant = plane.tenant(slug).strategy(strategy).build().await;
    let mut anchors = Vec::new();
    for round in 0..3 {
        for number in 0..4 {
            enter(&tenant, &format!("round {round}, {number}")).await;
        }
        let signed = plane.platform().sign_log(tenant.id()).await.unwrap();
        anchors.push(signed.unwrap());
    }
    (tenant, anchors)
}

async fn enter(tenant: &TenantPlane, note: &str) {
    let entry = AuditEntry::new("test.write", "test", "it").with("note", note);
    tenant.write().await.commit(entry).await.unwrap();
}

async fn verdict(plane: &Plane, tenant: &TenantPlane, anchors: &[Anchor]) -> Verdict {
    let verdict = plane.platform().verify_log(tenant.id(), anchors).await;
    verdict.unwrap()
}

async fn flaw(plane: &Plane, tenant: &TenantPlane, anchors: &[Anchor]) -> Option<Flaw> {
    verdict(plane, tenant, anchors).await.flaw
}

#[tokio::test]
async fn a_log_that_nobody_touched_is_genuine_wherever_it_is() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let (acme, anchors) = logged(&plane, strategy.as_str(), strategy).await;
        let looked_at = verdict(&plane, &acme, &anchors).await;
        let size = anchors[2].head.size;
        let expected = Verdict {
            entries: size,
            signed: size,
            expired: 0,
            flaw: None,
        };
        assert_eq!(looked_at, expected);
        assert!(size >= 12);
        // The newest entries may not be signed yet, and then are.
        enter(&acme, "late").await;
        let looked_at = verdict(&plane, &acme, &anchors).await;
        assert_eq!((looked_at.entries, looked_at.signed), (size + 1, size));
        let signed = plane.platform().sign_log(acme.id()).await.unwrap();
        assert_eq!(signed.unwrap().head.size, size + 1);
        let again = plane.platform().sign_log(acme.id()).await.unwrap();
        assert_eq!(again, None, "nothing was added");
    }
}

/// The flaw that is found, by the position and the size that were tampered with.
type Finding = fn(u64, u64) -> Flaw;

/// What a superuser does to the log of one tenant, and what is found. `{at}` is the position of an entry, `{size}` that
/// of the newest head.
const TAMPERINGS: &[(&str, Finding)] = &[
    (
        "UPDATE events SET entry = set_byte(entry, 40, 255 - get_byte(entry, 40)) WHERE position = {at}",
        |at, _| Flaw::Changed(at),
    ),
    ("UPDATE events SET action = 'test.read' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    ("UPDATE events SET target_id = 'that' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    ("UPDATE events SET at = at - interval '1 day' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    (
        "UPDATE events SET actor_kind = 'user', actor_id = gen_random_uuid() WHERE position = {at}",
        |at, _| Flaw::Changed(at),
    ),
    ("UPDATE events SET request_id = 'another' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    (
        "UPDATE events SET actor_terms = '{}' WHERE position = {at}",
        |at, _| Flaw::Changed(at),
    ),
    // Entries that nobody sealed, in the clear as before there were keys: at the end, and outside of the positions.
    (
        "ALTER TABLE events DROP CONSTRAINT events_sealed;
         UPDATE event_log SET size = size + 1;
         INSERT INTO events SELECT tenant_id, gen_random_uuid(), action, actor_kind, actor_id, target_kind, target_id,
                request_id, at, {size}, convert_to(jsonb_build_object('action', action)::text, 'UTF8'), '{}', 0
         FROM events WHERE position = 0",
        |_, size| Flaw::Changed(size),
    ),
    (
        "ALTER TABLE events DROP CONSTRAINT events_position_check;
         INSERT INTO events SELECT tenant_id, gen_random_uuid(), action, actor_kind, actor_id, target_kind, target_id,
                request_id, at, -1, entry, actor_terms, key_version FROM events WHERE position = 0",
        |_, _| Flaw::Stray,
    ),
    // An entry of another place, and one that was never written.
    (
        "UPDATE events e SET entry = o.entry FROM events o WHERE e.position = {at} AND o.position = {at} + 1",
        |at, _| Flaw::Changed(at),
    ),
    ("DELETE FROM events WHERE position = {at}", |at, _| Flaw::Removed(at)),
    (
        "DELETE FROM events WHERE position = {at};
         UPDATE events SET position = position + 1000 WHERE position > {at};
         UPDATE events SET position = position - 1001 WHERE position >= 1000;
         UPDATE event_log SET size = size - 1",
        |at, _| Flaw::Changed(at),
    ),
    (
        "UPDATE events SET position = position + 1000 WHERE position IN ({at}, {at} + 1);
         UPDATE events SET position = CASE position WHEN {at} + 1000 THEN {at} + 1 ELSE {at} END WHERE position >= 1000",
        |at, _| Flaw::Changed(at),
    ),
    (
        "UPDATE events SET position = position + 1000 WHERE position >= {at};
         UPDATE events SET position = position - 999 WHERE position >= 1000;
         INSERT INTO events SELECT tenant_id, gen_random_uuid(), action, actor_kind, actor_id, target_kind, target_id,
                request_id, at, {at}, entry, actor_terms, key_version FROM events WHERE position = {at} + 1",
        |at, _| Flaw::Changed(at),
    ),
    ("DELETE FROM events WHERE position >= {at}", |at, _| Flaw::Cut(at)),
    (
        "DELETE FROM events WHERE position >= {at}; UPDATE event_log SET size = {at}",
        |at, _| Flaw::Cut(at),
    ),
    // Only heads that are kept elsewhere tell of this.
    (
        "DELETE FROM events WHERE position >= {at}; UPDATE event_log SET size = {at};
         DELETE FROM event_heads WHERE size > {at}",
        |at, _| Flaw::Cut(at),
    ),
    ("UPDATE event_heads SET root = sha256('x') WHERE size = {size}", |_, size| {
        Flaw::Forged(size)
    }),
    ("UPDATE event_heads SET peaks = set_byte(peaks, 0, 1) WHERE size = {size}", |_, size| {
        Flaw::Forged(size)
    }),
    ("UPDATE event_heads SET root = 'x' WHERE size = {size}", |_, size| Flaw::Forged(size)),
    ("UPDATE event_heads SET signed_at = now() WHERE size = {size}", |_, size| {
        Flaw::Forged(size)
    }),
];

#[tokio::test]
async fn whoever_rewrites_a_log_is_found_and_where() {
    let plane = Plane::new().await;
    let zen = plane.tenant("zen").build().await;
    for (number, (tampering, expected)) in TAMPERINGS.iter().enumerate() {
        let (acme, anchors) = logged(&plane, &format!("acme-{number}"), Strategy::Schema).await;
        assert_eq!(flaw(&plane, &acme, &anchors).await, None, "{tampering}");
        let (at, size) = (anchors[1].head.size - 2, anchors[2].head.size);
        let schema: String =
            sqlx::query_scalar("SELECT schema FROM platform.placements WHERE tenant_id = $1")
                .bind(acme.id().uuid())
                .fetch_one(&mut plane.superuser().await)
                .await
                .unwrap();
        let statement = tampering
            .replace("{at}", &at.to_string())
            .replace("{size}", &size.to_string());
        let statement = format!("SET search_path = {schema}; {statement}");
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut plane.superuser().await)
            .await
            .unwrap_or_else(|error| panic!("{tampering}: {error}"));
        let found = flaw(&plane, &acme, &anchors).await;
        assert_eq!(found, Some(expected(at, size)), "{tampering}");
    }
    assert_eq!(
        flaw(&plane, &zen, &[]).await,
        None,
        "others' logs are genuine"
    );
}

/// Somebody with the tenant's key, who could seal entries, still cannot sign for them.
#[tokio::test]
async fn entries_that_were_sealed_anew_are_told_by_the_heads() {
    let plane = Plane::new().await;
    let (acme, anchors) = logged(&plane, "acme", Strategy::Shared).await;
    let (from, to) = (anchors[1].head.size, anchors[2].head.size);
    let back = format!(
        "DELETE FROM tenants_shared.events WHERE position >= {from};
         UPDATE tenants_shared.event_log SET size = {from}"
    );
    sqlx::raw_sql(AssertSqlSafe(back))
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    for _ in from..to {
        enter(&acme, "another story").await;
    }
    let found = flaw(&plane, &acme, &anchors).await;
    assert_eq!(found, Some(Flaw::Rewritten { from, to }));
}

#[tokio::test]
async fn what_is_not_genuine_is_not_signed() {
    let plane = Plane::new().await;
    let (acme, _) = logged(&plane, "acme", Strategy::Shared).await;
    enter(&acme, "late").await;
    let change = "UPDATE tenants_shared.events SET action = 'test.read'
                  WHERE position = (SELECT max(position) FROM tenants_shared.events)";
    sqlx::raw_sql(change)
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    let refused = plane.platform().sign_log(acme.id()).await;
    assert_eq!(refused.unwrap_err().code, contract::FaultCode::Internal);
}

#[tokio::test]
async fn heads_of_others_and_of_nobody_are_no_anchors() {
    let plane = Plane::new().await;
    let (acme, anchors) = logged(&plane, "acme", Strategy::Shared).await;
    let (luna, others) = logged(&plane, "luna", Strategy::Shared).await;
    let size = others[0].head.size;
    let found = flaw(&plane, &acme, &others).await;
    assert_eq!(found, Some(Flaw::Forged(size)), "signed for another");
    let mut forged = anchors[0].clone();
    forged.head.size += 1;
    let found = flaw(&plane, &acme, &[forged.clone()]).await;
    assert_eq!(found, Some(Flaw::Forged(forged.head.size)));
    assert_eq!(flaw(&plane, &luna, &others).await, None);
}

#[test]
fn an_anchor_is_read_from_its_line_and_from_no_other() {
    for line in ["", "{}", "[1]", r#"{"tenant":"x"}"#] {
        assert_eq!(Anchor::from_line(line), None, "{line}");
    }
}

#[tokio::test]
async fn a_line_holds_the_whole_anchor() {
    let plane = Plane::new().await;
    let (acme, anchors) = logged(&plane, "acme", Strategy::Shared).await;
    let lines = anchors.iter().map(Anchor::to_line);
    let read: Vec<_> = lines
        .map(|line| Anchor::from_line(&line).unwrap())
        .collect();
    assert_eq!(read, anchors);
    assert_eq!(flaw(&plane, &acme, &read).await, None);
}

#[tokio::test]
async fn entries_written_side_by_side_stand_in_one_row() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let before = verdict(&plane, &acme, &[]).await.entries;
    let mut people = Vec::new();
    for person in 0..8 {
        let owner = owner.clone();
        people.push(tokio::spawn(async move {
            for number in 0..10_usize {
                let draft = CustomerDraft {
                    name: format!("Customer {person} {number}"),
                    ..CustomerDraft::default()
                };
                // Some give up on the way, which must not leave a gap.
                let entered = give_up_at(3 + number % 7, owner.customer_create(draft.clone()));
                if entered.await.is_none() {
                    owner.customer_create(draft).await.unwrap();
                }
            }
        }));
    }
    let signing = tokio::spawn({
        let (platform, id) = (plane.platform().clone(), acme.id());
        async move {
            for _ in 0..20 {
                platform.sign_log(id).await.unwrap();
            }
        }
    });
    for person in people {
        person.await.unwrap();
    }
    signing.await.unwrap();
    plane.platform().sign_log(acme.id()).await.unwrap();
    let looked_at = verdict(&plane, &acme, &[]).await;
    assert_eq!(looked_at.flaw, None);
    assert_eq!(looked_at.signed, looked_at.entries);
    assert!(looked_at.entries >= before + 80);
}

#[tokio::test]
async fn entries_are_found_by_who_wrote_them_and_read_as_they_were_written() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let draft = CustomerDraft {
        name: "Ada".into(),
        ..CustomerDraft::default()
    };
    owner.customer_create(draft).await.unwrap();
    let name = acme.account(&acme.email("owner")).await.unwrap().name;
    let filter = |actor: &str| EventFilter {
        actor: actor.into(),
        ..EventFilter::default()
    };
    let first = name.split(' ').next().unwrap();
    let found = owner
        .event_list(filter(first), PageRequest::default())
        .await;
    let found = found.unwrap().items;
    assert!(found.iter().any(|event| event.action == "customer.create"));
    assert!(found.iter().all(|event| event.actor_name == name));
    let nobody = owner
        .event_list(filter("nobody"), PageRequest::default())
        .await;
    assert!(nobody.unwrap().items.is_empty());
    // What is shown is what was sealed, whatever the columns beside it say.
    sqlx::raw_sql("UPDATE tenants_shared.events SET action = 'customer.delete' WHERE action = 'customer.create'")
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    let shown = owner
        .event_list(filter(first), PageRequest::default())
        .await
        .unwrap();
    assert!(
        shown
            .items
            .iter()
            .any(|event| event.action == "customer.create")
    );
}

/// The log goes on, and is signed, while nobody may write in the tenant.
#[tokio::test]
async fn the_log_of_a_suspended_tenant_is_signed_too() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    plane.platform().sign_log(acme.id()).await.unwrap();
    let desk = plane.operator().await;
    desk.tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    let scope = acme.scope().await;
    let entry = AuditEntry::new("test.refused", "test", "it");
    plane.database().put_on_record(&scope, entry).await.unwrap();
    assert!(
        plane
            .platform()
            .sign_log(acme.id())
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(flaw(&plane, &acme, &[]).await, None);
}
