//! AUD-2 for the platform's own log: whoever rewrites what operators did is found, and where.

use domain::audit_proof::{Anchor, Flaw, Verdict};
use store::{Actor, AuditEntry, Caller, Seeds};
use testkit::{Plane, keepers, master_key, secrets};
use vault::{Context, Keeper};

async fn enter(plane: &Plane, entries: usize) {
    for number in 0..entries {
        let writer = plane.database().platform_write().await.unwrap();
        let entry = AuditEntry::new("test.write", "test", number)
            .with("note", "a\u{e9} \"quoted\"")
            .with("share", 0.5);
        let actor = Actor::System("test");
        let caller = Caller::default();
        writer.commit(&actor, &caller, None, entry).await.unwrap();
    }
}

/// Some entries, the heads over which were kept.
async fn logged(plane: &Plane) -> Vec<Anchor> {
    plane.operator().await;
    let mut anchors = Vec::new();
    for _ in 0..3 {
        enter(plane, 4).await;
        let signed = plane.platform().sign_platform_log().await.unwrap();
        anchors.push(signed.unwrap());
    }
    anchors
}

async fn verdict(plane: &Plane, anchors: &[Anchor]) -> Verdict {
    let verdict = plane.platform().verify_platform_log(anchors).await;
    verdict.unwrap()
}

#[tokio::test]
async fn an_empty_platform_log_is_genuine_and_has_no_head() {
    let plane = Plane::new().await;
    let signed = plane.platform().sign_platform_log().await.unwrap();
    assert_eq!(signed, None);
    assert_eq!(verdict(&plane, &[]).await.flaw, None);
}

#[tokio::test]
async fn a_platform_log_that_nobody_touched_is_genuine() {
    let plane = Plane::new().await;
    let anchors = logged(&plane).await;
    let size = anchors[2].head.size;
    let looked_at = verdict(&plane, &anchors).await;
    let expected = Verdict {
        entries: size,
        signed: size,
        expired: 0,
        flaw: None,
    };
    assert_eq!(looked_at, expected);
    assert!(size >= 12);
    let lines: Vec<_> = anchors
        .iter()
        .map(|anchor| Anchor::from_line(&anchor.to_line()).unwrap())
        .collect();
    assert_eq!(lines, anchors);
    let again = plane.platform().sign_platform_log().await.unwrap();
    assert_eq!(again, None, "nothing was added");
    enter(&plane, 1).await;
    let looked_at = verdict(&plane, &anchors).await;
    assert_eq!((looked_at.entries, looked_at.signed), (size + 1, size));
}

#[tokio::test]
async fn entries_of_the_platform_written_side_by_side_stand_in_one_row() {
    let plane = Plane::new().await;
    let writers = (0..6).map(|_| enter(&plane, 5));
    futures(writers).await;
    plane.platform().sign_platform_log().await.unwrap();
    let looked_at = verdict(&plane, &[]).await;
    assert_eq!(
        (looked_at.flaw, looked_at.signed),
        (None, looked_at.entries)
    );
    assert!(looked_at.entries >= 30);
}

/// Drives all of them together.
async fn futures(all: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if all.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}

/// The flaw that is found, by the position and the size that were tampered with.
type Finding = fn(u64, u64) -> Flaw;

