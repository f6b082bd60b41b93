//! The second factor: asked for at every door once it is on, worth nothing elsewhere, later or twice.

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode,
    account::{PasswordChange, Proof},
    acts::{OperatorRole, Role},
    door::LinkUse,
    keys::Keys,
    retention::{RetentionDesk, RetentionDraft},
    tenants::{TenantEdit, Tenants},
    users::{UserDraft, Users},
};
use domain::{Admission, Entered, HalfEntered, Host, Signed, Site};
use sqlx::AssertSqlSafe;
use store::Caller;
use testkit::{AuthenticatorApp, Device, PASSWORD, Plane, TenantPlane};

use super::{code, with_password};

/// A host that no passkey is for.
fn nowhere() -> Host {
    Host::of("")
}

/// What the password alone comes to.
async fn half(plane: &Plane, site: &Site, email: &str) -> Result<HalfEntered, Fault> {
    let sign_in = with_password(email);
    let admission = plane.platform().sign_in(site, sign_in, Caller::default());
    let half = match admission.await? {
        Admission::Half(half) => Some(half),
        Admission::Whole(_) => None,
    };
    Ok(half.unwrap())
}

/// Goes on with half a sign-in.
async fn go_on(
    plane: &Plane,
    site: &Site,
    half: &HalfEntered,
    typed: &str,
) -> Result<Entered, Fault> {
    let (platform, caller) = (plane.platform(), Caller::default());
    platform
        .sign_in_code(site, half.clone(), typed, caller)
        .await
}

/// Password and code.
async fn whole(plane: &Plane, site: &Site, email: &str, typed: &str) -> Result<(), Fault> {
    let half = half(plane, site, email).await?;
    go_on(plane, site, &half, typed).await.map(drop)
}

/// An owner of a tenant and an operator, each with what they are found by.
async fn people(plane: &Plane, acme: &TenantPlane) -> [(Signed, Site, String); 2] {
    [
        (
            Signed::Tenant(acme.owner().await),
            acme.site().await,
            acme.email("owner"),
        ),
        (
            Signed::Operator(plane.operator().await),
            Site::Operator,
            "owner@operators.test".into(),
        ),
    ]
}

#[tokio::test]
async fn a_factor_is_asked_for_once_its_first_code_came() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for (signed, site, email) in people(&plane, &acme).await {
        let platform = plane.platform();
        let sign_in = || platform.sign_in(&site, with_password(&email), Caller::default());
        let app = AuthenticatorApp::scan(&plane, &signed).await;
        assert_eq!(app.setup.codes.len(), 10);
        assert!(
            app.setup.url.starts_with("otpauth://totp/")
                && app.setup.url.contains(&email.replace('@', "%40")),
            "{}",
            app.setup.url
        );
        let admission = sign_in().await.unwrap();
        assert!(matches!(admission, Admission::Whole(_)), "not in force yet");
        let wrong = signed.second_factor_confirm("000000").await;
        assert!(wrong.unwrap_err().fields.contains_key("code"));

        let confirmed = signed.second_factor_confirm(&app.code()).await;
        let entered = confirmed.unwrap();
        assert!(entered.access_version > 1, "all others are signed out");
        let repeated = whole(&plane, &site, &email, &app.code()).await;
        assert_eq!(
            code(repeated),
            Some(FaultCode::Invalid),
            "the code that turned it on is used up"
        );
        app.wait();
        whole(&plane, &site, &email, &app.code()).await.unwrap();
        let mails = plane.mails().await;
        let told = mails
            .iter()
            .filter(|mail| mail.row.kind == "second_factor_changed" && mail.row.recipient == email);
        assert_eq!(told.count(), 1);
    }
}

/// Whoever is stopped by the code may have the password of somebody else; whoever comes by paper may have found it.
#[tokio::test]
async fn the_log_tells_of_half_a_sign_in_and_of_a_recovery_code() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, email) = (acme.site().await, acme.email("owner"));
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    half(&plane, &site, &email).await.unwrap();
    whole(&plane, &site, &email, &app.setup.codes[0])
        .await
        .unwrap();
    let events = acme.events().await;
    let told = |action: &str| events.iter().filter(|event| event.action == action).count();
    assert_eq!(told("session.code_wanted"), 2);
    assert_eq!(told("recovery_code.use"), 1);
}

