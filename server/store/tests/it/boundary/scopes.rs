//! What a scope opens follows from the rows behind it, as they are now.

use std::time::Duration;

use contract::{
    acts::Role,
    tenants::{Strategy, TenantStatus, Tenants},
};
use store::{Caller, Database, Error, Keys, TenantScope};
use testkit::{Plane, TenantPlane, given, keys};

async fn scope_of(database: &Database, tenant: &TenantPlane, email: &str) -> Option<TenantScope> {
    let account = tenant.account(email).await.unwrap();
    database
        .token_scope(
            tenant.id(),
            account.id,
            account.access_version,
            Caller::default(),
        )
        .await
        .unwrap()
}

/// TEN-9: reading goes on, writing stops, by every kind of scope that could change what a tenant owns.
#[tokio::test]
async fn a_suspended_tenant_is_read_and_not_written() {
    let plane = Plane::new().await;
    let database = plane.database();
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let tenant = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let acme = tenant.build().await;
        let desk = plane.operator().await;
        let owner = acme.email("owner");
        let before = scope_of(database, &acme, &owner).await.unwrap();
        assert!(database.write(&before).await.is_ok());

        desk.tenant_suspend(acme.id(), "unpaid".into())
            .await
            .unwrap();
        let user = scope_of(database, &acme, &owner).await.unwrap();
        for scope in [&user, &acme.scope().await] {
            assert!(database.read(scope).await.is_ok());
            let refused = database.write(scope).await.map(|_| ());
            assert!(matches!(refused, Err(Error::TenantSuspended)), "{strategy}");
        }

        desk.tenant_resume(acme.id()).await.unwrap();
        let after = scope_of(database, &acme, &owner).await.unwrap();
        assert!(database.write(&after).await.is_ok());
    }
}

/// Deactivated means that nobody gets in: there is not even a scope to read with.
#[tokio::test]
async fn a_deactivated_tenant_gives_its_people_no_scope() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.email("owner");
    let session = acme.session(&owner).await;
    let account = acme.account(&owner).await.unwrap();
    let desk = plane.operator().await;
    let enter = async || {
        let by_token = plane.database().token_scope(
            acme.id(),
            account.id,
            account.access_version,
            Caller::default(),
        );
        let by_session = plane.database().resume(&session, Caller::default());
        (
            by_token.await.unwrap().is_some(),
            by_session.await.unwrap().is_some(),
        )
    };
    assert_eq!(enter().await, (true, true));
    desk.tenant_deactivate(acme.id(), String::new())
        .await
        .unwrap();
    assert_eq!(enter().await, (false, false));
    desk.tenant_restore(acme.id()).await.unwrap();
    assert_eq!(enter().await, (true, true));
}

#[tokio::test]
async fn a_scope_of_somebody_who_left_opens_nothing() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let email = acme.email("bo");
    let bo = given::user(&acme, "Bo", &email, Role::Staff).await;
    let scope = scope_of(plane.database(), &acme, &email).await.unwrap();
    assert!(plane.database().read(&scope).await.is_ok());

    let mut writer = acme.write().await;
    let own = writer.own(bo.id).unwrap();
    store::tenant::users::remove(&mut writer, own, None)
        .await
        .unwrap();
    let entry = store::AuditEntry::new("test.remove", "user", bo.id);
    writer.commit(entry).await.unwrap();
    let read = plane.database().read(&scope).await.map(|_| ());
    assert!(matches!(read, Err(Error::Unauthenticated)));
    let written = plane.database().write(&scope).await.map(|_| ());
    assert!(matches!(written, Err(Error::Unauthenticated)));
}

/// A user's id in another tenant is nobody there, whatever the token says.
#[tokio::test]
async fn a_user_is_one_of_their_own_tenant_alone() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let zen = plane.tenant(&format!("zen-{strategy}")).strategy(strategy);
        let zen = zen.build().await;
        let account = acme.account(&acme.email("owner")).await.unwrap();
        let forged = plane
            .database()
            .token_scope(
                zen.id(),
                account.id,
                account.access_version,
                Caller::default(),
            )
            .await
            .unwrap()
            .unwrap();
        let read = plane.database().read(&forged).await.map(|_| ());
        assert!(matches!(read, Err(Error::Unauthenticated)), "{strategy}");
    }
}

/// A node that did not make the change hears of it through PostgreSQL.
#[tokio::test]
async fn every_node_hears_of_a_suspension() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let node = plane.another_node().await;
    let status = async || {
        let tenant = node.database().tenant_by_host_name("acme").await.unwrap();
        tenant.unwrap().status
    };
    assert_eq!(status().await, TenantStatus::Active);
    let desk = plane.operator().await;
    desk.tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    let heard = async {
        while status().await != TenantStatus::Suspended {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(1), heard).await;
    assert!(waited.is_ok(), "a second is not at once any more");
}

#[tokio::test]
async fn a_wrong_master_key_is_told_at_the_start() {
    let plane = Plane::new().await;
    let right = keys();
    let other = Keys {
        roles: [1; 32],
        check: [3; 32],
        ..right.clone()
    };
    let wrong = [
        ("another key", other.clone()),
        // Logins that need no password leave the check in the database to tell.
        (
            "another check",
            Keys {
                check: other.check,
                ..right.clone()
            },
        ),
    ];
    for (what, keys) in wrong {
        let refused = Database::connect(plane.settings().clone(), keys).await;
        match refused.map(|_| ()) {
            Err(Error::Setup(mend)) => {
                assert!(mend.contains("TENANTRY_MASTER_KEY"), "{what}: {mend}");
            }
            other => panic!("{what}: {other:?}"),
        }
    }
    assert!(
        Database::connect(plane.settings().clone(), right)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_database_that_is_not_set_up_says_what_to_run() {
    let plane = Plane::new().await;
    let mut settings = plane.settings().clone();
    settings.database = "tenantry_test_nowhere".into();
    let refused = Database::connect(settings, keys()).await;
    match refused.map(|_| ()) {
        Err(Error::Setup(mend)) => assert!(mend.contains("tenantry migrate"), "{mend}"),
        other => panic!("{other:?}"),
    }
}
