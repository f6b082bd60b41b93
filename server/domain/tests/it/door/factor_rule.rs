//! The rule of a workspace, or of the installation, that everybody needs a second factor: whoever has none reaches their own account and nothing else,
//! by every door, from the next request on.

use contract::{
    Fault, FaultCode, PageRequest,
    acts::{Act, OperatorRole, Role},
    api_keys::Secret,
    customers::{CustomerFilter, Customers},
    factor_rule::FactorRules,
    me::{MemberSelf, OperatorSelf},
    roles::Roles,
    tenants::Tenants,
    users::{UserDraft, Users},
    visits::Visiting,
};
use domain::{Host, OperatorDesk, Platform, PlatformSettings, Signed, Site, TenantDesk, Vault};
use store::Caller;
use testkit::{AuthenticatorApp, Device, Plane, TenantPlane, given, given::visit_draft, secrets};

use super::code;

/// Acme with the rule on, and its owner, who has an app.
async fn strict(plane: &Plane) -> TenantPlane {
    let acme = plane.tenant("acme").build().await;
    AuthenticatorApp::turn_on(plane, &Signed::Tenant(acme.owner().await)).await;
    acme.owner().await.factor_set_rule(true).await.unwrap();
    acme
}

/// What somebody gets of the workspace.
async fn works(desk: &TenantDesk) -> Result<(), Fault> {
    let page = desk.customer_list(CustomerFilter::default(), PageRequest::default());
    page.await.map(drop)
}

async fn by_token(plane: &Plane, acme: &TenantPlane, token: &str) -> TenantDesk {
    let (site, caller) = (acme.site().await, Caller::default());
    let signed = plane.platform().bearer(&site, None, token, caller).await;
    let desk = match signed.unwrap() {
        Signed::Tenant(desk) => Some(desk),
        Signed::Operator(_) => None,
    };
    desk.unwrap()
}

#[tokio::test]
async fn whoever_has_no_second_factor_stops_at_the_next_request() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let email = acme.email("staff");
    acme.user(Role::Staff).await;
    let keeper = acme.email("admin");
    acme.user(Role::Admin).await;
    let session = acme.session(&email).await;
    let token = acme.tokens(&email).await.access_token;
    let key = given::api_key(&acme, "Import", &keeper, &[Act::CustomerRead]).await;
    let Secret(key) = key.copy.unwrap();
    let resumed = async || {
        let (site, caller) = (acme.site().await, Caller::default());
        match plane.platform().resume(&site, &session, caller).await {
            Ok(Some(Signed::Tenant(desk))) => desk,
            _ => panic!("the session is good"),
        }
    };
    let doors = async || {
        [
            resumed().await,
            by_token(&plane, &acme, &token).await,
            by_token(&plane, &acme, &key).await,
        ]
    };
    for desk in doors().await {
        works(&desk).await.unwrap();
    }
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    acme.owner().await.factor_set_rule(true).await.unwrap();
    for desk in doors().await {
        assert_eq!(code(works(&desk).await), Some(FaultCode::FactorWanted));
        let eve = UserDraft {
            name: "Eve".into(),
            email: "eve@acme.test".into(),
            role: Role::Staff.as_str().into(),
        };
        assert_eq!(
            code(desk.user_invite(eve).await),
            Some(FaultCode::FactorWanted)
        );
        assert_eq!(code(desk.role_list().await), Some(FaultCode::FactorWanted));
        let me = desk.me().await.unwrap();
        assert!(me.acts.is_empty(), "pages offer nothing: {:?}", me.acts);
    }
    works(&acme.owner().await).await.unwrap();

    acme.owner().await.factor_set_rule(false).await.unwrap();
    for desk in doors().await {
        works(&desk).await.unwrap();
    }
}

#[tokio::test]
async fn who_sets_one_up_goes_on() {
    let plane = Plane::new().await;
    let acme = strict(&plane).await;
    let host = acme.host();
    let at = Host::of(&host);
    let staff = Signed::Tenant(acme.user(Role::Staff).await);
    assert!(staff.owes_factor() && staff.second_factor(&at).await.unwrap().is_wanted);
    AuthenticatorApp::turn_on(&plane, &staff).await;
    works(&acme.user(Role::Staff).await).await.unwrap();

    let manager = Signed::Tenant(acme.user(Role::Manager).await);
    Device::enrolled(&plane, &host, &manager).await;
    let manager = acme.user(Role::Manager).await;
    works(&manager).await.unwrap();
    let manager = Signed::Tenant(manager);
    assert!(!manager.owes_factor());
    let passkey = manager.second_factor(&at).await.unwrap().passkeys[0].id;
    manager.passkey_remove(passkey).await.unwrap();
    let manager = acme.user(Role::Manager).await;
    assert_eq!(code(works(&manager).await), Some(FaultCode::FactorWanted));
}

#[tokio::test]
async fn owners_alone_make_the_rule_and_not_against_themselves() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    assert_eq!(
        code(owner.factor_set_rule(true).await),
        Some(FaultCode::Conflict),
        "it would shut them out"
    );
    let admin = Signed::Tenant(acme.user(Role::Admin).await);
    AuthenticatorApp::turn_on(&plane, &admin).await;
    for role in [Role::Admin, Role::Manager, Role::Staff, Role::ReadOnly] {
        let set = acme.user(role).await.factor_set_rule(true).await;
        assert_eq!(code(set), Some(FaultCode::Forbidden), "{role}");
    }
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(owner)).await;
    let owner = acme.owner().await;
    plane.clock().advance(chrono::TimeDelta::minutes(15));
    assert_eq!(
        code(owner.factor_set_rule(true).await),
        Some(FaultCode::ProofRequired)
    );
    acme.owner().await.factor_set_rule(true).await.unwrap();
    assert!(acme.owner().await.factor_rule().await.unwrap());
    let events = acme.events().await;
    let rules = events.iter().filter(|event| event.action == "factor.rule");
    assert_eq!(rules.count(), 1);
}

