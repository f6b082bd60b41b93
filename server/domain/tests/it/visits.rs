//! IAM-5: operators come in for a reason and for a while, the tenant may want to be asked, and both logs say so.

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode, PageRequest,
    acts::{Act, OperatorRole, Role},
    audit::{AuditLog, EventFilter},
    customers::{CustomerDraft, CustomerFilter, Customers},
    me::MemberSelf,
    roles::Roles,
    tenants::Tenants,
    users::{UserFilter, Users},
    visits::{VisitState, Visiting, Visitors},
};
use domain::{Signed, Subject, TenantDesk};
use store::Caller;
use testkit::{Plane, TenantPlane, given, given::visit_draft};

fn code<T>(result: Result<T, Fault>) -> Option<FaultCode> {
    result.err().map(|fault| fault.code)
}

async fn inside(plane: &Plane, tenant: &TenantPlane, session: &str) -> Option<TenantDesk> {
    let (site, caller) = (tenant.site().await, Caller::default());
    match plane
        .platform()
        .resume(&site, session, caller)
        .await
        .unwrap()
    {
        Some(Signed::Tenant(desk)) => Some(desk),
        Some(Signed::Operator(_)) | None => None,
    }
}

fn ada() -> CustomerDraft {
    CustomerDraft {
        name: "Ada".into(),
        ..CustomerDraft::default()
    }
}

#[tokio::test]
async fn a_visitor_looks_for_a_while_and_everybody_sees_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customer(&acme, "Ada").await;
    let operator = plane.operator_with(OperatorRole::Support).await;
    let session = acme.visiting(&operator, visit_draft(false)).await;
    let desk = inside(&plane, &acme, &session).await.unwrap();
    let page = desk.customer_list(CustomerFilter::default(), PageRequest::default());
    assert_eq!(page.await.unwrap().items.len(), 1);
    assert!(
        desk.user_list(UserFilter::default(), PageRequest::default())
            .await
            .is_ok()
    );
    for refused in [
        code(desk.customer_create(ada()).await),
        code(
            desk.event_list(EventFilter::default(), PageRequest::default())
                .await,
        ),
        code(desk.visitor_list(PageRequest::default()).await),
        code(desk.visitor_set_rule(false).await),
    ] {
        assert!(
            matches!(
                refused,
                Some(FaultCode::Forbidden | FaultCode::ProofRequired)
            ),
            "{refused:?}"
        );
    }
    let me = desk.me().await.unwrap();
    assert!(me.tenant.visit.unwrap().is_own && me.acts.contains(&Act::CustomerRead));
    assert!(!Signed::Tenant(desk.clone()).has_account());

    // The tenant's people see who is inside and why, and their log says so.
    let staff = acme.user(Role::Staff).await.me().await.unwrap();
    let notice = staff.tenant.visit.unwrap();
    assert!(!notice.is_own);
    assert_eq!(notice.reason, "The calendar shows a wrong day.");
    let owner = acme.owner().await;
    let events = owner.event_list(EventFilter::default(), PageRequest::default());
    let events = events.await.unwrap().items;
    let said: Vec<_> = events.iter().map(|event| event.action.as_str()).collect();
    assert!(
        said.contains(&"visit.ask") && said.contains(&"visit.enter"),
        "{said:?}"
    );

    // Time is up, for a request that is under way as for the next.
    let over = "UPDATE platform.visits SET starts_at = now() - interval '2 h', ends_at = now() - interval '1 h'";
    plane.sabotage(over).await;
    assert!(inside(&plane, &acme, &session).await.is_none());
    assert!(
        acme.owner()
            .await
            .me()
            .await
            .unwrap()
            .tenant
            .visit
            .is_none()
    );
}

