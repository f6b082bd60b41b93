//! Look, settings, first steps and the log of a tenant.

use contract::{
    FaultCode, PageRequest,
    acts::{OperatorRole, Role},
    audit::{AuditLog, EventFilter},
    branding::{BrandingDesk, BrandingDraft, TenantConfig, TenantSettings},
    companies::{Companies, CompanyDraft},
    customers::{CustomerDraft, Customers},
    me::{Checklist, MemberSelf, Onboarding},
    tenants::Tenants,
    users::{UserDraft, Users},
};
use testkit::Plane;

fn done(checklist: &Checklist) -> Vec<&str> {
    let items = checklist.items.iter().filter(|item| item.done);
    items.map(|item| item.key.as_str()).collect()
}

#[tokio::test]
async fn every_first_step_is_ticked_by_what_was_done() {
    let plane = Plane::new().await;
    let order = plane.tenant("acme").template("dental").demo_data();
    let acme = order.build().await;
    let desk = acme.owner().await;
    let fresh = desk.checklist().await.unwrap();
    assert_eq!(fresh.items.len(), 5);
    assert!(done(&fresh).is_empty(), "demo data ticks nothing");
    assert!(fresh.items[4].title.contains("patient"));

    let look = desk.branding_get().await.unwrap();
    let version = Some(look.version);
    desk.branding_update(look.into(), version).await.unwrap();
    let config = desk.config_get().await.unwrap();
    let version = Some(config.version);
    desk.config_update(config.config, version).await.unwrap();
    let first = desk.company_list().await.unwrap().remove(0);
    let name = CompanyDraft {
        name: "Main street".into(),
    };
    desk.company_update(first.id, name, None).await.unwrap();
    let bo = UserDraft {
        name: "Bo".into(),
        email: "bo@acme.test".into(),
        role: "staff".into(),
    };
    desk.user_invite(bo).await.unwrap();
    let steps = ["branding", "configuration", "companies", "users"];
    assert_eq!(done(&desk.checklist().await.unwrap()), steps);
    let ada = CustomerDraft {
        name: "Ada".into(),
        ..CustomerDraft::default()
    };
    desk.customer_create(ada).await.unwrap();
    assert_eq!(done(&desk.checklist().await.unwrap()).len(), 5);
}

#[tokio::test]
async fn operators_see_the_name_that_the_tenant_chose() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.owner().await;
    let look = desk.branding_get().await.unwrap();
    let draft = BrandingDraft {
        display_name: "Acme & Daughters".into(),
        ..look.into()
    };
    desk.branding_update(draft, None).await.unwrap();
    let shown = plane.operator().await.tenant_get(acme.id()).await.unwrap();
    assert_eq!(shown.row.display_name, "Acme & Daughters");
}

#[tokio::test]
async fn an_old_version_and_a_bad_field_are_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.owner().await;
    let look = desk.branding_get().await.unwrap();
    let draft = BrandingDraft::from(look.clone());
    let changed = desk
        .branding_update(draft.clone(), Some(look.version))
        .await;
    assert_eq!(changed.unwrap().version, look.version + 1);
    let stale = desk
        .branding_update(draft.clone(), Some(look.version))
        .await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    let bad = BrandingDraft {
        primary_color: "red; } body { display: none".into(),
        ..draft
    };
    let refused = desk.branding_update(bad, None).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Invalid);
    assert!(refused.fields.contains_key("primary_color"));

    let config = TenantConfig {
        currency: "EUR".into(),
        ..TenantConfig::default()
    };
    let changed = desk.config_update(config.clone(), Some(1)).await.unwrap();
    assert_eq!((changed.version, &changed.config), (2, &config));
    let stale = desk.config_update(config.clone(), Some(1)).await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    let bad = TenantConfig {
        week_start: 9,
        ..config
    };
    let refused = desk.config_update(bad, None).await.unwrap_err();
    assert!(refused.fields.contains_key("week_start"));
    assert_eq!(desk.config_get().await, Ok(changed));
}

