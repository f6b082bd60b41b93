//! "It was not me": whoever is told of an app or passkey that they did not add takes it away, with all that a thief got by it.

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode,
    acts::{Act, OperatorRole, Role},
    door::{LinkKind, LinkUse},
    users::Users,
};
use domain::{Admission, Host, Signed, Site};
use store::Caller;
use testkit::{AuthenticatorApp, Device, PASSWORD, Plane, given};

use super::{code, opens, sign_in, with_password};

const ADMIN: &str = "admin.tenantry.test";
const NEW: &str = "a password of their own";

fn used(token: &str) -> LinkUse {
    LinkUse {
        token: token.into(),
        password: NEW.into(),
        password_again: NEW.into(),
    }
}

async fn disown(plane: &Plane, site: &Site, token: &str) -> Result<String, Fault> {
    let platform = plane.platform();
    platform.link_disown(site, token, Caller::default()).await
}

/// By the passkey, whoever holds it.
async fn enters(plane: &Plane, site: &Site, host: &str, device: &Device) -> Option<FaultCode> {
    let (platform, at, caller) = (plane.platform(), Host::of(host), Caller::default());
    let asked = platform.passkey_challenge(site, &at, &caller).await;
    let answer = device.sign(&asked.unwrap());
    let entered = platform.sign_in_passkey(site, &at, &answer, caller);
    code(entered.await)
}

/// A thief with the password adds a passkey, and another: the first mail's link takes both, and the owner goes on with a
/// new password.
#[tokio::test]
async fn what_a_thief_added_goes_with_all_they_got() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, host, email) = (acme.site().await, acme.host(), acme.email("admin"));
    let owner = async || Signed::Tenant(acme.user(Role::Admin).await);
    let theirs = Device::enrolled(&plane, &host, &owner().await).await;
    let link = plane.mailed_link(&email).await;
    plane.clock().advance(TimeDelta::minutes(1));
    let second = Device::enrolled(&plane, &host, &owner().await).await;
    // Ending all others, as a thief would, ends no such link.
    owner().await.session_end_others().await.unwrap();
    let session = acme.session(&email).await;
    let key = given::api_key(&acme, "Import", &email, &[Act::CustomerRead]).await;
    let contract::api_keys::Secret(key) = key.copy.unwrap();

    let view = plane.platform().link_view(&site, &link).await.unwrap();
    assert_eq!((view.kind, view.email), (LinkKind::Disown, email.clone()));
    let wrong = plane
        .platform()
        .link_use(&site, used(&link), Caller::default());
    assert_eq!(code(wrong.await), Some(FaultCode::NotFound), "no reset");
    let reset = disown(&plane, &site, &link).await.unwrap();
    for device in [&theirs, &second] {
        let refused = enters(&plane, &site, &host, device).await;
        assert_eq!(refused, Some(FaultCode::Unauthenticated));
    }
    let resumed = plane.platform().resume(&site, &session, Caller::default());
    let resumed = resumed.await.unwrap();
    if let Some(Signed::Tenant(desk)) = resumed {
        assert!(plane.database().read(desk.scope()).await.is_err());
    }
    assert!(opens(&plane, &site, &key).await.is_err());
    let stolen = sign_in(&plane, &site, &email, PASSWORD).await;
    assert_eq!(code(stolen), Some(FaultCode::Unauthenticated));
    assert_eq!(
        code(disown(&plane, &site, &link).await),
        Some(FaultCode::NotFound),
        "once"
    );
    let admission = plane
        .platform()
        .link_use(&site, used(&reset), Caller::default())
        .await
        .unwrap();
    assert!(matches!(admission, Admission::Whole(_)));
    sign_in(&plane, &site, &email, NEW).await.unwrap();
    let events = acme.events().await;
    let told = events.iter().find(|event| event.action == "factor.disown");
    assert!(told.is_some());
}

/// What was there before stays, and is asked for after the new password.
#[tokio::test]
async fn what_the_owner_had_before_stays() {
    let plane = Plane::new().await;
    let email = "support@operators.test";
    let operator = async || Signed::Operator(plane.operator_with(OperatorRole::Support).await);
    let own = Device::enrolled(&plane, ADMIN, &operator().await).await;
    plane.clock().advance(TimeDelta::minutes(1));
    AuthenticatorApp::turn_on(&plane, &operator().await).await;
    let link = plane.mailed_link(email).await;
    let site = Site::Operator;
    let reset = disown(&plane, &site, &link).await.unwrap();
    assert_eq!(enters(&plane, &site, ADMIN, &own).await, None);
    let stolen = plane
        .platform()
        .sign_in(&site, with_password(email), Caller::default());
    assert_eq!(code(stolen.await), Some(FaultCode::Unauthenticated));
    let admission = plane
        .platform()
        .link_use(&site, used(&reset), Caller::default())
        .await
        .unwrap();
    assert!(
        matches!(admission, Admission::Half(_)),
        "the passkey is asked for"
    );
    let events = plane.events().await;
    assert!(events.iter().any(|event| event.action == "factor.disown"));
}

/// It is of one place, for a week, and for nobody whose account is gone.
#[tokio::test]
async fn such_a_link_opens_one_account_for_a_week() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let email = acme.email("staff");
    let staff = Signed::Tenant(acme.user(Role::Staff).await);
    let device = Device::enrolled(&plane, &acme.host(), &staff).await;
    let link = plane.mailed_link(&email).await;
    for foreign in [luna.site().await, Site::Operator, Site::Public] {
        let foreign = disown(&plane, &foreign, &link).await;
        assert_eq!(code(foreign), Some(FaultCode::NotFound));
    }
    let site = acme.site().await;
    let manager = Signed::Tenant(acme.user(Role::Manager).await);
    Device::enrolled(&plane, &acme.host(), &manager).await;
    let removed = plane.mailed_link(&acme.email("manager")).await;
    plane.platform().link_view(&site, &removed).await.unwrap();
    let id = acme.account(&acme.email("manager")).await.unwrap().id;
    acme.owner().await.user_remove(id).await.unwrap();
    let gone = plane.platform().link_view(&site, &removed).await;
    assert_eq!(code(gone), Some(FaultCode::NotFound));
    let gone = disown(&plane, &site, &removed).await;
    assert_eq!(code(gone), Some(FaultCode::NotFound));
    plane.clock().advance(TimeDelta::days(7));
    let late = disown(&plane, &site, &link).await;
    assert_eq!(code(late), Some(FaultCode::NotFound));
    assert_eq!(enters(&plane, &site, &acme.host(), &device).await, None);
}
