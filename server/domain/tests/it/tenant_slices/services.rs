//! Services: under which category, for how long and how much, who may change them, and what stays.

use std::slice::from_ref;

use contract::{
    FaultCode, PageRequest,
    acts::{Act, Role},
    branding::BrandingDesk,
    ids::ServiceCategoryId,
    services::{ServiceCategoryDraft, ServiceDraft, ServiceFilter, Services},
    tenants::Tenants,
};
use testkit::{Plane, given};

use super::with_role;

fn draft(category: ServiceCategoryId, name: &str) -> ServiceDraft {
    ServiceDraft {
        category_id: category.to_string(),
        name: name.into(),
        minutes: "45".into(),
        price: "49.50".into(),
        is_active: true,
    }
}

fn category(name: &str) -> ServiceCategoryDraft {
    ServiceCategoryDraft {
        name: name.into(),
        ..ServiceCategoryDraft::default()
    }
}

#[tokio::test]
async fn every_change_is_in_the_log() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let care = desk
        .service_category_create(category("Care"))
        .await
        .unwrap();
    let made = desk.service_create(draft(care.id, "Mask")).await.unwrap();
    assert_eq!(made.price.to_string(), "$49.50");
    assert_eq!(made.category_name, "Care");
    let dearer = ServiceDraft {
        price: "60".into(),
        is_active: false,
        ..made.clone().into()
    };
    let changed = desk.service_update(made.id, dearer.clone(), Some(made.version));
    let changed = changed.await.unwrap();
    assert_eq!((changed.price.minor, changed.is_active), (6000, false));
    assert_eq!(desk.service_get(made.id).await, Ok(changed));
    let stale = desk
        .service_update(made.id, dearer, Some(made.version))
        .await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    desk.service_delete(made.id).await.unwrap();
    let gone = desk.service_get(made.id).await.unwrap_err();
    assert_eq!(gone.code, FaultCode::NotFound);
    let first = ServiceCategoryDraft {
        name: "Cures".into(),
        position: "1".into(),
    };
    let renamed = desk.service_category_update(care.id, first.clone(), Some(1));
    let renamed = renamed.await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.position), ("Cures", 1));
    let stale = desk.service_category_update(care.id, first, Some(1)).await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    desk.service_category_delete(care.id).await.unwrap();

    let events = acme.events().await;
    let actions = |id: String| -> Vec<_> {
        let of_it = events.iter().filter(|event| event.target_id == id);
        of_it.map(|event| event.action.clone()).collect()
    };
    assert_eq!(
        actions(made.id.to_string()),
        ["service.delete", "service.update", "service.create"]
    );
    assert_eq!(
        actions(care.id.to_string()),
        [
            "service_category.delete",
            "service_category.update",
            "service_category.create"
        ]
    );
}

/// ISO-4, ISO-5: a foreign id is refused alike whether or not it names a row, and the refusal is on record.
#[tokio::test]
async fn an_id_of_another_tenant_is_refused_and_recorded() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let theirs = given::service(&luna, "Canary").await;
    let own = given::service(&acme, "Own").await;
    let owner = acme.owner().await;
    let under_theirs = draft(theirs.category_id, "Mask");
    let filter = ServiceFilter {
        category: theirs.category_id.to_string(),
        ..ServiceFilter::default()
    };
    let refused = [
        owner.service_get(theirs.id).await.err(),
        owner.service_delete(theirs.id).await.err(),
        owner
            .service_update(theirs.id, draft(own.category_id, "Mask"), None)
            .await
            .err(),
        owner.service_create(under_theirs.clone()).await.err(),
        owner.service_update(own.id, under_theirs, None).await.err(),
        owner
            .service_list(filter, PageRequest::default())
            .await
            .err(),
        owner.service_category_get(theirs.category_id).await.err(),
        owner
            .service_category_delete(theirs.category_id)
            .await
            .err(),
        owner
            .service_category_update(theirs.category_id, category("Ours"), None)
            .await
            .err(),
    ];
    for fault in &refused {
        let code = fault.as_ref().map(|fault| fault.code);
        assert_eq!(code, Some(FaultCode::CrossTenant), "{refused:?}");
    }
    let events = acme.events().await;
    let recorded = events
        .iter()
        .filter(|event| event.action == "access.refused");
    assert_eq!(recorded.count(), refused.len());
    assert_eq!(luna.owner().await.service_get(theirs.id).await, Ok(theirs));
}

#[tokio::test]
async fn what_is_wrong_is_named_and_what_is_needed_stays() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let service = given::service(&acme, "Cut").await;
    let fault = desk
        .service_create(ServiceDraft::default())
        .await
        .unwrap_err();
    let named: Vec<_> = fault.fields.keys().map(String::as_str).collect();
    assert_eq!(named, ["category_id", "minutes", "name", "price"]);
    for (minutes, price) in [
        ("0", "1"),
        ("10081", "1"),
        ("1.5", "1"),
        ("45", "-1"),
        ("45", "1.234"),
    ] {
        let wrong = ServiceDraft {
            minutes: minutes.into(),
            price: price.into(),
            ..draft(service.category_id, "Wash")
        };
        let fault = desk.service_create(wrong).await.unwrap_err();
        assert_eq!(fault.fields.len(), 1, "{minutes} {price}: {fault:?}");
    }
    let twin = desk.service_create(draft(service.category_id, "Cut")).await;
    let twin = twin.unwrap_err();
    assert_eq!(twin.code, FaultCode::Conflict);
    assert_eq!(twin.input["price"], "49.50");
    let twin = desk
        .service_category_create(category("Cut"))
        .await
        .unwrap_err();
    assert!(twin.fields.contains_key("name"), "{twin:?}");
    let needed = desk.service_category_delete(service.category_id).await;
    assert_eq!(needed.unwrap_err().code, FaultCode::DependencyConflict);
    let own_that_is_gone = {
        let gone = given::service_category(&acme, "Gone").await.id;
        desk.service_category_delete(gone).await.unwrap();
        desk.service_create(draft(gone, "Wash")).await.unwrap_err()
    };
    assert!(own_that_is_gone.fields.contains_key("category_id"));
}

