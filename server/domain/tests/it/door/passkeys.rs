//! Passkeys: the whole sign-in at the one host and for the one account that they were made for, and worth nothing
//! elsewhere, later, twice or copied.

use std::net::IpAddr;

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode,
    account::{PasskeyAnswer, PasskeyChallenge, PasswordChange, Proof},
    acts::{OperatorRole, Role},
    tenants::{TenantEdit, Tenants},
    users::Users,
};
use domain::{Admission, Entered, Host, OperatorDesk, Signed, Site};
use store::Caller;
use testkit::{Device, PASSWORD, Plane, TenantPlane};

use super::{code, with_password};

const ADMIN: &str = "admin.tenantry.test";

/// An owner of a tenant and an operator, each with where they sign in.
async fn people(plane: &Plane, acme: &TenantPlane) -> [(Signed, Site, String, String); 2] {
    [
        (
            Signed::Tenant(acme.owner().await),
            acme.site().await,
            acme.host(),
            acme.email("owner"),
        ),
        (
            Signed::Operator(plane.operator().await),
            Site::Operator,
            ADMIN.into(),
            "owner@operators.test".into(),
        ),
    ]
}

async fn answer(
    plane: &Plane,
    site: &Site,
    host: &str,
    answer: &PasskeyAnswer,
) -> Result<Entered, Fault> {
    let (platform, caller) = (plane.platform(), Caller::default());
    platform
        .sign_in_passkey(site, &Host::of(host), answer, caller)
        .await
}

async fn ask(plane: &Plane, site: &Site, host: &str) -> Result<PasskeyChallenge, Fault> {
    let platform = plane.platform();
    let caller = Caller::default();
    platform
        .passkey_challenge(site, &Host::of(host), &caller)
        .await
}

/// Is asked at a host, and answers there.
async fn sign_in(
    plane: &Plane,
    site: &Site,
    host: &str,
    device: &Device,
) -> Result<Entered, Fault> {
    let asked = ask(plane, site, host).await?;
    answer(plane, site, host, &device.sign(&asked)).await
}

#[tokio::test]
async fn a_passkey_is_the_whole_sign_in() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for (signed, site, host, email) in people(&plane, &acme).await {
        let device = Device::enrolled(&plane, &host, &signed).await;
        let entered = sign_in(&plane, &site, &host, &device).await.unwrap();
        assert_eq!(entered.proved_at, Some(plane.clock().now()));
        assert!(entered.access_version > 1, "all others are signed out");
        // The password alone is half a sign-in from now on.
        let admission = plane
            .platform()
            .sign_in(&site, with_password(&email), Caller::default());
        let Admission::Half(half) = admission.await.unwrap() else {
            panic!("the password alone let somebody in");
        };
        let guess = plane
            .platform()
            .sign_in_code(&site, half, "123456", Caller::default());
        assert_eq!(code(guess.await), Some(FaultCode::Invalid));
        let mails = plane.mails().await;
        let told = mails
            .iter()
            .filter(|mail| mail.row.kind == "passkeys_changed" && mail.row.recipient == email);
        assert_eq!(told.count(), 1);
    }
    let events = acme.events().await;
    let told = |action: &str| events.iter().any(|event| event.action == action);
    assert!(told("passkey.add") && told("session.sign_in"));
}