/// I-33: the code of one tenant's user gives nothing at another tenant's door, and none works twice or late.
#[tokio::test]
async fn a_code_works_once_here_and_now() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let (site, email) = (acme.site().await, acme.email("owner"));
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;

    let begun = half(&plane, &site, &email).await.unwrap();
    for elsewhere in [luna.site().await, Site::Operator] {
        let entered = go_on(&plane, &elsewhere, &begun, &app.code()).await;
        assert_eq!(code(entered), Some(FaultCode::CrossTenant));
    }
    let used = app.code();
    whole(&plane, &site, &email, &used).await.unwrap();
    let again = whole(&plane, &site, &email, &used).await;
    assert_eq!(code(again), Some(FaultCode::Invalid));

    plane.clock().advance(TimeDelta::minutes(10));
    let late = go_on(&plane, &site, &begun, &app.code()).await;
    assert_eq!(code(late), Some(FaultCode::Unauthenticated));

    // Half a sign-in is worth nothing once the account is another.
    let begun = half(&plane, &site, &email).await.unwrap();
    let owner = Signed::Tenant(acme.owner().await);
    owner.session_end_others().await.unwrap();
    let stale = go_on(&plane, &site, &begun, &app.code()).await;
    assert_eq!(code(stale), Some(FaultCode::Unauthenticated));
    let refused = acme.events().await;
    let refused = refused
        .iter()
        .filter(|event| event.action == "second_factor.refused");
    assert_eq!(refused.count(), 1);
}

#[tokio::test]
async fn each_recovery_code_works_once_and_new_ones_replace_them() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, email) = (acme.site().await, acme.email("owner"));
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    let typed = app.setup.codes[3].to_lowercase();
    let typed = format!("{} - {}", &typed[..4], &typed[4..]);
    whole(&plane, &site, &email, &typed).await.unwrap();
    let again = whole(&plane, &site, &email, &typed).await;
    assert_eq!(code(again), Some(FaultCode::Invalid));
    let owner = Signed::Tenant(acme.owner().await);
    assert_eq!(owner.second_factor(&nowhere()).await.unwrap().codes_left, 9);

    let anew = AuthenticatorApp::turn_on(&plane, &owner).await;
    assert_ne!(anew.setup.secret, app.setup.secret);
    let earlier = whole(&plane, &site, &email, &app.setup.codes[0]).await;
    assert_eq!(code(earlier), Some(FaultCode::Invalid));
    let earlier = whole(&plane, &site, &email, &app.code()).await;
    assert_eq!(code(earlier), Some(FaultCode::Invalid));
    whole(&plane, &site, &email, &anew.setup.codes[0])
        .await
        .unwrap();
}

/// A mailbox takes the place of the password, never of the second factor.
#[tokio::test]
async fn a_mailed_link_does_not_go_past_the_factor() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site, email) = (plane.platform(), acme.site().await, acme.email("owner"));
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    platform.mail_reset(Some(acme.id()), &email).await.unwrap();
    let link = LinkUse {
        token: plane.mailed_link(&email).await,
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
    };
    let admission = platform.link_use(&site, link, Caller::default()).await;
    let Admission::Half(half) = admission.unwrap() else {
        panic!("the mail alone let somebody in");
    };
    go_on(&plane, &site, &half, &app.code()).await.unwrap();
}

#[tokio::test]
async fn a_program_sends_the_code_along() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let sign_in = || with_password("owner@acme.test");
    let without = platform.token(&site, None, sign_in(), None, Caller::default());
    assert_eq!(code(without.await), Some(FaultCode::SecondFactorRequired));
    let wrong = platform.token(&site, None, sign_in(), Some("12"), Caller::default());
    assert_eq!(code(wrong.await), Some(FaultCode::Invalid));
    let typed = app.code();
    let right = platform.token(&site, None, sign_in(), Some(&typed), Caller::default());
    super::opens(&plane, &site, &right.await.unwrap().access_token)
        .await
        .unwrap();
}

