//! AUD-3: a tenant's log leaves the house with its proof, and as a table.

use contract::{
    FaultCode, PageRequest,
    acts::{Act, Role},
    api_keys::{ApiKeys, Secret},
    audit::{AuditLog, EventFilter, ExportForm},
    customers::{CustomerDraft, Customers},
    factor_rule::FactorRules,
    tenants::{Strategy, Tenants},
    users::Users,
};
use domain::{
    LogExport, Signed, TenantDesk,
    audit_check::{Checked, check},
    audit_proof::{Anchor, Flaw},
};
use serde_json::Value;
use store::{AuditEntry, Caller, Who};
use testkit::{AuthenticatorApp, Plane, TenantPlane, given};

async fn whole(mut export: LogExport) -> String {
    let mut text = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        text.push_str(&piece);
    }
    text
}

async fn exported(desk: &TenantDesk, form: ExportForm) -> String {
    whole(desk.event_export(form).await.unwrap()).await
}

fn checked(text: &str, anchors: &[Anchor]) -> Checked {
    check(text.as_bytes(), anchors, None).unwrap()
}

async fn enter(tenant: &TenantPlane, note: &str) {
    let entry = AuditEntry::new("test.write", "test", "it").with("note", note);
    tenant.write().await.commit(entry).await.unwrap();
}

#[tokio::test]
async fn an_export_can_be_checked_without_us_wherever_the_log_is() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let acme = plane.tenant(strategy.as_str());
        let acme = acme.strategy(strategy).build().await;
        enter(&acme, "Ada owes nothing").await;
        let anchor = plane.platform().sign_log(acme.id()).await.unwrap().unwrap();
        enter(&acme, "late, and not signed yet").await;
        let text = exported(&acme.owner().await, ExportForm::Jsonl).await;
        let found = checked(&text, std::slice::from_ref(&anchor));
        assert_eq!(found.flaw, None);
        assert_eq!((found.slug.as_str(), found.vouched), (acme.slug(), 0));
        // The late one, and the one about the export.
        assert_eq!(found.entries, anchor.head.size + 2);
        assert!(text.contains("Ada owes nothing"));
        // Whoever signs goes on as if nothing had been exported.
        let next = plane.platform().sign_log(acme.id()).await.unwrap().unwrap();
        assert_eq!(next.head.size, found.entries);
        assert_eq!(checked(&text, &[anchor, next]).flaw, None);
        let changed = text.replace("Ada owes nothing", "Ada owes a lot");
        assert!(matches!(
            checked(&changed, &[]).flaw,
            Some(Flaw::Changed(_))
        ));
    }
}

#[tokio::test]
async fn a_log_of_more_than_one_piece_is_exported_whole() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for number in 0..1_010 {
        enter(&acme, &number.to_string()).await;
    }
    let mut export = acme
        .owner()
        .await
        .event_export(ExportForm::Jsonl)
        .await
        .unwrap();
    let mut pieces = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        pieces.push(piece);
        // What is written meanwhile is left for another export.
        enter(&acme, "meanwhile").await;
    }
    assert_eq!(pieces.len(), 3, "the first line, and two of entries");
    let text = pieces.concat();
    let found = checked(&text, &[]);
    assert_eq!((found.flaw, found.entries), (None, export.head().size));
    assert!(!text.contains("meanwhile"));
}

#[tokio::test]
async fn an_export_is_an_entry_itself_and_says_who_made_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let text = exported(&owner, ExportForm::Jsonl).await;
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let said: Value = serde_json::from_str(last["said"].as_str().unwrap()).unwrap();
    assert_eq!(said["action"], "log.export");
    assert_eq!(said["detail"]["form"], "jsonl");
    assert_eq!(said["actor_kind"], "user");
    let operator = plane.operator().await;
    let export = operator.tenant_event_export(acme.id(), ExportForm::Csv);
    let export = export.await.unwrap();
    assert_eq!(export.file_name(), "acme-log.csv");
    whole(export).await;
    let newest = owner
        .event_list(EventFilter::default(), PageRequest::default())
        .await
        .unwrap();
    let newest = &newest.items[0];
    assert_eq!(newest.action, "log.export");
    assert_eq!(newest.actor_kind, "operator");
}

#[tokio::test]
async fn who_may_not_read_the_log_does_not_export_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in [Role::Manager, Role::Staff, Role::ReadOnly] {
        let desk = acme.user(role).await;
        let refused = desk.event_export(ExportForm::Jsonl).await.err();
        assert_eq!(refused.unwrap().code, FaultCode::Forbidden, "{role}");
    }
    let events = acme.events().await;
    assert!(events.iter().all(|event| event.action != "log.export"));
    exported(&acme.user(Role::Admin).await, ExportForm::Jsonl).await;
    // TEN-9: exports go on.
    let operator = plane.operator().await;
    operator
        .tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    let text = exported(&acme.owner().await, ExportForm::Jsonl).await;
    assert_eq!(checked(&text, &[]).flaw, None);
}

#[tokio::test]
async fn what_is_not_genuine_is_not_exported() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    enter(&acme, "as it was").await;
    plane.platform().sign_log(acme.id()).await.unwrap();
    let change =
        "UPDATE tenants_shared.events SET action = 'test.read' WHERE action = 'test.write'";
    sqlx::raw_sql(change)
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    let mut export = acme
        .owner()
        .await
        .event_export(ExportForm::Jsonl)
        .await
        .unwrap();
    let first = export.next().await.unwrap().unwrap();
    let refused = export.next().await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Internal);
    assert_eq!(checked(&first, &[]).flaw, Some(Flaw::Cut(0)));
}