/// What a superuser does, and what is found. `{at}` is the position of an entry, `{size}` that of the newest head.
const TAMPERINGS: &[(&str, Finding)] = &[
    ("UPDATE platform.events SET action = 'test.read' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    ("UPDATE platform.events SET actor_name = 'somebody' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    ("UPDATE platform.events SET detail = '{}' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    ("UPDATE platform.events SET at = at - interval '1 day' WHERE position = {at}", |at, _| {
        Flaw::Changed(at)
    }),
    (
        "UPDATE platform.events SET entry = set_byte(entry, 40, 255 - get_byte(entry, 40)) WHERE position = {at}",
        |at, _| Flaw::Changed(at),
    ),
    // Without its seal an entry passes for one from before there were seals, and only where such entries were counted.
    (
        "UPDATE platform.events SET entry = NULL, actor_name = 'somebody' WHERE position = {at}",
        |at, _| Flaw::Changed(at),
    ),
    (
        "UPDATE platform.events SET entry = NULL, actor_name = 'somebody' WHERE position = 0",
        |_, _| Flaw::Changed(0),
    ),
    (
        "DELETE FROM platform.event_heads; UPDATE platform.events SET entry = NULL, actor_name = 'somebody'",
        |_, _| Flaw::Changed(0),
    ),
    ("UPDATE platform.event_log SET unsealed = NULL", |_, _| Flaw::Uncounted),
    (
        "UPDATE platform.event_log SET unsealed = set_byte(unsealed, 12, 255 - get_byte(unsealed, 12))",
        |_, _| Flaw::Uncounted,
    ),
    (
        "UPDATE platform.event_log SET unsealed = (SELECT entry FROM platform.events WHERE position = {at})",
        |_, _| Flaw::Uncounted,
    ),
    (
        "UPDATE platform.events e SET entry = o.entry FROM platform.events o
         WHERE e.position = {at} AND o.position = {at} + 1",
        |at, _| Flaw::Changed(at),
    ),
    ("DELETE FROM platform.events WHERE position = {at}", |at, _| Flaw::Removed(at)),
    (
        "DELETE FROM platform.events WHERE position = {at};
         UPDATE platform.events SET position = position + 1000 WHERE position > {at};
         UPDATE platform.events SET position = position - 1001 WHERE position >= 1000;
         UPDATE platform.event_log SET size = size - 1",
        |at, _| Flaw::Changed(at),
    ),
    (
        "UPDATE platform.events SET position = position + 1000 WHERE position >= {at};
         UPDATE platform.events SET position = position - 999 WHERE position >= 1000;
         INSERT INTO platform.events SELECT gen_random_uuid(), tenant_id, action, actor_kind, actor_id, actor_name,
                target_kind, target_id, detail, ip, request_id, at, {at}, entry FROM platform.events
         WHERE position = {at} + 1",
        |at, _| Flaw::Changed(at),
    ),
    (
        "INSERT INTO platform.events SELECT gen_random_uuid(), tenant_id, action, actor_kind, actor_id, actor_name,
                target_kind, target_id, detail, ip, request_id, at, {size}, NULL FROM platform.events WHERE position = 0;
         UPDATE platform.event_log SET size = size + 1",
        |_, size| Flaw::Changed(size),
    ),
    (
        "ALTER TABLE platform.events DROP CONSTRAINT events_position_check;
         INSERT INTO platform.events SELECT gen_random_uuid(), tenant_id, action, actor_kind, actor_id, actor_name,
                target_kind, target_id, detail, ip, request_id, at, -1, entry FROM platform.events WHERE position = 0",
        |_, _| Flaw::Stray,
    ),
    ("DELETE FROM platform.events WHERE position >= {at}", |at, _| Flaw::Cut(at)),
    (
        "DELETE FROM platform.events WHERE position >= {at}; UPDATE platform.event_log SET size = {at}",
        |at, _| Flaw::Cut(at),
    ),
    (
        "UPDATE platform.event_heads SET root = sha256('else') WHERE size = {size}",
        |_, size| Flaw::Forged(size),
    ),
];

#[tokio::test]
async fn whoever_rewrites_the_platform_log_is_found_and_where() {
    let plane = Plane::new().await;
    let anchors = logged(&plane).await;
    let size = anchors[2].head.size;
    let at = size - 3;
    let tables = ["events", "event_log", "event_heads"];
    for table in tables {
        let keep = format!("CREATE TABLE kept_{table} AS TABLE platform.{table}");
        plane.sabotage(&keep).await;
    }
    for (tampering, finding) in TAMPERINGS {
        let tampering = tampering.replace("{at}", &at.to_string());
        plane
            .sabotage(&tampering.replace("{size}", &size.to_string()))
            .await;
        let found = verdict(&plane, &[]).await.flaw;
        assert_eq!(found, Some(finding(at, size)), "{tampering}");
        for table in tables {
            let back = format!(
                "TRUNCATE platform.{table}; INSERT INTO platform.{table} TABLE kept_{table}"
            );
            plane.sabotage(&back).await;
        }
        assert_eq!(verdict(&plane, &anchors).await.flaw, None, "{tampering}");
    }
}

#[tokio::test]
async fn a_platform_log_that_was_taken_back_is_told_by_a_head_that_was_kept() {
    let plane = Plane::new().await;
    let anchors = logged(&plane).await;
    let (from, to) = (anchors[1].head.size, anchors[2].head.size);
    let back = format!(
        "DELETE FROM platform.event_heads WHERE size > {from};
         DELETE FROM platform.events WHERE position >= {from};
         UPDATE platform.event_log SET size = {from}"
    );
    plane.sabotage(&back).await;
    assert_eq!(verdict(&plane, &[]).await.flaw, None);
    assert_eq!(verdict(&plane, &anchors).await.flaw, Some(Flaw::Cut(from)));
    enter(&plane, 9).await;
    plane.platform().sign_platform_log().await.unwrap();
    let found = verdict(&plane, &anchors).await.flaw;
    assert_eq!(found, Some(Flaw::Rewritten { from, to }));
}

#[tokio::test]
async fn heads_of_tenants_are_none_of_the_platforms() {
    let plane = Plane::new().await;
    let anchors = logged(&plane).await;
    let acme = plane.tenant("acme").build().await;
    let others = plane.platform().sign_log(acme.id()).await.unwrap().unwrap();
    let size = others.head.size;
    let found = verdict(&plane, &[others]).await.flaw;
    assert_eq!(found, Some(Flaw::Forged(size)));
    let verdict = plane.platform().verify_log(acme.id(), &anchors[..1]).await;
    assert_eq!(
        verdict.unwrap().flaw,
        Some(Flaw::Forged(anchors[0].head.size))
    );
}

