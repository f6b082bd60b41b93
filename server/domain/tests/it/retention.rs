//! AUD-3: entries expire as the tenant says, nothing else goes, and the proof stays whole.

use chrono::TimeDelta;
use contract::{
    FaultCode,
    acts::Role,
    audit::ExportForm,
    retention::{Retention, RetentionDesk, RetentionDraft},
    tenants::{Strategy, Tenants},
};
use domain::{
    audit_check::{Checked, check},
    audit_proof::{Anchor, Flaw, Verdict},
};
use sqlx::AssertSqlSafe;
use store::AuditEntry;
use testkit::{Plane, TenantPlane};

async fn enter(tenant: &TenantPlane, note: &str) {
    let entry = AuditEntry::new("test.write", "test", "it").with("note", note);
    tenant.write().await.commit(entry).await.unwrap();
}

async fn keep_for(tenant: &TenantPlane, days: &str) {
    let draft = RetentionDraft { days: days.into() };
    tenant.owner().await.retention_update(draft).await.unwrap();
}

async fn sign(plane: &Plane, tenant: &TenantPlane) -> Anchor {
    let signed = plane.platform().sign_log(tenant.id()).await.unwrap();
    signed.unwrap()
}

/// A tenant that keeps entries for 30 days, with some that are older and signed under two heads.
async fn aged(plane: &Plane, slug: &str, strategy: Strategy) -> (TenantPlane, Vec<Anchor>) {
    let tenant = plane.tenant(slug).strategy(strategy).build().await;
    keep_for(&tenant, "30").await;
    enter(&tenant, "once upon a time").await;
    let mut anchors = vec![sign(plane, &tenant).await];
    enter(&tenant, "and then").await;
    anchors.push(sign(plane, &tenant).await);
    (tenant, anchors)
}

async fn expire(plane: &Plane, tenant: &TenantPlane) -> u64 {
    plane.platform().expire_log(tenant.id()).await.unwrap()
}

async fn verdict(plane: &Plane, tenant: &TenantPlane, anchors: &[Anchor]) -> Verdict {
    let verdict = plane.platform().verify_log(tenant.id(), anchors).await;
    verdict.unwrap()
}

async fn exported(tenant: &TenantPlane) -> (String, Checked) {
    let owner = tenant.owner().await;
    let mut export = owner.event_export(ExportForm::Jsonl).await.unwrap();
    let mut text = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        text.push_str(&piece);
    }
    let checked = check(text.as_bytes(), &[], None).unwrap();
    (text, checked)
}

async fn sql(plane: &Plane, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn entries_expire_and_their_proof_does_not_wherever_the_log_is() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let (acme, mut anchors) = aged(&plane, strategy.as_str(), strategy).await;
        let size = anchors[1].head.size;
        assert_eq!(expire(&plane, &acme).await, 0, "all are of today");
        plane.clock().advance(TimeDelta::days(31));
        assert_eq!(expire(&plane, &acme).await, size);
        assert_eq!(expire(&plane, &acme).await, 0, "and once");
        anchors.push(sign(&plane, &acme).await);
        // Heads from before and after hold.
        let found = verdict(&plane, &acme, &anchors).await;
        let expected = Verdict {
            entries: size + 1,
            signed: size + 1,
            expired: size,
            flaw: None,
        };
        assert_eq!(found, expected);
        let (text, checked) = exported(&acme).await;
        assert_eq!((checked.flaw, checked.expired), (None, size));
        assert!(!text.contains("once upon a time"));
        let last = acme.events().await;
        let last = last.iter().find(|event| event.action == "log.expire");
        let detail = &last.unwrap().detail;
        assert_eq!(
            (&detail["first_kept"], &detail["days"]),
            (&size.into(), &30.into())
        );
        plane.clock().advance(TimeDelta::days(-31));
    }
}