#[tokio::test]
async fn whoever_may_change_things_does_it_under_their_own_name() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let operator = plane.operator().await;
    let session = acme.visiting(&operator, visit_draft(true)).await;
    let desk = inside(&plane, &acme, &session).await.unwrap();
    let customer = desk.customer_create(ada()).await.unwrap();
    for refused in [
        code(desk.customer_delete(customer.id).await),
        code(
            desk.role_create(contract::roles::RoleDraft::default())
                .await,
        ),
    ] {
        assert!(refused.is_some());
    }
    let owner = acme.owner().await;
    let events = owner.event_list(EventFilter::default(), PageRequest::default());
    let events = events.await.unwrap().items;
    let made = events
        .iter()
        .find(|event| event.action == "customer.create");
    assert_eq!(made.unwrap().actor_name, "Operator (owner)");

    // Sent away, from the next request on.
    let visit = owner.me().await.unwrap().tenant.visit.unwrap();
    owner.visitor_end(visit.id).await.unwrap();
    assert!(inside(&plane, &acme, &session).await.is_none());
    let again = operator.visit_way_in(acme.id(), visit.id).await;
    assert_eq!(code(again), Some(FaultCode::Conflict));
}

#[tokio::test]
async fn a_tenant_that_wants_to_be_asked_is() {
    let plane = Plane::new().await;
    let (acme, bolt) = (
        plane.tenant("acme").build().await,
        plane.tenant("bolt").build().await,
    );
    let (owner, operator) = (acme.owner().await, plane.operator().await);
    owner.visitor_set_rule(true).await.unwrap();
    assert!(owner.visitor_rule().await.unwrap());
    let visit = operator
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    assert_eq!(visit.state, VisitState::Asked);
    let early = operator.visit_way_in(acme.id(), visit.id).await;
    assert_eq!(code(early), Some(FaultCode::Conflict));

    // Whoever can answer reads of it, and nobody else; strangers find nothing.
    assert!(owner.me().await.unwrap().tenant.visit.is_some());
    let staff = acme.user(Role::Staff).await;
    assert!(staff.me().await.unwrap().tenant.visit.is_none());
    assert_eq!(
        code(staff.visitor_answer(visit.id, true).await),
        Some(FaultCode::Forbidden)
    );
    let stranger = bolt.owner().await;
    assert_eq!(
        code(stranger.visitor_answer(visit.id, true).await),
        Some(FaultCode::NotFound)
    );
    assert_eq!(
        code(stranger.visitor_end(visit.id).await),
        Some(FaultCode::NotFound)
    );
    assert_eq!(
        code(operator.visit_end(bolt.id(), visit.id).await),
        Some(FaultCode::NotFound)
    );

    owner.visitor_answer(visit.id, true).await.unwrap();
    assert!(operator.visit_way_in(acme.id(), visit.id).await.is_ok());
    let twice = owner.visitor_answer(visit.id, false).await;
    assert_eq!(code(twice), Some(FaultCode::Conflict));

    let again = operator.visit_ask(acme.id(), visit_draft(true)).await;
    assert_eq!(code(again), Some(FaultCode::Conflict), "one at a time");
    operator.visit_end(acme.id(), visit.id).await.unwrap();
    let refused = operator
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    owner.visitor_answer(refused.id, false).await.unwrap();
    let late = operator
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    plane.clock().advance(TimeDelta::hours(25));
    for gone in [refused.id, late.id] {
        let way_in = operator.visit_way_in(acme.id(), gone).await;
        assert_eq!(code(way_in), Some(FaultCode::Conflict));
    }
}