/// I-33: what is signed for one host, tenant or realm gives nothing at another.
#[tokio::test]
async fn a_passkey_opens_one_host() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let owner = Signed::Tenant(acme.owner().await);
    let device = Device::enrolled(&plane, &acme.host(), &owner).await;
    for (site, host) in [
        (luna.site().await, luna.host()),
        (Site::Operator, ADMIN.into()),
    ] {
        let honest = sign_in(&plane, &site, &host, &device).await;
        assert_eq!(code(honest), Some(FaultCode::Unauthenticated));
        let mut forged = Device::at(&plane, &host);
        forged.user.clone_from(&device.user);
        let forged = sign_in(&plane, &site, &host, &forged).await;
        assert_eq!(code(forged), Some(FaultCode::Unauthenticated));
        // What was asked at one host is answered at no other.
        let carried = device.sign(&ask(&plane, &site, &host).await.unwrap());
        let carried = answer(&plane, &acme.site().await, &acme.host(), &carried).await;
        assert_eq!(code(carried), Some(FaultCode::Invalid));
    }
    for site in [Site::Public, Site::Api] {
        let asked = ask(&plane, &site, "tenantry.test").await;
        assert_eq!(code(asked), Some(FaultCode::NotFound));
    }
    sign_in(&plane, &acme.site().await, &acme.host(), &device)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_signed_elsewhere_unasked_or_by_nobody_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, host) = (acme.site().await, acme.host());
    let owner = Signed::Tenant(acme.owner().await);
    let mut device = Device::enrolled(&plane, &host, &owner).await;

    let good = device.origin.clone();
    for origin in [
        "https://evil.test",
        "https://luna.tenantry.test",
        "https://acme.tenantry.test:9",
    ] {
        origin.clone_into(&mut device.origin);
        let phished = sign_in(&plane, &site, &host, &device).await;
        assert_eq!(code(phished), Some(FaultCode::Unauthenticated), "{origin}");
    }
    device.origin = good;
    "tenantry.test".clone_into(&mut device.host);
    let wider = sign_in(&plane, &site, &host, &device).await;
    assert_eq!(code(wider), Some(FaultCode::Unauthenticated));
    device.host.clone_from(&host);
    device.verifies = false;
    let unverified = sign_in(&plane, &site, &host, &device).await;
    assert_eq!(code(unverified), Some(FaultCode::Unauthenticated));
    device.verifies = true;
    let refused = acme.events().await;
    let refused = refused
        .iter()
        .filter(|event| event.action == "passkey.refused");
    assert_eq!(refused.count(), 5);

    plane.clock().advance(TimeDelta::hours(1));
    let asked = async || ask(&plane, &site, &host).await.unwrap();
    let used = device.sign(&asked().await);
    answer(&plane, &site, &host, &used).await.unwrap();
    let again = answer(&plane, &site, &host, &used).await;
    assert_eq!(code(again), Some(FaultCode::Invalid));
    let late = device.sign(&asked().await);
    plane.clock().advance(TimeDelta::minutes(5));
    let late = answer(&plane, &site, &host, &late).await;
    assert_eq!(code(late), Some(FaultCode::Invalid));
    for nonsense in ["", "{}", "[]"] {
        let nonsense = PasskeyAnswer {
            challenge: asked().await.challenge.to_string(),
            answer: nonsense.into(),
        };
        let nonsense = answer(&plane, &site, &host, &nonsense).await;
        assert_eq!(code(nonsense), Some(FaultCode::Invalid));
    }
    sign_in(&plane, &site, &host, &device).await.unwrap();
}

/// `WebAuthn`, 7.2, step 22: a counter that does not grow tells of a copy.
#[tokio::test]
async fn a_copy_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, host) = (acme.site().await, acme.host());
    let owner = Signed::Tenant(acme.owner().await);
    let device = Device::enrolled(&plane, &host, &owner).await;
    device.set_counter(40);
    sign_in(&plane, &site, &host, &device).await.unwrap();
    for copied_at in [39, 40] {
        device.set_counter(copied_at - 1);
        let copy = sign_in(&plane, &site, &host, &device).await;
        assert_eq!(code(copy), Some(FaultCode::Unauthenticated), "{copied_at}");
    }
    device.set_counter(41);
    sign_in(&plane, &site, &host, &device).await.unwrap();
}