#[tokio::test]
async fn a_table_has_a_row_for_each_entry_and_no_formulas() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let draft = CustomerDraft {
        name: "Ada".into(),
        ..CustomerDraft::default()
    };
    owner.customer_create(draft).await.unwrap();
    let entry = AuditEntry::new("test.write", "test", "=HYPERLINK(\"http://evil.test\")");
    acme.write().await.commit(entry).await.unwrap();
    let text = exported(&owner, ExportForm::Csv).await;
    let mut lines = text.split("\r\n");
    let columns = lines.next().unwrap();
    assert!(columns.starts_with("position,at,action,actor_kind,"));
    let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let events = acme.events().await;
    assert_eq!(rows.len(), events.len());
    assert!(
        rows.iter()
            .any(|row| row.contains(",customer.create,user,"))
    );
    let formula = rows.iter().find(|row| row.contains("HYPERLINK")).unwrap();
    assert!(formula.contains(",\"'=HYPERLINK("), "{formula}");
}

/// What ends for whoever exports.
#[derive(Debug, Clone, Copy)]
enum Ending {
    Nothing,
    Session,
    Role,
    Key,
    Rule,
    Closed,
}

/// Whoever began an export may lose session, role or key before its end, or come to owe a second factor: the next
/// page asks. What they have by then is no whole export, and is found to be cut.
#[tokio::test]
async fn an_export_ends_with_the_right_to_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for number in 0..1_010 {
        enter(&acme, &number.to_string()).await;
    }
    let owner = Signed::Tenant(acme.owner().await);
    AuthenticatorApp::turn_on(&plane, &owner).await;
    let owner = acme.owner().await;
    let operator = plane.operator().await;
    let endings = [
        (Ending::Nothing, None),
        (Ending::Session, Some(FaultCode::Unauthenticated)),
        (Ending::Role, Some(FaultCode::Forbidden)),
        (Ending::Key, Some(FaultCode::Unauthenticated)),
        (Ending::Rule, Some(FaultCode::FactorWanted)),
        (Ending::Closed, Some(FaultCode::Unauthenticated)),
    ];
    for (ending, wanted) in endings {
        let admin = acme.user(Role::Admin).await;
        let mut key = None;
        let desk = match ending {
            Ending::Key => {
                let email = acme.email("owner");
                let made = given::api_key(&acme, "SIEM", &email, &[Act::AuditRead]).await;
                let Some(Secret(secret)) = made.copy else {
                    panic!("a key that was just made");
                };
                key = Some(made.id);
                let (site, caller) = (acme.site().await, Caller::default());
                let bearer = plane.platform().bearer(&site, None, &secret, caller);
                tenant_desk(bearer.await.unwrap())
            }
            Ending::Closed => acme.owner().await,
            _ => admin.clone(),
        };
        let mut export = desk.event_export(ExportForm::Jsonl).await.unwrap();
        let mut text = export.next().await.unwrap().unwrap();
        text += &export.next().await.unwrap().unwrap();
        match ending {
            Ending::Nothing => {}
            Ending::Session => {
                let elsewhere = Signed::Tenant(acme.user(Role::Admin).await);
                elsewhere.session_end_others().await.map(drop).unwrap();
            }
            Ending::Role => become_a(&owner, &admin, Role::Staff).await,
            Ending::Key => owner.api_key_delete(key.unwrap()).await.unwrap(),
            Ending::Rule => owner.factor_set_rule(true).await.unwrap(),
            Ending::Closed => {
                operator
                    .tenant_deactivate(acme.id(), String::new())
                    .await
                    .unwrap();
            }
        }
        let end = export.next().await;
        assert_eq!(
            end.as_ref().err().map(|fault| fault.code),
            wanted,
            "{ending:?}"
        );
        match end {
            Ok(last) => {
                text += &last.unwrap();
                assert_eq!(checked(&text, &[]).flaw, None);
            }
            Err(_) => assert_eq!(
                checked(&text, &[]).flaw,
                Some(Flaw::Cut(1_000)),
                "{ending:?}"
            ),
        }
        if matches!(ending, Ending::Role) {
            become_a(&owner, &admin, Role::Admin).await;
        }
    }
}

fn tenant_desk(signed: Signed) -> TenantDesk {
    let desk = match signed {
        Signed::Tenant(desk) => Some(desk),
        Signed::Operator(_) => None,
    };
    desk.unwrap()
}

async fn become_a(owner: &TenantDesk, user: &TenantDesk, role: Role) {
    let id = match user.scope().who() {
        Who::User { id, .. } => Some(*id),
        _ => None,
    };
    let id = id.unwrap();
    owner.user_set_role(id, role.into(), None).await.unwrap();
}

/// A command's export is held to the operator's account as well.
#[tokio::test]
async fn an_operators_export_ends_with_the_account() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for is_removed in [false, true] {
        let operator = plane.operator().await;
        let export = operator.tenant_event_export(acme.id(), ExportForm::Jsonl);
        let mut export = export.await.unwrap();
        export.next().await.unwrap();
        if is_removed {
            plane
                .sabotage("UPDATE platform.operators SET removed_at = now()")
                .await;
        }
        let end = export.next().await.err().map(|fault| fault.code);
        assert_eq!(end, is_removed.then_some(FaultCode::Unauthenticated));
    }
}