#[tokio::test]
async fn a_way_in_opens_one_visit_once_and_soon() {
    let plane = Plane::new().await;
    let (acme, bolt) = (
        plane.tenant("acme").build().await,
        plane.tenant("bolt").build().await,
    );
    let operator = plane.operator().await;
    let visit = operator
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    let way_in = async || {
        let url = operator.visit_way_in(acme.id(), visit.id).await.unwrap();
        url.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let enter = async |tenant: &TenantPlane, token: &str| {
        let (site, caller) = (tenant.site().await, Caller::default());
        plane.platform().visit_enter(&site, token, caller).await
    };
    let first = way_in().await;
    assert!(enter(&bolt, &first).await.is_err());
    let entered = enter(&acme, &first).await.unwrap();
    assert!(matches!(entered.subject, Subject::Visitor { .. }));
    assert_eq!(code(enter(&acme, &first).await), Some(FaultCode::Conflict));
    plane.clock().advance(TimeDelta::seconds(1));
    let second = way_in().await;
    plane.clock().advance(TimeDelta::minutes(5));
    assert_eq!(code(enter(&acme, &second).await), Some(FaultCode::Conflict));
    let third = way_in().await;
    assert!(enter(&acme, &third).await.is_ok());

    // A changed password ends what was told before.
    let fourth = way_in().await;
    let renewed = "UPDATE platform.operators SET access_version = access_version + 1";
    plane.sabotage(renewed).await;
    assert_eq!(code(enter(&acme, &fourth).await), Some(FaultCode::Conflict));

    // No other token is one, and it is no other token.
    let access = plane
        .operator_tokens(OperatorRole::Owner)
        .await
        .access_token;
    assert_eq!(
        code(enter(&acme, &access).await),
        Some(FaultCode::Unauthenticated)
    );
    let (site, caller) = (acme.site().await, Caller::default());
    let bearer = plane.platform().bearer(&site, None, &third, caller).await;
    assert_eq!(
        bearer.err().map(|fault| fault.code),
        Some(FaultCode::Unauthenticated)
    );
    let mut forged = way_in().await;
    forged.pop();
    assert!(enter(&acme, &forged).await.is_err());
}

#[tokio::test]
async fn only_operators_who_still_may_are_inside() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in [OperatorRole::Billing, OperatorRole::Auditor] {
        let desk = plane.operator_with(role).await;
        let asked = desk.visit_ask(acme.id(), visit_draft(false)).await;
        assert_eq!(code(asked), Some(FaultCode::Forbidden), "{role}");
    }
    let support = plane.operator_with(OperatorRole::Support).await;
    let visit = support
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    let foreign = plane
        .operator()
        .await
        .visit_way_in(acme.id(), visit.id)
        .await;
    assert_eq!(code(foreign), Some(FaultCode::Forbidden));
    support.visit_end(acme.id(), visit.id).await.unwrap();
    for change in [
        "SET role = 'billing'",
        "SET role = 'support', access_version = access_version + 1",
        "SET removed_at = now()",
    ] {
        let support = plane.operator_with(OperatorRole::Support).await;
        plane.sabotage("DELETE FROM platform.visits").await;
        let session = acme.visiting(&support, visit_draft(false)).await;
        assert!(inside(&plane, &acme, &session).await.is_some());
        let email = "support@operators.test";
        plane
            .sabotage(&format!(
                "UPDATE platform.operators {change} WHERE email = '{email}'"
            ))
            .await;
        assert!(inside(&plane, &acme, &session).await.is_none(), "{change}");
        let back = "SET role = 'support', removed_at = NULL";
        plane
            .sabotage(&format!(
                "UPDATE platform.operators {back} WHERE email = '{email}'"
            ))
            .await;
    }
}

#[tokio::test]
async fn a_suspended_tenant_still_says_who_comes_in() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (owner, operator) = (acme.owner().await, plane.operator().await);
    operator
        .tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    let session = acme.visiting(&operator, visit_draft(true)).await;
    let desk = inside(&plane, &acme, &session).await.unwrap();
    let changed = desk.customer_create(ada()).await;
    assert_eq!(code(changed), Some(FaultCode::TenantSuspended));
    let owner_now = acme.desk(&acme.email("owner")).await;
    let visit = owner.me().await.unwrap().tenant.visit.unwrap();
    owner_now.visitor_end(visit.id).await.unwrap();
    owner_now.visitor_set_rule(true).await.unwrap();
    assert!(inside(&plane, &acme, &session).await.is_none());
    let asked = operator.visit_ask(acme.id(), visit_draft(false)).await;
    owner_now
        .visitor_answer(asked.unwrap().id, false)
        .await
        .unwrap();
}

