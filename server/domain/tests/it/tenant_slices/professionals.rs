//! Professionals: whose they are, where they work, who may change them, and how many there may be.

use contract::{
    FaultCode, PageRequest,
    acts::Role,
    companies::Companies,
    ids::{CompanyId, ProfessionalId},
    professionals::{ProfessionalDraft, ProfessionalFilter, Professionals},
    tenants::Tenants,
};
use testkit::{Plane, given};

fn draft(name: &str) -> ProfessionalDraft {
    ProfessionalDraft {
        name: name.into(),
        is_active: true,
        ..ProfessionalDraft::default()
    }
}

fn working_at(company: CompanyId) -> ProfessionalDraft {
    ProfessionalDraft {
        company_id: company.to_string(),
        ..draft("Ada")
    }
}

#[tokio::test]
async fn every_change_is_in_the_log() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let made = desk.professional_create(draft("Ada")).await.unwrap();
    let changed = desk
        .professional_update(made.id, draft("Ada L."), Some(made.version))
        .await
        .unwrap();
    assert_eq!(desk.professional_get(made.id).await, Ok(changed));
    let stale = desk
        .professional_update(made.id, draft("Lost"), Some(made.version))
        .await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    desk.professional_delete(made.id).await.unwrap();
    let gone = desk.professional_get(made.id).await.unwrap_err();
    assert_eq!(gone.code, FaultCode::NotFound);

    let events = acme.events().await;
    let of_it = events
        .iter()
        .filter(|event| event.target_id == made.id.to_string());
    let actions: Vec<_> = of_it.map(|event| event.action.as_str()).collect();
    let expected = [
        "professional.delete",
        "professional.update",
        "professional.create",
    ];
    assert_eq!(actions, expected);
}

/// ISO-4, ISO-5: a foreign id is refused alike whether or not it names a row, and the refusal is on record.
#[tokio::test]
async fn an_id_of_another_tenant_is_refused_and_recorded() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let theirs = given::professional(&zen, "Ada").await.id;
    let never_made: ProfessionalId = zen.read().await.new_id().id();
    let their_company = given::company(&zen, "North").await.id;
    let desk = acme.owner().await;
    let own = given::professional(&acme, "Bea").await.id;
    let mut faults = Vec::new();
    for id in [theirs, never_made] {
        faults.push(desk.professional_get(id).await.unwrap_err());
        let update = desk.professional_update(id, draft("Mine"), None).await;
        faults.push(update.unwrap_err());
        faults.push(desk.professional_delete(id).await.unwrap_err());
    }
    let create = desk.professional_create(working_at(their_company)).await;
    faults.push(create.unwrap_err());
    let update = desk
        .professional_update(own, working_at(their_company), None)
        .await;
    faults.push(update.unwrap_err());
    for fault in &faults {
        assert_eq!(fault.code, FaultCode::CrossTenant);
    }
    let events = acme.events().await;
    let refusals = events
        .iter()
        .filter(|event| event.action == "access.refused");
    assert_eq!(refusals.count(), faults.len());

    let zen = zen.owner().await;
    assert_eq!(zen.professional_get(theirs).await.unwrap().name, "Ada");
    assert!(
        zen.professional_create(working_at(their_company))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_company_that_is_not_there_is_a_wrong_field_and_one_with_professionals_stays() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.owner().await;
    let never_made: CompanyId = acme.read().await.new_id().id();
    for draft in [
        working_at(never_made),
        ProfessionalDraft {
            company_id: "north".into(),
            ..draft("Ada")
        },
    ] {
        let fault = desk.professional_create(draft.clone()).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::Invalid);
        assert!(fault.fields.contains_key("company_id"));
        assert_eq!(fault.input["company_id"], draft.company_id);
    }
    let north = given::company(&acme, "North").await.id;
    let ada = desk.professional_create(working_at(north)).await.unwrap();
    assert_eq!(ada.company_id, Some(north));
    let refused = desk.company_delete(north).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::DependencyConflict);
    desk.professional_update(ada.id, draft("Ada"), None)
        .await
        .unwrap();
    desk.company_delete(north).await.unwrap();
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in Role::ALL.iter().copied() {
        let ada = given::professional(&acme, "Ada").await.id;
        let desk = acme.user(role).await;
        let list = desk
            .professional_list(ProfessionalFilter::default(), PageRequest::default())
            .await;
        let create = desk.professional_create(draft("Bea")).await;
        let update = desk.professional_update(ada, draft("Cyd"), None).await;
        let delete = desk.professional_delete(ada).await;
        let may_write = !matches!(role, Role::Staff | Role::ReadOnly);
        assert!(list.is_ok(), "{role}");
        assert_eq!(create.is_ok(), may_write, "{role}");
        assert_eq!(update.is_ok(), may_write, "{role}");
        assert_eq!(delete.is_ok(), may_write, "{role}");
    }
}

/// TEN-9: a suspended tenant reads on, and writes nothing.
#[tokio::test]
async fn a_suspended_tenant_reads_and_does_not_write() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let ada = given::professional(&acme, "Ada").await.id;
    let operator = plane.operator().await;
    let reason = "unpaid".to_owned();
    operator.tenant_suspend(acme.id(), reason).await.unwrap();
    let desk = acme.owner().await;
    assert!(desk.professional_get(ada).await.is_ok());
    for refused in [
        desk.professional_create(draft("Bea")).await.unwrap_err(),
        desk.professional_delete(ada).await.unwrap_err(),
    ] {
        assert_eq!(refused.code, FaultCode::TenantSuspended);
    }
    operator.tenant_resume(acme.id()).await.unwrap();
    assert!(acme.owner().await.professional_delete(ada).await.is_ok());
}

/// QUO-1: five on the trial plan, whoever is faster.
#[tokio::test]
async fn the_limit_of_the_plan_holds_when_the_last_place_is_taken() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").plan("trial").build().await;
    for name in ["Ada", "Bea", "Cyd", "Dan"] {
        given::professional(&acme, name).await;
    }
    let desk = acme.owner().await;
    let (one, two) = tokio::join!(
        desk.professional_create(draft("Eve")),
        desk.professional_create(draft("Fay"))
    );
    assert!(one.is_ok() != two.is_ok());
    let refused = one.err().or(two.err()).unwrap();
    assert_eq!(refused.code, FaultCode::QuotaExceeded);
}