#[tokio::test]
async fn only_what_is_old_enough_and_signed_expires() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    enter(&acme, "kept for ever").await;
    sign(&plane, &acme).await;
    plane.clock().advance(TimeDelta::days(10_000));
    assert_eq!(expire(&plane, &acme).await, 0, "nobody said so");
    keep_for(&acme, "30").await;
    let signed = sign(&plane, &acme).await.head.size;
    enter(&acme, "not signed").await;
    assert_eq!(expire(&plane, &acme).await, signed);
    assert!(exported(&acme).await.0.contains("not signed"));
    // Whoever keeps everything again keeps what is left, and it stays proved.
    keep_for(&acme, "").await;
    sign(&plane, &acme).await;
    assert_eq!(expire(&plane, &acme).await, 0);
    assert_eq!(verdict(&plane, &acme, &[]).await.flaw, None);
    assert_eq!(exported(&acme).await.1.flaw, None);
}

#[tokio::test]
async fn every_log_expires_by_its_own_rule_suspended_ones_too() {
    let plane = Plane::new().await;
    let (acme, _) = aged(&plane, "acme", Strategy::Shared).await;
    let (zen, anchors) = aged(&plane, "zen", Strategy::Shared).await;
    keep_for(&acme, "365").await;
    sign(&plane, &acme).await;
    plane
        .operator()
        .await
        .tenant_suspend(zen.id(), "A late invoice.".into())
        .await
        .unwrap();
    plane.clock().advance(TimeDelta::days(31));
    let expired = plane.platform().expire_logs().await.unwrap();
    assert_eq!(expired, anchors[1].head.size);
    assert!(exported(&acme).await.0.contains("once upon a time"));
    assert_eq!(verdict(&plane, &zen, &anchors).await.flaw, None);
}

#[tokio::test]
async fn who_may_not_change_settings_does_not_change_the_retention() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let draft = |days: &str| RetentionDraft { days: days.into() };
    for role in [Role::Manager, Role::Staff, Role::ReadOnly] {
        let desk = acme.user(role).await;
        let refused = desk.retention_update(draft("30")).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::Forbidden, "{role}");
        let refused = desk.retention_get().await.unwrap_err();
        assert_eq!(refused.code, FaultCode::Forbidden, "{role}");
    }
    let admin = acme.user(Role::Admin).await;
    let refused = admin.retention_update(draft("29")).await.unwrap_err();
    assert!(refused.fields.contains_key("days"));
    assert_eq!(
        admin.retention_get().await.unwrap(),
        Retention { days: None }
    );
    admin.retention_update(draft("90")).await.unwrap();
    assert_eq!(
        admin.retention_get().await.unwrap(),
        Retention { days: Some(90) }
    );
    let events = acme.events().await;
    let change = events
        .iter()
        .find(|event| event.action == "retention.update");
    let detail = &change.unwrap().detail;
    assert_eq!(detail["days"], 90);
    assert_eq!(detail["after"]["days"], 90);
}

/// Somebody who can write the database, and what they do: nothing expires.
#[tokio::test]
async fn a_log_that_was_tampered_with_keeps_everything() {
    let plane = Plane::new().await;
    let changes = [
        // Shortened where the log does not say so.
        "UPDATE tenants_shared.settings SET log_days = 31 WHERE tenant_id = '{us}'",
        "UPDATE tenants_shared.events SET action = 'test.read' WHERE position = 1 AND tenant_id = '{us}'",
        "DELETE FROM tenants_shared.event_heads WHERE tenant_id = '{us}'; \
         DELETE FROM tenants_shared.events WHERE position = 1 AND tenant_id = '{us}'",
        // A leaf that is not the entry's would take the proof along.
        "INSERT INTO tenants_shared.expired_events VALUES ('{us}', 1, sha256('x'))",
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (acme, _) = aged(&plane, &format!("acme-{number}"), Strategy::Shared).await;
        plane.clock().advance(TimeDelta::days(40));
        let us = acme.id().to_string();
        sql(&plane, &change.replace("{us}", &us)).await;
        let before = acme.events().await.len();
        let refused = plane.platform().expire_log(acme.id()).await;
        let kept = acme.events().await.len();
        // Without heads nothing is old enough to be signed, and nothing is refused.
        assert!(
            refused.map_or_else(
                |fault| fault.code == FaultCode::Internal,
                |entries| entries == 0
            ),
            "{change}"
        );
        assert_eq!(kept, before, "{change}");
        plane.clock().advance(TimeDelta::days(-40));
    }
}