/// Whoever answers for the workspace hears of it where they are, not only when they sign in.
#[tokio::test]
async fn owners_are_told_of_a_visit() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let second = acme.email("second");
    given::user(&acme, "Second", &second, Role::Owner).await;
    acme.user(Role::Admin).await;
    given::invited_user(&acme, "Third", &acme.email("third"), Role::Owner).await;
    let operator = plane.operator_with(OperatorRole::Support).await;
    let told = async || {
        let mails = plane.mails().await;
        let mails = mails
            .into_iter()
            .filter(|mail| mail.row.kind == "visit_asked");
        let mut mails: Vec<_> = mails.map(|mail| (mail.row.recipient, mail.text)).collect();
        mails.sort();
        mails
    };
    let draft = visit_draft(true);
    let reason = draft.reason.clone();
    let visit = operator.visit_ask(acme.id(), draft).await.unwrap();
    let mails = told().await;
    let recipients: Vec<_> = mails.iter().map(|(to, _)| to.clone()).collect();
    assert_eq!(recipients, [acme.email("owner"), second]);
    for (_, text) in &mails {
        assert!(
            text.contains(&reason) && text.contains("from now on"),
            "{text}"
        );
        assert!(text.contains(&format!("//{}/settings/visits", acme.host())));
    }
    let twice = operator.visit_ask(acme.id(), visit_draft(true)).await;
    assert_eq!(code(twice), Some(FaultCode::Conflict));
    assert_eq!(told().await.len(), 2, "nobody is told of what is not asked");
    operator.visit_end(acme.id(), visit.id).await.unwrap();
    acme.owner().await.visitor_set_rule(true).await.unwrap();
    operator
        .visit_ask(acme.id(), visit_draft(false))
        .await
        .unwrap();
    let mails = told().await;
    let waits = mails
        .iter()
        .filter(|(_, text)| text.contains("Allow or refuse it"));
    assert_eq!((mails.len(), waits.count()), (4, 2));
}

/// Whoever begins to want to be asked wants nobody inside who was let in without: those leave with the next request.
#[tokio::test]
async fn a_rule_to_be_asked_ends_visits_that_nobody_was_asked_about() {
    let plane = Plane::new().await;
    let (acme, bolt) = (
        plane.tenant("acme").build().await,
        plane.tenant("bolt").build().await,
    );
    let owner = acme.owner().await;
    let support = plane.operator_with(OperatorRole::Support).await;
    let unasked = acme.visiting(&support, visit_draft(false)).await;
    let elsewhere = bolt.visiting(&support, visit_draft(false)).await;
    assert!(inside(&plane, &acme, &unasked).await.is_some());
    owner.visitor_set_rule(false).await.unwrap();
    assert!(
        inside(&plane, &acme, &unasked).await.is_some(),
        "nothing changed"
    );

    owner.visitor_set_rule(true).await.unwrap();
    assert!(inside(&plane, &acme, &unasked).await.is_none());
    assert!(inside(&plane, &bolt, &elsewhere).await.is_some());
    let list = owner.visitor_list(PageRequest::default()).await.unwrap();
    let ended = &list.items[0];
    assert_eq!(ended.state, VisitState::Over);
    let events = owner.event_list(EventFilter::default(), PageRequest::default());
    let events = events.await.unwrap().items;
    let entry = events.iter().find(|event| event.action == "visit.end");
    assert_eq!(entry.unwrap().target_id, ended.id.to_string());

    // A visit that was allowed goes on, also when the rule is said once more.
    let asked = support.visit_ask(acme.id(), visit_draft(false)).await;
    let asked = asked.unwrap();
    owner.visitor_answer(asked.id, true).await.unwrap();
    owner.visitor_set_rule(true).await.unwrap();
    assert!(support.visit_way_in(acme.id(), asked.id).await.is_ok());
}