#[tokio::test]
async fn the_page_shows_who_has_none() {
    let plane = Plane::new().await;
    let acme = strict(&plane).await;
    acme.user(Role::Staff).await;
    let manager = Signed::Tenant(acme.user(Role::Manager).await);
    Device::enrolled(&plane, &acme.host(), &manager).await;
    let people = acme.owner().await.factor_list(PageRequest::default()).await;
    let mut held: Vec<_> = people
        .unwrap()
        .items
        .into_iter()
        .map(|holder| (holder.email.clone(), holder.has_app, holder.has_passkey))
        .collect();
    held.sort();
    assert_eq!(
        held,
        [
            (acme.email("manager"), false, true),
            (acme.email("owner"), true, false),
            (acme.email("staff"), false, false),
        ]
    );
}

/// The rule of a tenant is about its accounts, which neither visitors nor other tenants have.
#[tokio::test]
async fn the_rule_is_one_tenants_and_not_for_visitors() {
    let plane = Plane::new().await;
    let acme = strict(&plane).await;
    let luna = plane.tenant("luna").build().await;
    works(&luna.member().await).await.unwrap();
    let operator = plane.operator().await;
    let session = acme.visiting(&operator, visit_draft(false)).await;
    let (site, caller) = (acme.site().await, Caller::default());
    let visitor = plane.platform().resume(&site, &session, caller).await;
    let Some(Signed::Tenant(visitor)) = visitor.unwrap() else {
        panic!("a visitor comes in");
    };
    works(&visitor).await.unwrap();
}

/// A node of an installation whose operators need a second factor.
fn strict_with_operators(plane: &Plane) -> Platform {
    let settings = PlatformSettings {
        operators_need_factor: true,
        ..plane.platform().settings().clone()
    };
    let (database, vault) = (plane.database().clone(), Vault::new(&secrets()));
    Platform::new(database, vault, plane.clock().clone(), settings)
}

/// A visitor is an operator: who owes a factor neither comes in nor goes on.
#[tokio::test]
async fn the_rule_for_operators_holds_visitors() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let bolt = plane.tenant("bolt").build().await;
    let strict = strict_with_operators(&plane);
    let (here, caller) = (acme.site().await, Caller::default);
    let operator = plane.operator().await;
    let session = acme.visiting(&operator, visit_draft(false)).await;
    let inside = strict.resume(&here, &session, caller()).await.unwrap();
    assert!(inside.is_none());
    let inside = plane.platform().resume(&here, &session, caller()).await;
    assert!(inside.unwrap().is_some(), "where no such rule is");
    let enter = async |operator: &OperatorDesk| {
        let visit = operator.visit_ask(bolt.id(), visit_draft(false)).await;
        let way_in = operator.visit_way_in(bolt.id(), visit.unwrap().id).await;
        let way_in = way_in.unwrap();
        let token = way_in.rsplit('/').next().unwrap_or_default();
        let site = bolt.site().await;
        strict.visit_enter(&site, token, caller()).await
    };
    let refused = enter(&operator).await;
    assert_eq!(code(refused), Some(FaultCode::FactorWanted));

    let support = plane.operator_with(OperatorRole::Support).await;
    AuthenticatorApp::turn_on(&plane, &Signed::Operator(support)).await;
    let support = plane.operator_with(OperatorRole::Support).await;
    enter(&support).await.unwrap();
    let session = acme.visiting(&support, visit_draft(false)).await;
    let inside = strict.resume(&here, &session, caller()).await.unwrap();
    let Some(Signed::Tenant(visitor)) = inside else {
        panic!("a visitor with a factor comes in");
    };
    works(&visitor).await.unwrap();
}

/// The installation's setting for operators, held by session and by token.
#[tokio::test]
async fn operators_may_need_one_too() {
    let plane = Plane::new().await;
    let strict = strict_with_operators(&plane);
    let desk = |signed: Signed| match signed {
        Signed::Operator(desk) => Some(desk),
        Signed::Tenant(_) => None,
    };
    let session = plane.operator_session(OperatorRole::Support).await;
    let token = plane.operator_tokens(OperatorRole::Support).await;
    let caller = Caller::default;
    let by_session = strict.resume(&Site::Operator, &session, caller()).await;
    let token = strict.bearer(&Site::Operator, None, &token.access_token, caller());
    for signed in [by_session.unwrap().unwrap(), token.await.unwrap()] {
        assert!(signed.owes_factor());
        assert!(signed.second_factor(&Host::of("")).await.unwrap().is_wanted);
        let desk = desk(signed).unwrap();
        assert_eq!(
            code(desk.tenant_counts().await),
            Some(FaultCode::FactorWanted)
        );
        assert!(OperatorSelf::me(&desk).await.unwrap().acts.is_empty());
    }
    let support = plane.operator_with(OperatorRole::Support).await;
    support.tenant_counts().await.unwrap();
    AuthenticatorApp::turn_on(&plane, &Signed::Operator(support)).await;
    let session = plane.operator_session(OperatorRole::Support).await;
    let signed = strict.resume(&Site::Operator, &session, caller()).await;
    let desk = desk(signed.unwrap().unwrap()).unwrap();
    desk.tenant_counts().await.unwrap();
}
