//! Guessing passwords is slow, tells nothing, and locks nobody out for long.

use std::{net::IpAddr, time::Instant};

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

/// I-71: guesses are counted in the database. Whoever goes from node to node gets no more of them.
#[tokio::test]
async fn a_guess_at_one_node_counts_at_every_node() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let site = acme.site().await;
    let nodes = [plane.platform().clone(), plane.another_node().await];
    let attempt = async |node: usize, password: &str| {
        let sign_in = SignIn {
            email: acme.email("owner"),
            password: password.into(),
        };
        let answer = nodes[node % 2].sign_in(&site, sign_in, Caller::default());
        code(answer.await)
    };
    for guess in 0..5 {
        assert_eq!(
            attempt(guess, WRONG).await,
            Some(FaultCode::Unauthenticated)
        );
    }
    for node in 0..2 {
        let braked = attempt(node, PASSWORD).await;
        assert_eq!(braked, Some(FaultCode::RateLimited), "node {node}");
    }
    plane.clock().advance(TimeDelta::seconds(2));
    assert_eq!(attempt(1, PASSWORD).await, None);
}

/// I-47: whoever has no account waits as long as for a wrong password. Without the work that is done for nobody, the answer
/// would come in a tenth of the time.
#[tokio::test]
async fn a_refusal_takes_as_long_for_everybody() {
    const ROUNDS: usize = 9;
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").owner_invited().build().await;
    let (site, owner) = (acme.site().await, acme.email("owner"));
    // Passwords of tests are hashed at the least cost; one that is set by a link costs what it costs in earnest.
    let link = contract::door::LinkUse {
        token: plane.mailed_link(&owner).await,
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
    };
    let platform = plane.platform();
    let used = platform.link_use(&site, link, Caller::default()).await;
    used.unwrap();
    let timed = async |email: &str| {
        // Past the brake of the guess before.
        plane.clock().advance(TimeDelta::hours(2));
        let begun = Instant::now();
        guess(&plane, &site, email).await;
        begun.elapsed()
    };
    // The first works out the hash that everybody without an account is held against.
    timed("nobody@acme.test").await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        known.push(timed(&owner).await);
        unknown.push(timed("nobody@acme.test").await);
    }
    known.sort_unstable();
    unknown.sort_unstable();
    let [known, unknown] = [known[ROUNDS / 2], unknown[ROUNDS / 2]];
    let share = unknown.as_secs_f64() / known.as_secs_f64();
    // A tenth would be too little; the rest is room for a busy machine.
    assert!((0.3..3.0).contains(&share), "{known:?} and {unknown:?}");
}