#[tokio::test]
async fn managers_see_the_settings_and_do_not_change_them() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let manager = acme.user(Role::Manager).await;
    let look = manager.branding_get().await.unwrap();
    let refused = manager.branding_update(look.into(), None).await;
    assert_eq!(refused.unwrap_err().code, FaultCode::Forbidden);
    let staff = acme.member().await.branding_get().await;
    assert_eq!(staff.unwrap_err().code, FaultCode::Forbidden);
}

#[tokio::test]
async fn each_log_is_read_by_those_who_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    plane.tenant("zen").build().await;
    let (all, page) = (EventFilter::default, PageRequest::default);
    let own = acme.owner().await.event_list(all(), page()).await.unwrap();
    assert!(!own.items.is_empty());
    let theirs = |event: &&contract::audit::Event| event.tenant_id != Some(acme.id());
    assert_eq!(own.items.iter().find(theirs), None);
    let member = acme.member().await.event_list(all(), page()).await;
    assert_eq!(member.unwrap_err().code, FaultCode::Forbidden);

    let auditor = plane.operator_with(OperatorRole::Auditor).await;
    let platform = auditor.event_list(all(), page()).await.unwrap();
    assert!(
        platform
            .items
            .iter()
            .any(|event| event.action == "tenant.create")
    );
    let support = plane.operator_with(OperatorRole::Support).await;
    let refused = support.event_list(all(), page()).await;
    assert_eq!(refused.unwrap_err().code, FaultCode::Forbidden);
}

/// CFG-2: every version says who made it and what it changed, and there is a way back to each.
#[tokio::test]
async fn versions_tell_who_changed_what_and_come_back() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let luna = plane.tenant("luna").build().await;
    let owner = acme.owner().await;
    let first = owner.config_get().await.unwrap();
    let berlin = TenantConfig {
        time_zone: "Europe/Berlin".into(),
        ..first.config.clone()
    };
    owner.config_update(berlin, Some(1)).await.unwrap();
    let operator = plane.operator().await;
    let euro = TenantConfig {
        currency: "EUR".into(),
        ..owner.config_get().await.unwrap().config
    };
    operator
        .tenant_config_update(acme.id(), euro, None)
        .await
        .unwrap();

    let (mut versions, mut cursor) = (Vec::new(), None);
    loop {
        let limit = Some(2);
        let page = owner.config_versions(PageRequest { limit, cursor });
        let page = page.await.unwrap();
        versions.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let told: Vec<_> = versions
        .iter()
        .map(|one| {
            let changed = one.changes.iter().map(|change| change.field.as_str());
            let author = one.author.as_deref();
            (one.version, author, changed.collect::<Vec<_>>())
        })
        .collect();
    let name = owner.me().await.unwrap().name;
    let expected = [
        (3, None, vec!["currency"]),
        (2, Some(name.as_str()), vec!["time_zone"]),
        (1, None, vec![]),
    ];
    assert_eq!(told, expected);
    assert_eq!(versions[2].config, first.config);

    let stale = owner.config_restore(1, Some(2)).await.unwrap_err();
    assert_eq!(stale.code, FaultCode::PreconditionFailed);
    let restored = owner.config_restore(1, Some(3)).await.unwrap();
    assert_eq!((restored.version, restored.config), (4, first.config));
    let log = acme.events().await;
    assert_eq!(
        (&*log[0].action, &log[0].detail["restored"]),
        ("config.update", &1.into())
    );
    for (desk, version) in [(&owner, 9), (&luna.owner().await, 2)] {
        let unknown = desk.config_restore(version, None).await.unwrap_err();
        assert_eq!(unknown.code, FaultCode::NotFound);
    }
    let page = PageRequest::default();
    let manager = acme.user(Role::Manager).await;
    assert!(manager.config_versions(page.clone()).await.is_ok());
    let refused = manager.config_restore(1, None).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Forbidden);
    let staff = acme.user(Role::Staff).await;
    let refused = staff.config_versions(page).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Forbidden);
}