#[tokio::test]
async fn a_passkey_is_added_by_its_owner_alone_and_lately_proved() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let host = acme.host();
    let at = Host::of(&host);
    let owner = Signed::Tenant(acme.owner().await);
    let colleague = Signed::Tenant(acme.user(Role::Staff).await);
    let mut device = Device::at(&plane, &host);
    let asked = owner.passkey_begin(&at).await.unwrap();
    let made = device.make(&asked);
    let stolen = colleague.passkey_add(&at, &made, "Phone").await;
    assert_eq!(code(stolen), Some(FaultCode::Invalid), "asked of another");
    let unnamed = owner.passkey_add(&at, &made, " ").await.unwrap_err();
    assert!(unnamed.fields.contains_key("name"));
    device.verifies = false;
    let asked = owner.passkey_begin(&at).await.unwrap();
    let unverified = owner.passkey_add(&at, &device.make(&asked), "Phone").await;
    assert_eq!(code(unverified), Some(FaultCode::Invalid));
    device.verifies = true;
    let asked = owner.passkey_begin(&at).await.unwrap();
    let made = device.make(&asked);
    owner.passkey_add(&at, &made, "Phone").await.unwrap();
    let again = colleague.passkey_begin(&at).await.unwrap();
    let again = colleague
        .passkey_add(&at, &device.make(&again), "Mine")
        .await;
    assert_eq!(code(again), Some(FaultCode::Conflict), "it is the owner's");

    let owner = Signed::Tenant(acme.owner().await);
    let passkeys = owner.second_factor(&at).await.unwrap().passkeys;
    let [passkey] = &passkeys[..] else {
        panic!("{passkeys:?}");
    };
    assert!(passkey.name == "Phone" && passkey.is_here && passkey.last_used_at.is_none());
    let not_mine = colleague.passkey_remove(passkey.id).await;
    assert_eq!(code(not_mine), Some(FaultCode::NotFound));
    plane.clock().advance(TimeDelta::minutes(15));
    let late = [
        code(owner.passkey_begin(&at).await),
        code(owner.passkey_add(&at, &made, "Phone").await),
        code(owner.passkey_remove(passkey.id).await),
    ];
    assert_eq!(late, [Some(FaultCode::ProofRequired); 3]);
    let owner = Signed::Tenant(acme.owner().await);
    owner.passkey_remove(passkey.id).await.unwrap();
    let gone = sign_in(&plane, &acme.site().await, &host, &device).await;
    assert_eq!(code(gone), Some(FaultCode::Unauthenticated));
    let (site, sign_in) = (acme.site().await, with_password(&acme.email("owner")));
    let admission = plane.platform().sign_in(&site, sign_in, Caller::default());
    assert!(matches!(admission.await.unwrap(), Admission::Whole(_)));
}

/// A passkey proves what password and code prove together; the password without it does not.
#[tokio::test]
async fn a_passkey_is_a_proof() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for (_, site, host, email) in people(&plane, &acme).await {
        let at = Host::of(&host);
        let again = async || match &site {
            Site::Tenant(_) => Signed::Tenant(acme.desk(&email).await),
            _ => Signed::Operator(plane.operator().await),
        };
        let signed = again().await;
        let none = signed.passkey_challenge(&at).await;
        assert_eq!(code(none), Some(FaultCode::Conflict));
        let device = Device::enrolled(&plane, &host, &signed).await;
        let signed = again().await;
        plane.clock().advance(TimeDelta::minutes(20));
        let asked = signed.passkey_challenge(&at).await.unwrap();
        // A question of the door proves nothing here, nor the other way round.
        let door = ask(&plane, &site, &host).await.unwrap();
        let mixed = signed.confirm_passkey(&at, &device.sign(&door)).await;
        assert_eq!(code(mixed), Some(FaultCode::Invalid));
        let mixed = answer(&plane, &site, &host, &device.sign(&asked)).await;
        assert_eq!(code(mixed), Some(FaultCode::Invalid));
        let entered = signed.confirm_passkey(&at, &device.sign(&asked)).await;
        assert_eq!(entered.unwrap().proved_at, Some(plane.clock().now()));
        let password = Proof {
            password: PASSWORD.into(),
            code: "123456".into(),
        };
        let password = signed.confirm(password).await.unwrap_err();
        assert!(password.fields.contains_key("code"));
    }
    let colleague = Signed::Tenant(acme.user(Role::Staff).await);
    let at = Host::of(&acme.host());
    let theirs = Device::enrolled(&plane, &acme.host(), &colleague).await;
    let owner = Signed::Tenant(acme.owner().await);
    let asked = owner.passkey_challenge(&at).await.unwrap();
    let foreign = owner.confirm_passkey(&at, &theirs.sign(&asked)).await;
    assert_eq!(code(foreign), Some(FaultCode::Invalid));
}