/// The flaw that is found, by the first position that the retention left.
type Finding = fn(u64) -> Flaw;

/// An entry that somebody calls expired is one that was removed, unless the log says so itself.
#[tokio::test]
async fn nothing_expires_but_by_an_entry() {
    let plane = Plane::new().await;
    let tamperings: [(&str, Finding); 4] = [
        (
            "INSERT INTO tenants_shared.expired_events VALUES ('{us}', {at}, sha256('x'));
             DELETE FROM tenants_shared.events WHERE tenant_id = '{us}' AND position = {at}",
            |left| Flaw::Removed(left + 1),
        ),
        (
            "DELETE FROM tenants_shared.expired_events WHERE tenant_id = '{us}' AND position = 0",
            |_| Flaw::Removed(0),
        ),
        (
            "UPDATE tenants_shared.expired_events SET leaf = sha256('x') WHERE tenant_id = '{us}' AND position = 0",
            |left| Flaw::Rewritten {
                from: 0,
                to: left - 1,
            },
        ),
        // Without the entry that says so, nothing has expired.
        (
            "DELETE FROM tenants_shared.events WHERE tenant_id = '{us}' AND action = 'log.expire'",
            |_| Flaw::Removed(0),
        ),
    ];
    for (number, (tampering, expected)) in tamperings.into_iter().enumerate() {
        let (acme, _) = aged(&plane, &format!("acme-{number}"), Strategy::Shared).await;
        plane.clock().advance(TimeDelta::days(31));
        let left = expire(&plane, &acme).await;
        for note in ["later", "and later"] {
            enter(&acme, note).await;
        }
        sign(&plane, &acme).await;
        assert_eq!(verdict(&plane, &acme, &[]).await.flaw, None);
        let statement = tampering
            .replace("{us}", &acme.id().to_string())
            .replace("{at}", &(left + 1).to_string());
        sql(&plane, &statement).await;
        let found = verdict(&plane, &acme, &[]).await.flaw;
        assert_eq!(found, Some(expected(left)), "{tampering}");
        plane.clock().advance(TimeDelta::days(-31));
    }
}

/// Whatever dies after the leaves are kept leaves the entries for the next night.
#[tokio::test]
async fn what_a_death_left_expires_the_next_night() {
    let plane = Plane::new().await;
    let (acme, anchors) = aged(&plane, "acme", Strategy::Shared).await;
    let size = anchors[1].head.size;
    plane.clock().advance(TimeDelta::days(31));
    // The tables' owner is not let in: leaves and entry are written, and nothing is removed.
    sql(
        &plane,
        "REVOKE DELETE ON tenants_shared.events FROM tenantry_owner",
    )
    .await;
    plane.platform().expire_log(acme.id()).await.unwrap_err();
    let found = verdict(&plane, &acme, &anchors).await;
    assert_eq!((found.flaw, found.expired), (None, 0));
    sql(
        &plane,
        "GRANT DELETE ON tenants_shared.events TO tenantry_owner",
    )
    .await;
    assert_eq!(expire(&plane, &acme).await, size);
    let found = verdict(&plane, &acme, &anchors).await;
    assert_eq!((found.flaw, found.expired), (None, size));
    let events = acme.events().await;
    let said = events.iter().filter(|event| event.action == "log.expire");
    assert_eq!(said.count(), 1);
}

/// I-72: the night's work begins on every node at the same time. What one does, another finds done.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_that_expire_a_log_at_once_expire_it_once() {
    let plane = Plane::new().await;
    let (acme, anchors) = aged(&plane, "acme", Strategy::Shared).await;
    plane.clock().advance(TimeDelta::days(31));
    let nodes = [plane.platform().clone(), plane.another_node().await];
    let (one, other) = tokio::join!(
        nodes[0].expire_log(acme.id()),
        nodes[1].expire_log(acme.id())
    );
    let expired: u64 = [one, other].into_iter().flatten().sum();
    assert_eq!(expired, anchors[1].head.size);
    assert_eq!(expire(&plane, &acme).await, 0);
    sign(&plane, &acme).await;
    let found = verdict(&plane, &acme, &anchors).await;
    assert_eq!((found.flaw, found.expired), (None, expired));
}
