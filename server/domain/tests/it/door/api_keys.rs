//! Keys for programs: never more than their owner may, never elsewhere, never longer (IAM-3, I-39).

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode, PageRequest,
    account::PasswordChange,
    acts::{Act, Role},
    api_keys::{ApiKey, ApiKeyDraft, ApiKeys, Secret},
    customers::{CustomerDraft, CustomerFilter, Customers},
    tenants::Tenants,
    users::{UserDraft, UserFilter, Users},
};
use domain::{Signed, Site, TenantDesk};
use store::Caller;
use testkit::{PASSWORD, Plane, TenantPlane};

use super::code;

const WORK: [Act; 2] = [Act::CustomerRead, Act::CustomerWrite];

fn draft(acts: &[Act]) -> ApiKeyDraft {
    ApiKeyDraft {
        name: "Import".into(),
        acts: acts.iter().map(ToString::to_string).collect(),
        days: "30".into(),
    }
}

async fn made(desk: &TenantDesk, acts: &[Act]) -> (ApiKey, String) {
    let key = desk.api_key_create(draft(acts)).await.unwrap();
    let Secret(secret) = key.copy.clone().unwrap();
    (key, secret)
}

/// What somebody who comes to a site with this key holds.
async fn at(plane: &Plane, site: &Site, key: &str) -> Result<TenantDesk, Fault> {
    let bearer = plane.platform().bearer(site, None, key, Caller::default());
    match bearer.await? {
        Signed::Tenant(desk) => Ok(desk),
        Signed::Operator(_) => Err(Fault::internal()),
    }
}

/// Whether the key lets somebody read: the account behind it is looked at when it does.
async fn reads(plane: &Plane, tenant: &TenantPlane, key: &str) -> Option<FaultCode> {
    let desk = match at(plane, &tenant.site().await, key).await {
        Ok(desk) => desk,
        Err(fault) => return Some(fault.code),
    };
    let list = desk.customer_list(CustomerFilter::default(), PageRequest::default());
    code(list.await)
}

fn customer(name: &str) -> CustomerDraft {
    CustomerDraft {
        name: name.into(),
        ..CustomerDraft::default()
    }
}

#[tokio::test]
async fn a_key_does_what_it_may_and_stands_in_the_log() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let (_, reading) = made(&owner, &[Act::CustomerRead]).await;
    let (working, secret) = made(&owner, &WORK).await;
    let forbidden = Some(FaultCode::Forbidden);

    let desk = at(&plane, &acme.site().await, &reading).await.unwrap();
    assert_eq!(reads(&plane, &acme, &reading).await, None);
    assert_eq!(code(desk.customer_create(customer("Ada")).await), forbidden);
    let users = desk.user_list(UserFilter::default(), PageRequest::default());
    assert_eq!(code(users.await), forbidden);

    let desk = at(&plane, &Site::Api, &secret).await.unwrap();
    desk.customer_create(customer("Ada")).await.unwrap();
    let events = acme.events().await;
    let created = events
        .iter()
        .find(|event| event.action == "customer.create");
    let detail = &created.unwrap().detail;
    assert_eq!(detail["api_key"], working.id.to_string());
    let listed = owner.api_key_list().await.unwrap();
    assert!(listed.iter().all(|key| key.last_used_at.is_some()));
}

#[tokio::test]
async fn a_key_is_good_at_its_own_tenant_alone() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let (_, secret) = made(&acme.owner().await, &WORK).await;
    for site in [luna.site().await, Site::Operator, Site::Public] {
        let elsewhere = at(&plane, &site, &secret).await;
        assert_eq!(code(elsewhere), Some(FaultCode::CrossTenant), "{site:?}");
    }
    let named = plane
        .platform()
        .bearer(&Site::Api, Some("luna"), &secret, Caller::default());
    assert_eq!(code(named.await), Some(FaultCode::CrossTenant));
    for tenant in [&acme, &luna] {
        let events = tenant.events().await;
        let refused = events
            .iter()
            .filter(|event| event.action == "access.cross_tenant");
        assert!(refused.count() > 0);
    }
    let mut other = secret.clone();
    let last = if other.pop() == Some('A') { 'B' } else { 'A' };
    other.push(last);
    for nonsense in [other.as_str(), "tnk_", "tnk_' OR true --"] {
        let refused = at(&plane, &acme.site().await, nonsense).await;
        assert_eq!(code(refused), Some(FaultCode::Unauthenticated));
    }
    assert_eq!(reads(&plane, &acme, &secret).await, None);
}

