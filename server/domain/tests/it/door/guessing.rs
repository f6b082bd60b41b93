//! Guessing passwords is slow, tells nothing, and locks nobody out for long.

use std::net::IpAddr;

use chrono::TimeDelta;
use contract::{Fault, FaultCode, acts::Role, door::SignIn};
use domain::Site;
use store::Caller;
use testkit::{PASSWORD, Plane, given};
use tokio::task::JoinSet;

use super::{code, sign_in};

const WRONG: &str = "wrong horse battery staple";

async fn guess(plane: &Plane, site: &Site, email: &str) -> Fault {
    sign_in(plane, site, email, WRONG).await.unwrap_err()
}

/// Five failures are free; then the wait doubles, also for the right password, until a success.
#[tokio::test]
async fn after_five_failures_the_wait_doubles() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (site, owner) = (acme.site().await, acme.email("owner"));
    for _ in 0..5 {
        assert_eq!(
            guess(&plane, &site, &owner).await.code,
            FaultCode::Unauthenticated
        );
    }
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
        let braked = sign_in(&plane, &site, &owner, PASSWORD).await.unwrap_err();
        assert_eq!(braked.code, FaultCode::RateLimited);
        assert_eq!(braked.retry_after, Some(seconds));
        // Whoever waits as long as told is let through to try.
        plane.clock().advance(TimeDelta::milliseconds(500));
        let braked = guess(&plane, &site, &owner).await;
        assert_eq!(braked.retry_after, Some(seconds), "half a second later");
        plane
            .clock()
            .advance(TimeDelta::seconds(i64::try_from(seconds).unwrap()));
        assert_eq!(
            guess(&plane, &site, &owner).await.code,
            FaultCode::Unauthenticated
        );
    }
    plane.clock().advance(TimeDelta::minutes(15));
    sign_in(&plane, &site, &owner, PASSWORD).await.unwrap();
    assert_eq!(
        guess(&plane, &site, &owner).await.code,
        FaultCode::Unauthenticated,
        "a success begins anew"
    );
}

#[tokio::test]
async fn the_brake_holds_one_account_of_one_tenant() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    for tenant in [&acme, &zen] {
        given::user(tenant, "Bo", "bo@both.test", Role::Staff).await;
    }
    let (here, there) = (acme.site().await, zen.site().await);
    for _ in 0..5 {
        // However it is typed, it is one account.
        guess(&plane, &here, " BO@both.test ").await;
    }
    let braked = sign_in(&plane, &here, "bo@both.test", PASSWORD).await;
    assert_eq!(code(braked), Some(FaultCode::RateLimited));
    sign_in(&plane, &there, "bo@both.test", PASSWORD)
        .await
        .unwrap();
    sign_in(&plane, &here, &acme.email("owner"), PASSWORD)
        .await
        .unwrap();
    plane
        .clock()
        .advance(TimeDelta::hours(1) + TimeDelta::seconds(1));
    sign_in(&plane, &here, "bo@both.test", PASSWORD)
        .await
        .unwrap();
}

/// One address may fail for many accounts, but not for all.
#[tokio::test]
async fn the_brake_holds_an_address_that_tries_many_accounts() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let site = acme.site().await;
    let from = |last: u8| Caller {
        ip: Some(IpAddr::from([192, 0, 2, last])),
        ..Caller::default()
    };
    let attempt = async |email: String, password: &str, caller: Caller| {
        let sign_in = SignIn {
            email,
            password: password.into(),
        };
        code(plane.platform().sign_in(&site, sign_in, caller).await)
    };
    for number in 0..50 {
        let spread = attempt(format!("user{number}@acme.test"), WRONG, from(1)).await;
        assert_eq!(spread, Some(FaultCode::Unauthenticated));
    }
    let owner = acme.email("owner");
    let braked = attempt(owner.clone(), PASSWORD, from(1)).await;
    assert_eq!(braked, Some(FaultCode::RateLimited));
    assert_eq!(attempt(owner, PASSWORD, from(2)).await, None);
}

/// I-70: the brake counts what is tried, not what was answered: many guesses at once are no way around it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_are_counted_one_by_one() {
    let plane = Plane::with(|settings| settings.pool_size = 24).await;
    let acme = plane.tenant("acme").build().await;
    let (site, owner) = (acme.site().await, acme.email("owner"));
    let mut guesses = JoinSet::new();
    for _ in 0..40 {
        let (platform, site) = (plane.platform().clone(), site.clone());
        let sign_in = SignIn {
            email: owner.clone(),
            password: WRONG.into(),
        };
        guesses.spawn(async move { platform.sign_in(&site, sign_in, Caller::default()).await });
    }
    let answers = guesses.join_all().await;
    let tried = answers
        .into_iter()
        .filter(|answer| code(answer.clone()) == Some(FaultCode::Unauthenticated));
    assert_eq!(tried.count(), 5);
}

/// I-47: a wrong password, no account, no password yet and an account that is closed answer alike.
#[tokio::test]
async fn a_refusal_does_not_tell_why() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let site = acme.site().await;
    given::invited_user(&acme, "Ida", "ida@acme.test", Role::Staff).await;
    let bo = given::user(&acme, "Bo", "bo@acme.test", Role::Staff).await;
    let owner = acme.owner().await;
    contract::users::Users::user_remove(&owner, bo.id)
        .await
        .unwrap();
    let mut answers = Vec::new();
    for (email, password) in [
        ("owner@acme.test", WRONG),
        ("nobody@acme.test", PASSWORD),
        ("ida@acme.test", ""),
        ("bo@acme.test", PASSWORD),
        ("no address at all", PASSWORD),
    ] {
        let mut refused = sign_in(&plane, &site, email, password).await.unwrap_err();
        assert_eq!(refused.input.remove("email").as_deref(), Some(email));
        answers.push(refused);
    }
    assert_eq!(answers[0].code, FaultCode::Unauthenticated);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
}
