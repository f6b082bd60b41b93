//! ISO-4: an id says whose it is, before anything is looked up.

use contract::{
    ids::{CompanyId, CustomerId, UserId},
    professionals::ProfessionalFields,
};
use store::{
    Error,
    tenant::{companies, customers, professionals, users},
};
use testkit::Plane;
use uuid::Uuid;

use super::fields::{commit, company, customer, owner, professional};

#[tokio::test]
async fn an_id_of_another_tenant_is_refused_and_the_own_one_is_not() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let mut writer = acme.write().await;
    let theirs = customers::insert(&mut writer, &customer("Ada"))
        .await
        .unwrap()
        .id;
    commit(writer).await;

    assert!(acme.read().await.own(theirs).is_ok());
    let their_owner = owner(&acme).await;
    let mut reader = zen.read().await;
    assert!(matches!(reader.own(theirs), Err(Error::CrossTenant)));
    assert!(matches!(reader.own(their_owner), Err(Error::CrossTenant)));
    // Functions of the sign-in take bare ids: there row-level security alone decides.
    let account = users::account(&mut reader, their_owner).await.unwrap();
    assert!(account.is_none());
}

#[tokio::test]
async fn a_forged_id_is_refused_whether_or_not_it_looks_like_one() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let reader = acme.read().await;
    let own: CustomerId = reader.new_id().id();
    assert!(
        reader.own(own).is_ok(),
        "an own id that names no row is ours"
    );

    // The marked bits are 52 to 63 of the second half and 50 to 61 of the last: RFC 9562 keeps the two between.
    let marked = (64..76).chain(50..62);
    for bit in marked {
        let forged = CustomerId::new(Uuid::from_u128(own.uuid().as_u128() ^ (1 << bit)));
        assert!(reader.own(forged).is_err(), "bit {bit}");
    }
    let version_7 = own.uuid().as_u128() ^ (0b1111 << 76);
    for forged in [Uuid::nil(), Uuid::max(), Uuid::from_u128(version_7)] {
        assert!(reader.own(CompanyId::new(forged)).is_err(), "{forged}");
        assert!(reader.own(UserId::new(forged)).is_err(), "{forged}");
    }
}

#[tokio::test]
async fn a_row_names_nothing_of_another_tenant() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let mut writer = acme.write().await;
    let theirs = companies::insert(&mut writer, &company("North"))
        .await
        .unwrap()
        .id;
    commit(writer).await;
    let working_there = ProfessionalFields {
        company_id: Some(theirs),
        ..professional("Ada")
    };
    let foreign = professionals::insert(&mut zen.write().await, &working_there).await;
    assert!(matches!(foreign, Err(Error::CrossTenant)));
    let own = professionals::insert(&mut acme.write().await, &working_there).await;
    assert_eq!(own.unwrap().company_id, Some(theirs));
}

#[tokio::test]
async fn a_bare_id_of_another_tenant_changes_nothing() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let id = owner(&acme).await;
    let before = acme.account(&acme.email("owner")).await.unwrap();
    let mut writer = zen.write().await;
    let taken = users::set_password(&mut writer, id, "hash").await;
    assert_eq!(taken.unwrap(), None);
    let now = chrono::DateTime::UNIX_EPOCH;
    users::touch(&mut writer, id, now).await.unwrap();
    commit(writer).await;

    let mut reader = acme.read().await;
    let after = users::account(&mut reader, id).await.unwrap().unwrap();
    assert_eq!(after.password_hash, before.password_hash);
    let own = reader.own(id).unwrap();
    let user = users::find(&mut reader, own).await.unwrap().unwrap();
    assert_eq!((user.version, user.last_seen_at), (1, None));
}