/// In force at the next call, whatever ends it; a key of the same name brings none back.
#[tokio::test]
async fn a_key_ends_when_it_should() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let ended = Some(FaultCode::Unauthenticated);

    let (key, secret) = made(&owner, &WORK).await;
    owner.api_key_delete(key.id).await.unwrap();
    let (_, again) = made(&owner, &WORK).await;
    assert_eq!(reads(&plane, &acme, &secret).await, ended);
    assert_eq!(reads(&plane, &acme, &again).await, None);

    plane.clock().advance(TimeDelta::days(30));
    assert_eq!(reads(&plane, &acme, &again).await, ended);

    let admin = acme.user(Role::Admin).await;
    let (_, secret) = made(&admin, &WORK).await;
    let signed = Signed::Tenant(admin);
    let new = "a staple of another kind";
    let change = PasswordChange {
        password: PASSWORD.into(),
        new_password: new.into(),
        new_password_again: new.into(),
    };
    signed.password_change(change).await.unwrap();
    assert_eq!(reads(&plane, &acme, &secret).await, ended);

    let admin = acme.user(Role::Admin).await;
    let (_, secret) = made(&admin, &WORK).await;
    let id = acme.account(&acme.email("admin")).await.unwrap().id;
    let owner = acme.owner().await;
    owner
        .user_set_role(id, Role::ReadOnly.into(), None)
        .await
        .unwrap();
    let desk = at(&plane, &acme.site().await, &secret).await.unwrap();
    let refused = desk.customer_create(customer("Ada")).await;
    assert_eq!(
        code(refused),
        Some(FaultCode::Forbidden),
        "the owner of the key may it no more"
    );
    owner.user_remove(id).await.unwrap();
    assert_eq!(reads(&plane, &acme, &secret).await, ended);
}

#[tokio::test]
async fn a_renewed_key_overlaps_for_a_day() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let (old, old_secret) = made(&owner, &WORK).await;
    let new = owner.api_key_rotate(old.id).await.unwrap();
    let Secret(secret) = new.copy.clone().unwrap();
    assert_eq!((&new.name, &new.acts), (&old.name, &old.acts));
    for secret in [&old_secret, &secret] {
        assert_eq!(reads(&plane, &acme, secret).await, None);
    }
    plane.clock().advance(TimeDelta::hours(24));
    assert_eq!(
        reads(&plane, &acme, &old_secret).await,
        Some(FaultCode::Unauthenticated)
    );
    assert_eq!(reads(&plane, &acme, &secret).await, None);

    let owner = acme.owner().await;
    let twice = owner.api_key_rotate(old.id).await;
    assert_eq!(code(twice), Some(FaultCode::Conflict), "it has ended");
    let newest = owner.api_key_rotate(new.id).await.unwrap();
    let life = newest.expires_at - newest.created_at;
    assert_eq!(life, TimeDelta::days(30), "as long as the first");
    let twice = owner.api_key_rotate(new.id).await;
    assert_eq!(code(twice), Some(FaultCode::Conflict), "renewed already");

    let admin = acme.user(Role::Admin).await;
    let foreign = admin.api_key_rotate(newest.id).await;
    assert_eq!(code(foreign), Some(FaultCode::Conflict), "another's name");
    admin.api_key_delete(new.id).await.unwrap();
    assert_eq!(
        reads(&plane, &acme, &secret).await,
        Some(FaultCode::Unauthenticated)
    );
}