/// A passkey goes when factors go, and its owner when accounts go; a new password leaves it.
#[tokio::test]
async fn passkeys_end_with_what_ends_factors() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, host) = (acme.site().await, acme.host());
    let staff = || async { Signed::Tenant(acme.user(Role::Staff).await) };
    let device = Device::enrolled(&plane, &host, &staff().await).await;
    let change = PasswordChange {
        password: PASSWORD.into(),
        new_password: "a staple of another kind".into(),
        new_password_again: "a staple of another kind".into(),
    };
    staff().await.password_change(change).await.unwrap();
    sign_in(&plane, &site, &host, &device).await.unwrap();
    let (email, platform) = (acme.email("staff"), plane.platform());
    platform.user_forget_factor("acme", &email).await.unwrap();
    let gone = sign_in(&plane, &site, &host, &device).await;
    assert_eq!(code(gone), Some(FaultCode::Unauthenticated));
    let none = platform.user_forget_factor("acme", &email).await;
    assert_eq!(code(none), Some(FaultCode::Conflict));

    let device = Device::enrolled(&plane, &host, &staff().await).await;
    let id = acme.account(&email).await.unwrap().id;
    acme.owner().await.user_remove(id).await.unwrap();
    let gone = sign_in(&plane, &site, &host, &device).await;
    assert_eq!(code(gone), Some(FaultCode::Unauthenticated));

    let operator = || async {
        let desk: OperatorDesk = plane.operator_with(OperatorRole::Support).await;
        Signed::Operator(desk)
    };
    let device = Device::enrolled(&plane, ADMIN, &operator().await).await;
    platform
        .operator_forget_factor("support@operators.test")
        .await
        .unwrap();
    let gone = sign_in(&plane, &Site::Operator, ADMIN, &device).await;
    assert_eq!(code(gone), Some(FaultCode::Unauthenticated));
}

/// What nobody answers is forgotten.
#[tokio::test]
async fn questions_are_swept() {
    let plane = Plane::new().await;
    let at = Host::of(ADMIN);
    let platform = plane.platform();
    let caller = Caller::default();
    let asked = platform.passkey_challenge(&Site::Operator, &at, &caller);
    asked.await.unwrap();
    // More than one page of them.
    let many = "INSERT INTO platform.passkey_challenges (id, purpose, host, state, expires_at)
                SELECT gen_random_uuid(), purpose, host, state, expires_at
                FROM platform.passkey_challenges, generate_series(1, 2000)";
    plane.sabotage(many).await;
    assert_eq!(platform.sweep().await.unwrap(), 0, "they may be answered");
    plane.clock().advance(TimeDelta::minutes(5));
    assert_eq!(platform.sweep().await.unwrap(), 2001);
    assert_eq!(platform.sweep().await.unwrap(), 0);
}

fn from(ip: [u8; 4]) -> Caller {
    Caller {
        ip: Some(IpAddr::from(ip)),
        ..Caller::default()
    }
}

/// Whoever knows the id of an account, as colleagues do, must not keep its passkeys waiting.
#[tokio::test]
async fn a_stranger_is_braked_and_not_whom_they_name() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for (signed, site, host, _) in people(&plane, &acme).await {
        let device = Device::enrolled(&plane, &host, &signed).await;
        let mut forged = Device::at(&plane, &host);
        forged.user.clone_from(&device.user);
        let (platform, at) = (plane.platform(), Host::of(&host));
        let try_from = async |device: &Device, ip| {
            let asked = ask(&plane, &site, &host).await.unwrap();
            let signed = device.sign(&asked);
            code(
                platform
                    .sign_in_passkey(&site, &at, &signed, from(ip))
                    .await,
            )
        };
        let stranger = [192, 0, 2, 1];
        for _ in 0..50 {
            let refused = try_from(&forged, stranger).await;
            assert_eq!(refused, Some(FaultCode::Unauthenticated));
        }
        let braked = try_from(&forged, stranger).await;
        assert_eq!(braked, Some(FaultCode::RateLimited));
        assert_eq!(try_from(&device, [192, 0, 2, 2]).await, None);
    }
}

