//! The tenant's log: every commit leaves one entry, in the actor's name, and the newest is first.

use contract::{PageRequest, audit::EventFilter};
use store::{
    AuditEntry, Caller,
    tenant::{customers, events},
};
use testkit::Plane;

use super::fields::customer;

#[tokio::test]
async fn an_entry_says_who_what_whence_and_why() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.account(&acme.email("owner")).await.unwrap();
    let caller = Caller {
        ip: Some("192.0.2.7".parse().unwrap()),
        request_id: Some("req-1".into()),
        ..Caller::default()
    };
    let database = plane.database();
    let scope = database.token_scope(acme.id(), owner.id, owner.access_version, caller);
    let scope = scope.await.unwrap().unwrap();
    let mut writer = database.write(&scope).await.unwrap();
    let made = customers::insert(&mut writer, &customer("Ada"))
        .await
        .unwrap();
    let entry = AuditEntry::new("customer.create", "customer", made.id);
    writer
        .commit(entry.with("reason", "walked in"))
        .await
        .unwrap();

    let mut reader = acme.read().await;
    let page = events::list(
        &mut reader,
        &EventFilter::default(),
        &PageRequest::default(),
    )
    .await
    .unwrap();
    let event = &page.items[0];
    assert_eq!(event.action, "customer.create");
    assert_eq!(event.actor_kind, "user");
    assert_eq!(event.actor_id, Some(owner.id.uuid()));
    assert_eq!(event.actor_name, owner.name);
    assert_eq!(event.target_kind, "customer");
    assert_eq!(event.target_id, made.id.to_string());
    assert_eq!(event.detail, serde_json::json!({ "reason": "walked in" }));
    assert_eq!(event.ip.as_deref(), Some("192.0.2.7"));
    assert_eq!(event.request_id.as_deref(), Some("req-1"));
    assert_eq!(page.items[1].actor_kind, "system");
    let by_system = page.items[1].action.as_str();
    let by_user = async |reader: &mut _, action| events::was_done_by_user(reader, action).await;
    assert!(by_user(&mut reader, "customer.create").await.unwrap());
    assert!(!by_user(&mut reader, by_system).await.unwrap());
}

#[tokio::test]
async fn a_writer_that_is_dropped_leaves_neither_row_nor_entry() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    customers::insert(&mut writer, &customer("Ada"))
        .await
        .unwrap();
    drop(writer);
    let mut reader = acme.read().await;
    assert_eq!(customers::count(&mut reader).await.unwrap(), 0);
    assert!(actions(&mut reader, "customer", 50).await.is_empty());
}

#[tokio::test]
async fn entries_page_by_page_and_by_the_beginning_of_the_action() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for action in ["alpha.one", "alpha.two", "beta.one", "alpha.three"] {
        let writer = acme.write().await;
        writer
            .commit(AuditEntry::new(action, "test", 0))
            .await
            .unwrap();
    }
    let mut reader = acme.read().await;
    let expected = ["alpha.three", "alpha.two", "alpha.one"];
    for limit in [1, 2, 50] {
        assert_eq!(actions(&mut reader, "alpha", limit).await, expected);
    }
    assert_eq!(actions(&mut reader, "alpha.t", 50).await.len(), 2);
    assert!(actions(&mut reader, "%", 50).await.is_empty());
    assert!(actions(&mut reader, "lpha", 50).await.is_empty());
    assert_eq!(actions(&mut reader, "al\0pha", 50).await, expected);
}

async fn actions(reader: &mut store::TenantReader, action: &str, limit: u16) -> Vec<String> {
    let filter = EventFilter {
        action: action.into(),
        actor: "TEST".into(),
        ..EventFilter::default()
    };
    let mut request = PageRequest {
        limit: Some(limit),
        cursor: None,
    };
    let mut actions = Vec::new();
    loop {
        let page = events::list(reader, &filter, &request).await.unwrap();
        actions.extend(page.items.into_iter().map(|event| event.action));
        request.cursor = page.next_cursor;
        if request.cursor.is_none() {
            return actions;
        }
    }
}