#[tokio::test]
async fn a_menu_is_found_by_name_and_category_page_by_page() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.member().await;
    let all = ServiceFilter::default();
    let before = desk.service_list(all.clone(), PageRequest::default()).await;
    let before = before.unwrap().items.len();
    let (b, a) = (
        given::service(&acme, "100 %b").await,
        given::service(&acme, "100 %_A").await,
    );
    let found = async |q: &str, category: String| {
        let filter = ServiceFilter {
            q: q.into(),
            category,
        };
        let page = desk.service_list(filter, PageRequest::default()).await;
        page.unwrap().items
    };
    assert_eq!(found("100 %", String::new()).await, [a.clone(), b.clone()]);
    assert_eq!(found("%_", String::new()).await, from_ref(&a));
    assert_eq!(found("", b.category_id.to_string()).await, [b]);
    assert_eq!(found("", "nonsense".into()).await, []);
    let mut cursor = None;
    let mut names = Vec::new();
    loop {
        let limit = Some(1);
        let page = desk.service_list(all.clone(), PageRequest { limit, cursor });
        let page = page.await.unwrap();
        names.extend(page.items.into_iter().map(|service| service.name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names.len(), before + 2);
    let lower: Vec<_> = names.iter().map(|name| name.to_lowercase()).collect();
    assert!(lower.is_sorted(), "{names:?}");
    let categories = desk.service_category_list().await.unwrap();
    let newest = &categories[categories.len() - 2..];
    let newest: Vec<_> = newest
        .iter()
        .map(|one| (one.name.as_str(), one.services))
        .collect();
    assert_eq!(
        newest,
        [("100 %b", 1), ("100 %_A", 1)],
        "new ones come last"
    );
    let places: Vec<_> = categories.iter().map(|one| one.position).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// A price is in the currency that the workspace has when it is entered, with the decimals that this one has.
#[tokio::test]
async fn a_price_is_in_the_currency_of_the_workspace() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let old = given::service(&acme, "Cut").await;
    let mut config = owner.config_get().await.unwrap().config;
    config.currency = "JPY".into();
    owner.config_update(config, None).await.unwrap();
    let with_decimals = owner.service_create(draft(old.category_id, "Wash")).await;
    assert!(with_decimals.unwrap_err().fields.contains_key("price"));
    let whole = ServiceDraft {
        price: "4950".into(),
        ..draft(old.category_id, "Wash")
    };
    let made = owner.service_create(whole).await.unwrap();
    assert_eq!(made.price.to_string(), "4950 JPY");
    let kept = owner.service_get(old.id).await.unwrap();
    assert_eq!(
        kept.price.to_string(),
        "$50.00",
        "what was agreed is not reckoned anew"
    );
    let renamed = ServiceDraft {
        name: "Short cut".into(),
        ..kept.into()
    };
    let renamed = owner.service_update(old.id, renamed, None).await.unwrap();
    assert_eq!(renamed.price.to_string(), "$50.00", "nobody touched it");
    let dearer = ServiceDraft {
        price: "60".into(),
        ..renamed.into()
    };
    let dearer = owner.service_update(old.id, dearer, None).await.unwrap();
    assert_eq!(dearer.price.to_string(), "60 JPY");
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in Role::ALL {
        let service = given::service(&acme, role.as_str()).await;
        let desk = acme.user(*role).await;
        let may_write = matches!(role, Role::Owner | Role::Admin | Role::Manager);
        desk.service_get(service.id).await.unwrap();
        desk.service_category_list().await.unwrap();
        let name = format!("{role} made");
        let outcomes = [
            desk.service_create(draft(service.category_id, &name))
                .await
                .err(),
            desk.service_update(service.id, service.clone().into(), None)
                .await
                .err(),
            desk.service_category_create(category(&name)).await.err(),
            desk.service_delete(service.id).await.err(),
        ];
        for fault in outcomes {
            let code = fault.map(|fault| fault.code);
            assert_eq!(code, (!may_write).then_some(FaultCode::Forbidden), "{role}");
        }
    }
}

/// Also of what is nowhere: nobody learns that the module is there who may not see it.
#[tokio::test]
async fn a_menu_is_shown_to_roles_that_may_see_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = with_role(&acme, "fay", "Desk", &[Act::CustomerRead]).await;
    for category in ["", "nonsense"] {
        let category = category.to_owned();
        let q = String::new();
        let list = desk.service_list(ServiceFilter { q, category }, PageRequest::default());
        assert_eq!(list.await.unwrap_err().code, FaultCode::Forbidden);
    }
}

#[tokio::test]
async fn a_suspended_tenant_reads_and_does_not_write() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let service = given::service(&acme, "Cut").await;
    let operator = plane.operator().await;
    let reason = "unpaid".to_owned();
    operator.tenant_suspend(acme.id(), reason).await.unwrap();
    let owner = acme.owner().await;
    owner.service_get(service.id).await.unwrap();
    let refused = owner
        .service_create(draft(service.category_id, "Wash"))
        .await;
    assert_eq!(refused.unwrap_err().code, FaultCode::TenantSuspended);
    let refused = owner.service_delete(service.id).await;
    assert_eq!(refused.unwrap_err().code, FaultCode::TenantSuspended);
}