/// Each is a row: nobody makes as many as they like.
#[tokio::test]
async fn an_address_has_so_many_questions_open() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, host) = (acme.site().await, acme.host());
    let owner = Signed::Tenant(acme.owner().await);
    let device = Device::enrolled(&plane, &host, &owner).await;
    let (platform, at) = (plane.platform(), Host::of(&host));
    let ask_from = async |ip| {
        let caller = from(ip);
        platform.passkey_challenge(&site, &at, &caller).await
    };
    let (here, elsewhere) = ([192, 0, 2, 1], [192, 0, 2, 2]);
    let first = ask_from(here).await.unwrap();
    plane.clock().advance(TimeDelta::minutes(1));
    for _ in 1..100 {
        ask_from(here).await.unwrap();
    }
    let braked = ask_from(here).await.unwrap_err();
    assert_eq!(braked.code, FaultCode::RateLimited);
    assert_eq!(braked.retry_after, Some(4 * 60), "until the first is over");
    ask_from(elsewhere).await.unwrap();
    // An answer makes room for the next.
    answer(&plane, &site, &host, &device.sign(&first))
        .await
        .unwrap();
    ask_from(here).await.unwrap();
    assert!(ask_from(here).await.is_err());
    plane.clock().advance(TimeDelta::minutes(5));
    ask_from(here).await.unwrap();
}

/// Whoever begins many before the last is stored gets no more.
#[tokio::test]
async fn an_account_has_twenty_at_the_most() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let host = acme.host();
    let at = Host::of(&host);
    let owner = async || Signed::Tenant(acme.owner().await);
    for _ in 0..19 {
        Device::enrolled(&plane, &host, &owner().await).await;
    }
    let signed = owner().await;
    let mut last = [Device::at(&plane, &host), Device::at(&plane, &host)];
    let mut made = Vec::new();
    for device in &mut last {
        made.push(device.make(&signed.passkey_begin(&at).await.unwrap()));
    }
    let both = [
        code(owner().await.passkey_add(&at, &made[0], "Phone").await),
        code(owner().await.passkey_add(&at, &made[1], "Tablet").await),
    ];
    assert_eq!(both, [None, Some(FaultCode::Conflict)]);
    let begun = owner().await.passkey_begin(&at).await;
    assert_eq!(code(begun), Some(FaultCode::Conflict));
}

/// Whoever has passkeys at a domain alone is not locked out when the tenant loses it, and is told.
#[tokio::test]
async fn a_passkey_of_a_domain_that_is_gone_is_not_asked_for() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let operator = plane.operator().await;
    let set_domain = async |domain: &str| {
        let before = operator.tenant_get(acme.id()).await.unwrap();
        let edit = TenantEdit {
            name: before.row.name,
            billing_email: before.billing_email,
            custom_domain: domain.into(),
        };
        operator.tenant_update(acme.id(), edit, None).await.unwrap()
    };
    let gone = "work.acme.test";
    assert_eq!(set_domain(gone).await.domain_passkeys, 0);
    let alone = acme.email("staff");
    let both = acme.email("manager");
    Device::enrolled(&plane, gone, &Signed::Tenant(acme.user(Role::Staff).await)).await;
    for host in [gone, &acme.host()] {
        let manager = Signed::Tenant(acme.user(Role::Manager).await);
        Device::enrolled(&plane, host, &manager).await;
    }
    let whole = async |email: &str| {
        let (site, sign_in) = (acme.site().await, with_password(email));
        let admission = plane.platform().sign_in(&site, sign_in, Caller::default());
        matches!(admission.await.unwrap(), Admission::Whole(_))
    };
    assert!(!whole(&alone).await && !whole(&both).await);
    let told = async || {
        let mails = plane.mails().await;
        let told = mails
            .into_iter()
            .filter(|mail| mail.row.kind == "passkeys_gone");
        told.map(|mail| mail.row.recipient).collect::<Vec<_>>()
    };
    assert_eq!(set_domain(gone).await.domain_passkeys, 1, "nothing changed");
    assert!(told().await.is_empty());

    assert_eq!(set_domain("").await.domain_passkeys, 0);
    assert_eq!(told().await, [alone.as_str()]);
    assert!(whole(&alone).await, "the password is all that is left");
    assert!(!whole(&both).await, "the other passkey is asked for");
    let events = plane.events().await;
    let entry = events.iter().find(|event| event.action == "tenant.update");
    let details = entry.unwrap().detail.to_string();
    assert!(details.contains("left_behind"), "{details}");

    // Where the domain comes back, so do its passkeys.
    set_domain(gone).await;
    assert!(!whole(&alone).await);
}