#[tokio::test]
async fn guessing_codes_is_braked() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, email) = (acme.site().await, acme.email("owner"));
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    for _ in 0..5 {
        let guess = whole(&plane, &site, &email, "000000").await;
        assert_eq!(code(guess), Some(FaultCode::Invalid));
    }
    let braked = whole(&plane, &site, &email, &app.code()).await;
    assert_eq!(code(braked), Some(FaultCode::RateLimited));
    app.wait();
    whole(&plane, &site, &email, &app.code()).await.unwrap();
}

/// What is dangerous wants a proof of the last quarter of an hour, of a session as of a token.
#[tokio::test]
async fn what_is_dangerous_wants_a_fresh_proof() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.user(Role::Staff).await)).await;
    let staff = acme.account(&acme.email("staff")).await.unwrap().id;
    let (owner, operator) = (acme.owner().await, plane.operator().await);
    let invited = |role: Role| UserDraft {
        name: "Eve".into(),
        email: format!("{role}@elsewhere.test"),
        role: role.as_str().into(),
    };
    let moved = TenantEdit {
        name: "Acme".into(),
        billing_email: "billing@acme.test".into(),
        custom_domain: "evil.test".into(),
    };
    plane.clock().advance(TimeDelta::minutes(15));
    let tokens = acme.tokens(&acme.email("owner")).await;
    let wanted = Some(FaultCode::ProofRequired);
    assert_eq!(code(owner.user_remove(staff).await), wanted);
    assert_eq!(
        code(owner.user_set_role(staff, Role::Admin.into(), None).await),
        wanted
    );
    assert_eq!(code(owner.user_forget_factor(staff).await), wanted);
    assert_eq!(code(operator.tenant_keys_rotate(acme.id()).await), wanted);
    assert_eq!(
        code(operator.tenant_deactivate(acme.id(), String::new()).await),
        wanted
    );
    let suspended = operator.tenant_suspend(acme.id(), "unpaid".into()).await;
    assert_eq!(code(suspended), wanted);
    let moved = operator.tenant_update(acme.id(), moved, None).await;
    assert_eq!(code(moved), wanted, "mailed links would follow the domain");
    for role in [Role::Owner, Role::Admin] {
        assert_eq!(code(owner.user_invite(invited(role)).await), wanted);
    }
    let forgetful = RetentionDraft { days: "30".into() };
    assert_eq!(code(owner.retention_update(forgetful).await), wanted);
    owner.user_invite(invited(Role::Staff)).await.unwrap();
    let signed = Signed::Tenant(owner.clone());
    assert_eq!(code(signed.second_factor_begin().await), wanted);
    assert_eq!(code(signed.second_factor_remove().await), wanted);
    // Everything else goes on.
    owner.user_get(staff).await.unwrap();

    let proof = |password: &str| Proof {
        password: password.into(),
        code: String::new(),
    };
    let wrong = signed.confirm(proof("something else")).await;
    assert!(wrong.unwrap_err().fields.contains_key("password"));
    let entered = signed.confirm(proof(PASSWORD)).await.unwrap();
    assert_eq!(entered.proved_at, Some(plane.clock().now()));

    // A token of now may, and the ones that are refreshed from it no longer than itself.
    let (platform, site) = (plane.platform(), acme.site().await);
    let as_token = async |token: &str| {
        let bearer = platform.bearer(&site, None, token, Caller::default()).await;
        match bearer.unwrap() {
            Signed::Tenant(desk) => desk,
            Signed::Operator(_) => panic!("an operator's"),
        }
    };
    let fresh = as_token(&tokens.access_token).await;
    fresh.user_forget_factor(staff).await.unwrap();
    plane.clock().advance(TimeDelta::minutes(15));
    let refreshed = platform.refresh(&site, &tokens.refresh_token, Caller::default());
    let refreshed = as_token(&refreshed.await.unwrap().access_token).await;
    assert_eq!(code(refreshed.user_remove(staff).await), wanted);
    acme.owner().await.user_remove(staff).await.unwrap();
}