#[tokio::test]
async fn a_key_is_made_by_people_who_may_for_what_they_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let forbidden = Some(FaultCode::Forbidden);
    for role in [Role::Manager, Role::Staff, Role::ReadOnly] {
        let desk = acme.user(role).await;
        let refused = desk.api_key_create(draft(&[Act::CustomerRead])).await;
        assert_eq!(code(refused), forbidden, "{role}");
        assert_eq!(code(desk.api_key_list().await), forbidden, "{role}");
    }
    let owner = acme.owner().await;
    // The module is not switched on.
    let beyond = owner.api_key_create(draft(&[Act::ReferralRead])).await;
    assert!(beyond.unwrap_err().fields.contains_key("acts"));
    let (key, secret) = made(&owner, Act::ALL.get(..1).unwrap()).await;
    let stranger = luna.owner().await;
    assert!(stranger.api_key_list().await.unwrap().is_empty());
    let not_found = Some(FaultCode::NotFound);
    assert_eq!(code(stranger.api_key_delete(key.id).await), not_found);
    assert_eq!(code(stranger.api_key_rotate(key.id).await), not_found);

    // A key invites nobody who may more than it, whatever its owner may.
    let (_, inviting) = made(&owner, &[Act::UserManage, Act::CustomerRead]).await;
    let desk = at(&plane, &acme.site().await, &inviting).await.unwrap();
    for (role, refusal) in [
        (Role::Owner, FaultCode::ProofRequired),
        (Role::Admin, FaultCode::ProofRequired),
        (Role::Staff, FaultCode::Forbidden),
        (Role::ReadOnly, FaultCode::Forbidden),
    ] {
        let draft = UserDraft {
            name: "Eve".into(),
            email: "eve@elsewhere.test".into(),
            role: role.as_str().into(),
        };
        assert_eq!(code(desk.user_invite(draft).await), Some(refusal), "{role}");
    }

    // A key makes no key, and does nothing that wants a proof of who asks.
    let (_, powerful) = made(&owner, &[Act::ApiKeyManage, Act::UserManage]).await;
    let desk = at(&plane, &acme.site().await, &powerful).await.unwrap();
    let refused = desk.api_key_create(draft(&[Act::CustomerRead])).await;
    assert_eq!(code(refused), Some(FaultCode::ProofRequired));
    let listed = desk.api_key_list().await.unwrap();
    assert!(listed.iter().all(|key| key.copy.is_none()), "{listed:?}");
    assert!(Signed::Tenant(desk).is_api_key());
    assert_eq!(reads(&plane, &acme, &secret).await, None);

    plane.clock().advance(TimeDelta::minutes(15));
    let late = owner.api_key_create(draft(&[Act::CustomerRead])).await;
    assert_eq!(code(late), Some(FaultCode::ProofRequired));
}

#[tokio::test]
async fn a_suspended_tenants_key_reads_and_does_not_write() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (_, secret) = made(&acme.owner().await, &WORK).await;
    let operator = plane.operator().await;
    operator
        .tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    assert_eq!(reads(&plane, &acme, &secret).await, None);
    let desk = at(&plane, &acme.site().await, &secret).await.unwrap();
    let refused = desk.customer_create(customer("Ada")).await;
    assert_eq!(code(refused), Some(FaultCode::TenantSuspended));
    operator
        .tenant_deactivate(acme.id(), String::new())
        .await
        .unwrap();
    let closed = at(&plane, &Site::Api, &secret).await;
    assert_eq!(code(closed), Some(FaultCode::Unauthenticated));
}

/// Shown for a quarter of an hour to who made it; the table holds neither the key nor, after that, its copy.
#[tokio::test]
async fn a_key_is_shown_while_it_is_new() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (key, secret) = made(&acme.owner().await, &WORK).await;
    assert!(secret.starts_with(&key.hint) && secret.len() == 47);
    let copies = async |desk: &TenantDesk| {
        let listed = desk.api_key_list().await.unwrap();
        listed.iter().filter(|key| key.copy.is_some()).count()
    };
    assert_eq!(copies(&acme.owner().await).await, 1);
    assert_eq!(copies(&acme.user(Role::Admin).await).await, 0);
    let stored = async || -> String {
        let rows = sqlx::query_scalar("SELECT string_agg(k::text, '') FROM platform.api_keys k");
        rows.fetch_one(&mut plane.superuser().await).await.unwrap()
    };
    assert!(!stored().await.contains(&secret[8..]));
    let before = stored().await.len();
    plane.clock().advance(TimeDelta::minutes(16));
    assert_eq!(copies(&acme.owner().await).await, 0);
    assert!(plane.platform().sweep().await.unwrap() > 0);
    assert!(stored().await.len() < before);
}
