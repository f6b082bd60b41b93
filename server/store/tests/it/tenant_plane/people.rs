//! Accounts: from invitation to removal, and the owner that stays.

use std::time::Duration;

use contract::{acts::Role, ids::UserId, users::UserStatus};
use store::{
    Actor, Caller, Error, Result, TenantReader,
    tenant::{customers, locks, users},
};
use testkit::{Plane, TenantPlane};

use tokio::time::timeout;

use super::fields::{commit, customer, owner, person};

/// Longer than a lock takes that is free.
const WAIT: Duration = Duration::from_secs(2);

/// Enters with what a token of this user says.
async fn enter(
    plane: &Plane,
    tenant: &TenantPlane,
    id: UserId,
    access_version: i32,
) -> Result<TenantReader> {
    let database = plane.database();
    let scope = database.token_scope(tenant.id(), id, access_version, Caller::default());
    database.read(&scope.await?.unwrap()).await
}

#[tokio::test]
async fn a_password_opens_the_account_and_ends_what_was_signed_in_before() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let mut writer = acme.write().await;
    let bo = users::insert(&mut writer, &person("Bo", "bo@acme.test", Role::Staff))
        .await
        .unwrap();
    commit(writer).await;
    let invited = enter(&plane, &acme, bo.id, 1).await;
    assert!(matches!(invited, Err(Error::Unauthenticated)));

    let mut writer = acme.write().await;
    let version = users::set_password(&mut writer, bo.id, "hash")
        .await
        .unwrap();
    let version = version.unwrap();
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    users::touch(&mut writer, bo.id, now).await.unwrap();
    commit(writer).await;
    let mut reader = enter(&plane, &acme, bo.id, version).await.unwrap();
    let Actor::User { id, name, acts, .. } = reader.actor().clone() else {
        panic!("a user's scope acts as a user");
    };
    assert_eq!((id, name.as_str()), (bo.id, "Bo"));
    assert_eq!(acts, Role::Staff.acts());
    let account = users::account(&mut reader, bo.id).await.unwrap().unwrap();
    assert_eq!(account.status, UserStatus::Active);
    assert_eq!(account.password_hash.as_deref(), Some("hash"));
    let own = reader.own(bo.id).unwrap();
    let user = users::find(&mut reader, own).await.unwrap().unwrap();
    assert_eq!(user.last_seen_at, Some(now));

    let before = enter(&plane, &acme, bo.id, version - 1).await;
    assert!(matches!(before, Err(Error::Unauthenticated)));
}

#[tokio::test]
async fn a_removed_user_is_out_at_once_and_the_address_is_free() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let fields = person("Bo", "bo@acme.test", Role::Admin);
    let mut writer = acme.write().await;
    let bo = users::insert(&mut writer, &fields).await.unwrap();
    let version = users::set_password(&mut writer, bo.id, "hash")
        .await
        .unwrap()
        .unwrap();
    commit(writer).await;
    assert!(enter(&plane, &acme, bo.id, version).await.is_ok());

    let again = users::insert(&mut acme.write().await, &fields).await;
    let error = again.unwrap_err();
    assert_eq!(error.constraint(), Some("users_email_per_tenant_key"));
    let mut writer = acme.write().await;
    let own = writer.own(bo.id).unwrap();
    users::remove(&mut writer, own, None).await.unwrap();
    commit(writer).await;

    let out = enter(&plane, &acme, bo.id, version).await;
    assert!(matches!(out, Err(Error::Unauthenticated)));
    let mut writer = acme.write().await;
    let account = users::account(&mut writer, bo.id).await.unwrap().unwrap();
    assert_eq!(account.status, UserStatus::Removed);
    assert_eq!(account.password_hash, None);
    assert!(
        users::by_email(&mut writer, "bo@acme.test")
            .await
            .unwrap()
            .is_none()
    );
    let late = users::set_password(&mut writer, bo.id, "hash").await;
    assert_eq!(late.unwrap(), None, "a link of before opens nothing");
    assert!(users::insert(&mut writer, &fields).await.is_ok());
}

#[tokio::test]
async fn of_two_last_owners_who_leave_at_once_one_stays() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut last = owner(&acme).await;
    for round in 0..10 {
        let mut writer = acme.write().await;
        let email = format!("owner{round}@acme.test");
        let (second, is_new) = users::insert_owner(&mut writer, "Second", &email, Some("hash"))
            .await
            .unwrap();
        assert!(is_new);
        commit(writer).await;
        let (first_left, second_left) = tokio::join!(leave(&acme, last), leave(&acme, second));
        assert!(first_left != second_left, "round {round}");
        last = if first_left { second } else { last };
    }
    assert!(!leave(&acme, last).await);
}

async fn leave(tenant: &TenantPlane, id: UserId) -> bool {
    let mut writer = tenant.write().await;
    if users::count_active_owners(&mut writer).await.unwrap() < 2 {
        return false;
    }
    let own = writer.own(id).unwrap();
    users::remove(&mut writer, own, None).await.unwrap();
    commit(writer).await;
    true
}

#[tokio::test]
async fn under_the_lock_counting_and_adding_are_one_step() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let add_up_to_three = async || {
        let mut writer = acme.write().await;
        locks::take(&mut writer, "customers").await.unwrap();
        if customers::count(&mut writer).await.unwrap() < 3 {
            customers::insert(&mut writer, &customer("Ada"))
                .await
                .unwrap();
            commit(writer).await;
        }
    };
    let add = &add_up_to_three;
    tokio::join!(add(), add(), add(), add(), add(), add(), add(), add());
    let count = customers::count(&mut acme.read().await).await;
    assert_eq!(count.unwrap(), 3);
}

/// I-23: locks are of the whole database. One that a tenant holds is none of another's.
#[tokio::test]
async fn a_lock_of_one_tenant_keeps_no_other_waiting() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let mut held = acme.write().await;
    locks::take(&mut held, "customers").await.unwrap();
    let mut other = zen.write().await;
    let taken = timeout(WAIT, locks::take(&mut other, "customers")).await;
    taken.expect("another tenant has the lock").unwrap();
    let mut same = acme.write().await;
    let taken = timeout(WAIT, locks::take(&mut same, "customers")).await;
    assert!(taken.is_err(), "nobody waits at home either");
}