/// Where the password is all there is it is proof enough of itself; with a factor, half a proof changes nothing.
#[tokio::test]
async fn a_password_is_changed_by_its_owner_alone() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let change = || PasswordChange {
        password: PASSWORD.into(),
        new_password: "a staple of another kind".into(),
        new_password_again: "a staple of another kind".into(),
    };
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    let careful = Signed::Tenant(acme.owner().await);
    let careless = Signed::Tenant(acme.user(Role::Staff).await);
    plane.clock().advance(TimeDelta::minutes(15));
    let refused = careful.password_change(change()).await;
    assert_eq!(code(refused), Some(FaultCode::ProofRequired));
    let entered = careless.password_change(change()).await.unwrap();
    assert!(
        entered.proved_at.unwrap() < plane.clock().now(),
        "it opens nothing else"
    );
}

/// What somebody else began is not waiting for whoever saved the account, and nothing waits for long.
#[tokio::test]
async fn what_is_begun_ends_with_a_rescue_and_with_time() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site, email) = (plane.platform(), acme.site().await, acme.email("owner"));
    let owner = async || Signed::Tenant(acme.owner().await);
    let begun = async || {
        owner()
            .await
            .second_factor(&nowhere())
            .await
            .unwrap()
            .setup
            .is_some()
    };
    let new = "a staple of another kind";

    AuthenticatorApp::scan(&plane, &owner().await).await;
    assert!(begun().await);
    owner().await.session_end_others().await.unwrap();
    assert!(!begun().await, "signed out everywhere");

    AuthenticatorApp::scan(&plane, &owner().await).await;
    let change = PasswordChange {
        password: PASSWORD.into(),
        new_password: new.into(),
        new_password_again: new.into(),
    };
    owner().await.password_change(change).await.unwrap();
    assert!(!begun().await, "a new password");

    AuthenticatorApp::scan(&plane, &owner().await).await;
    platform.mail_reset(Some(acme.id()), &email).await.unwrap();
    let link = LinkUse {
        token: plane.mailed_link(&email).await,
        password: new.into(),
        password_again: new.into(),
    };
    platform
        .link_use(&site, link, Caller::default())
        .await
        .unwrap();
    assert!(!begun().await, "a mailed link");

    let app = AuthenticatorApp::scan(&plane, &owner().await).await;
    plane.clock().advance(TimeDelta::minutes(15));
    assert!(!begun().await, "a quarter of an hour");
    let late = owner().await.second_factor_confirm(&app.code()).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));
    assert!(platform.sweep().await.unwrap() > 0);
}

/// Whoever has a second factor proves both.
#[tokio::test]
async fn a_proof_is_whole() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    let owner = Signed::Tenant(acme.owner().await);
    let proof = |code: String| Proof {
        password: PASSWORD.into(),
        code,
    };
    let without = owner.confirm(proof(String::new())).await;
    assert_eq!(code(without), Some(FaultCode::Invalid));
    owner.confirm(proof(app.code())).await.unwrap();
}