#[tokio::test]
async fn what_is_not_genuine_in_the_platform_log_is_not_signed() {
    let plane = Plane::new().await;
    logged(&plane).await;
    enter(&plane, 1).await;
    let newest = "(SELECT max(position) FROM platform.events)";
    let change = format!("UPDATE platform.events SET actor_name = 'x' WHERE position = {newest}");
    plane.sabotage(&change).await;
    assert!(plane.platform().sign_platform_log().await.is_err());
    let unseal = format!("UPDATE platform.events SET entry = NULL WHERE position = {newest}");
    plane.sabotage(&unseal).await;
    assert!(plane.platform().sign_platform_log().await.is_err());
}

/// Brings the plane to this version once more, as a server does when it starts.
async fn start_again(plane: &Plane) {
    let seeds = Seeds {
        before: Vec::new(),
        new: secrets(),
    };
    let keepers = keepers(&[&master_key()]);
    let done = store::bootstrap(plane.admin_url(), plane.name(), keepers, seeds).await;
    let template = format!("DROP DATABASE IF EXISTS {}_tenant_template", plane.name());
    plane.sabotage(&template).await;
    done.unwrap();
}

/// As the version before left it: entries so far are not sealed, and nothing says how many there are.
async fn as_it_was_before(plane: &Plane) {
    let master = master_key();
    let context = Context {
        purpose: "ids",
        tenant: None,
        version: 1,
    };
    let wrapped = master.keeper().wrap(&secrets().ids, &context).await;
    sqlx::query("UPDATE platform.secrets SET version = 1, wrapped = $1 WHERE name = 'ids'")
        .bind(wrapped.unwrap())
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    plane
        .sabotage(
            "UPDATE platform.events SET entry = NULL; UPDATE platform.event_log SET unsealed = NULL",
        )
        .await;
}

/// Somebody who writes the database and has no key removes all heads and takes the seals off: that is no log from before.
#[tokio::test]
async fn a_platform_log_without_heads_is_none_from_before_there_were_seals() {
    let plane = Plane::new().await;
    logged(&plane).await;
    plane
        .sabotage(
            "DELETE FROM platform.event_heads;
             UPDATE platform.events SET entry = NULL, actor_name = 'somebody'",
        )
        .await;
    for (further, flaw) in [
        ("SELECT", Flaw::Changed(0)),
        (
            "UPDATE platform.event_log SET unsealed = NULL",
            Flaw::Uncounted,
        ),
        ("DELETE FROM platform.event_log", Flaw::Uncounted),
    ] {
        plane.sabotage(further).await;
        start_again(&plane).await;
        assert!(plane.platform().sign_platform_log().await.is_err());
        let found = verdict(&plane, &[]).await.flaw;
        assert_eq!(found, Some(flaw), "{further}");
    }
}

#[tokio::test]
async fn entries_of_the_platform_log_from_before_there_were_seals_are_counted_once() {
    let plane = Plane::new().await;
    enter(&plane, 5).await;
    as_it_was_before(&plane).await;
    assert!(plane.platform().sign_platform_log().await.is_err());
    enter(&plane, 2).await;
    start_again(&plane).await;
    let head = plane.platform().sign_platform_log().await.unwrap();
    let head = head.unwrap();
    let size = head.head.size;
    let looked_at = verdict(&plane, std::slice::from_ref(&head)).await;
    assert_eq!((looked_at.flaw, looked_at.signed), (None, size));

    let tables = ["events", "event_heads"];
    for table in tables {
        let keep = format!("CREATE TABLE kept_{table} AS TABLE platform.{table}");
        plane.sabotage(&keep).await;
    }
    let old = size - 2;
    for (tampering, flaw) in [
        (
            "UPDATE platform.events SET actor_name = 'somebody' WHERE position = 2",
            Flaw::Rewritten { from: 0, to: old },
        ),
        (
            "UPDATE platform.events SET entry = NULL WHERE position = {old}",
            Flaw::Changed(old),
        ),
        (
            "DELETE FROM platform.events WHERE position >= 3",
            Flaw::Cut(3),
        ),
    ] {
        let tampering = tampering.replace("{old}", &old.to_string());
        plane.sabotage(&tampering).await;
        plane.sabotage("DELETE FROM platform.event_heads").await;
        start_again(&plane).await;
        assert!(plane.platform().sign_platform_log().await.is_err());
        assert_eq!(verdict(&plane, &[]).await.flaw, Some(flaw), "{tampering}");
        for table in tables {
            let back = format!(
                "TRUNCATE platform.{table}; INSERT INTO platform.{table} TABLE kept_{table}"
            );
            plane.sabotage(&back).await;
        }
    }
    assert_eq!(verdict(&plane, &[head]).await.flaw, None);
}
