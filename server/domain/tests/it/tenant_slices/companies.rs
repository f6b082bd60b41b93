//! Companies: names that are taken, the one that stays, and the limit of the plan.

use contract::{
    FaultCode,
    acts::Role,
    companies::{Companies, CompanyDraft},
};
use testkit::{Plane, given};

fn draft(name: &str) -> CompanyDraft {
    CompanyDraft { name: name.into() }
}

#[tokio::test]
async fn a_company_is_made_renamed_and_deleted() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let north = desk.company_create(draft(" North ")).await.unwrap();
    assert_eq!((north.name.as_str(), north.is_default), ("North", false));
    let south = desk
        .company_update(north.id, draft("South"), Some(1))
        .await
        .unwrap();
    let stale = desk.company_update(north.id, draft("East"), Some(1)).await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    let names = desk.company_list().await.unwrap();
    assert!(names[0].is_default);
    assert_eq!(names[1], south);
    desk.company_delete(north.id).await.unwrap();
    let gone = desk.company_get(north.id).await.unwrap_err();
    assert_eq!(gone.code, FaultCode::NotFound);
}

#[tokio::test]
async fn a_taken_name_is_a_conflict_that_names_the_field() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.owner().await;
    desk.company_create(draft("North")).await.unwrap();
    let south = desk.company_create(draft("South")).await.unwrap();
    let created = desk.company_create(draft("North")).await.unwrap_err();
    let renamed = desk.company_update(south.id, draft("North"), None).await;
    for fault in [created, renamed.unwrap_err()] {
        assert_eq!(fault.code, FaultCode::Conflict);
        assert!(fault.fields.contains_key("name"));
        assert_eq!(fault.input["name"], "North");
    }
}

#[tokio::test]
async fn the_first_company_and_one_with_customers_stay() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.owner().await;
    let first = desk.company_list().await.unwrap().remove(0);
    let refused = desk.company_delete(first.id).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::DependencyConflict);

    let north = given::company(&acme, "North").await;
    let ada = given::customer(&acme, "Ada").await;
    let statement = |company: &str| {
        format!(
            "UPDATE tenants_shared.customers SET company_id = {company} WHERE id = '{}'",
            ada.id
        )
    };
    plane.sabotage(&statement(&format!("'{}'", north.id))).await;
    let refused = desk.company_delete(north.id).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::DependencyConflict);
    plane.sabotage(&statement("NULL")).await;
    desk.company_delete(north.id).await.unwrap();
}

#[tokio::test]
async fn the_limit_of_the_plan_holds_against_many_at_once() {
    let plane = Plane::new().await;
    // Three companies, of which provisioning made one.
    let acme = plane.tenant("acme").plan("professional").build().await;
    let desk = acme.owner().await;
    let create = async |name| desk.company_create(draft(name)).await;
    let (a, b, c, d) = tokio::join!(create("A"), create("B"), create("C"), create("D"));
    let (made, refused): (Vec<_>, Vec<_>) = [a, b, c, d].into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 2);
    for fault in refused.into_iter().filter_map(Result::err) {
        assert_eq!(fault.code, FaultCode::QuotaExceeded);
    }
    let made = made.into_iter().find_map(Result::ok).unwrap();
    desk.company_delete(made.id).await.unwrap();
    assert!(desk.company_create(draft("E")).await.is_ok());
}

#[tokio::test]
async fn a_company_of_another_tenant_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let theirs = given::company(&zen, "North").await.id;
    let desk = acme.owner().await;
    let faults = [
        desk.company_get(theirs).await.unwrap_err(),
        desk.company_update(theirs, draft("Mine"), None)
            .await
            .unwrap_err(),
        desk.company_delete(theirs).await.unwrap_err(),
    ];
    for fault in faults {
        assert_eq!(fault.code, FaultCode::CrossTenant);
    }
    let own = zen.owner().await.company_get(theirs).await;
    assert_eq!(own.unwrap().name, "North");
}