#[tokio::test]
async fn a_lost_factor_is_taken_away_by_those_who_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let admin = acme.user(Role::Admin).await;
    let id_of = async |tenant: &TenantPlane, local: &str| {
        let account = tenant.account(&tenant.email(local)).await;
        account.unwrap().id
    };
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.user(Role::Staff).await)).await;
    let (owner, staff) = (id_of(&acme, "owner").await, id_of(&acme, "staff").await);
    let manager = acme.user(Role::Manager).await;
    let refused = manager.user_forget_factor(staff).await;
    assert_eq!(code(refused), Some(FaultCode::Forbidden));
    let stranger = luna.owner().await.user_forget_factor(staff).await;
    assert_eq!(code(stranger), Some(FaultCode::CrossTenant));
    let above = admin.user_forget_factor(owner).await;
    assert_eq!(code(above), Some(FaultCode::Forbidden));
    // Where the device was lost, what was signed in at it may be lost, too.
    let session = acme.session(&acme.email("staff")).await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let signed_in = async || {
        let resumed = platform.resume(&site, &session, Caller::default()).await;
        resumed.unwrap().is_some()
    };
    assert!(signed_in().await);
    admin.user_forget_factor(staff).await.unwrap();
    assert!(!signed_in().await);
    let nothing = admin.user_forget_factor(staff).await;
    assert_eq!(code(nothing), Some(FaultCode::Conflict));
    let (site, email) = (acme.site().await, acme.email("staff"));
    super::sign_in(&plane, &site, &email, PASSWORD)
        .await
        .unwrap();

    let operator = Signed::Operator(plane.operator_with(OperatorRole::Support).await);
    AuthenticatorApp::turn_on(&plane, &operator).await;
    // An owner who is alone has nobody but whoever runs the platform.
    let platform = plane.platform();
    platform
        .user_forget_factor("acme", &acme.email("owner"))
        .await
        .unwrap();
    super::sign_in(&plane, &site, &acme.email("owner"), PASSWORD)
        .await
        .unwrap();

    let email = "support@operators.test";
    half(&plane, &Site::Operator, email).await.unwrap();
    plane
        .platform()
        .operator_forget_factor(email)
        .await
        .unwrap();
    super::sign_in(&plane, &Site::Operator, email, PASSWORD)
        .await
        .unwrap();
}

/// Who reads or writes the control plane's tables learns no secret, and cannot give one account another's.
#[tokio::test]
async fn a_factor_is_sealed_for_its_account() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let app = AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.owner().await)).await;
    AuthenticatorApp::turn_on(&plane, &Signed::Tenant(acme.user(Role::Staff).await)).await;
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT encode(secret, 'escape') FROM platform.second_factors
         UNION ALL SELECT encode(code_hash, 'escape') FROM platform.recovery_codes",
    )
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap();
    assert_eq!(rows.len(), 22);
    let told = rows.concat();
    assert!(!told.contains(&app.setup.secret) && !told.contains(&app.setup.codes[0]));

    let staff = acme.account(&acme.email("staff")).await.unwrap().id;
    let owner = acme.account(&acme.email("owner")).await.unwrap().id;
    let planted = format!(
        "UPDATE platform.second_factors SET last_step = 0,
                secret = (SELECT secret FROM platform.second_factors WHERE subject_id = '{owner}')
         WHERE subject_id = '{staff}'"
    );
    sqlx::query(AssertSqlSafe(planted))
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    let site = acme.site().await;
    let refused = whole(&plane, &site, &acme.email("staff"), &app.code()).await;
    assert_eq!(code(refused), Some(FaultCode::Internal));
}

/// Whoever holds the master key may be somebody else than whose account it is.
#[tokio::test]
async fn an_operator_is_told_what_a_command_took() {
    let plane = Plane::new().await;
    let (platform, email) = (plane.platform(), "support@operators.test");
    let support = async || Signed::Operator(plane.operator_with(OperatorRole::Support).await);
    let told = async || {
        let mails = plane.mails().await;
        let own = mails.into_iter().filter(|mail| mail.row.recipient == email);
        let mut kinds: Vec<_> = own.map(|mail| mail.row.kind).collect();
        kinds.sort();
        kinds
    };
    AuthenticatorApp::turn_on(&plane, &support().await).await;
    platform.operator_forget_factor(email).await.unwrap();
    assert_eq!(told().await, ["second_factor_changed"; 2], "on, and off");
    Device::enrolled(&plane, "admin.tenantry.test", &support().await).await;
    let mut expected = told().await;
    platform
        .operator_set("Somebody Else", email, "support", PASSWORD)
        .await
        .unwrap();
    expected.extend(["passkeys_changed".into(), "password_changed".into()]);
    expected.sort();
    assert_eq!(told().await, expected);
    // Whoever is made has nothing to be told of.
    let new = "new@operators.test";
    let made = platform.operator_set("New", new, "support", PASSWORD).await;
    made.unwrap();
    let mails = plane.mails().await;
    assert!(mails.iter().all(|mail| mail.row.recipient != new));
}
