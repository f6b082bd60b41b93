//! Mailed links: one use, one account, one place, a while.

use chrono::TimeDelta;
use contract::{
    FaultCode,
    acts::{OperatorRole, Role},
    door::{LinkKind, LinkUse},
    mails::Mails,
    tenants::Tenants,
    users::{UserDraft, Users},
};
use domain::{Site, Subject};
use store::Caller;
use testkit::{PASSWORD, Plane, TenantPlane};
use tokio::task::JoinSet;

use super::{code, let_in, opens, sign_in};

const NEW: &str = "a password of their own";

fn used(token: &str) -> LinkUse {
    LinkUse {
        token: token.into(),
        password: NEW.into(),
        password_again: NEW.into(),
    }
}

/// Somebody who was invited, and the link that was mailed.
async fn invite(plane: &Plane, tenant: &TenantPlane, local: &str) -> (String, String) {
    let email = tenant.email(local);
    let draft = UserDraft {
        name: local.into(),
        email: email.clone(),
        role: Role::Staff.as_str().into(),
    };
    tenant.owner().await.user_invite(draft).await.unwrap();
    let link = plane.mailed_link(&email).await;
    (email, link)
}

#[tokio::test]
async fn an_invitation_is_good_once() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (email, token) = invite(&plane, &acme, "bo").await;
    let (platform, site) = (plane.platform(), acme.site().await);
    for _ in 0..2 {
        let view = platform.link_view(&site, &token).await.unwrap();
        let kind = LinkKind::Invitation;
        assert_eq!(view.kind, kind, "looking does not use it up");
        assert_eq!((view.name.as_str(), &view.email), ("bo", &email));
    }
    let mut differing = used(&token);
    differing.password_again = PASSWORD.into();
    let differ = platform.link_use(&site, differing, Caller::default()).await;
    assert_eq!(
        code(differ),
        Some(FaultCode::Invalid),
        "a slip does not use it up"
    );

    platform
        .link_use(&site, used(&token), Caller::default())
        .await
        .unwrap();
    sign_in(&plane, &site, &email, NEW).await.unwrap();
    let again = platform
        .link_use(&site, used(&token), Caller::default())
        .await;
    assert_eq!(code(again), Some(FaultCode::NotFound));
    assert_eq!(
        code(platform.link_view(&site, &token).await),
        Some(FaultCode::NotFound)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_use_a_link_at_once_one_gets_in() {
    let plane = Plane::with(|settings| settings.pool_size = 24).await;
    let acme = plane.tenant("acme").build().await;
    let (_, token) = invite(&plane, &acme, "bo").await;
    let mut uses = JoinSet::new();
    for _ in 0..6 {
        let (platform, site, link) = (plane.platform().clone(), acme.site().await, used(&token));
        uses.spawn(async move { code(platform.link_use(&site, link, Caller::default()).await) });
    }
    let mut answers = uses.join_all().await;
    answers.sort_by_key(Option::is_some);
    assert_eq!(answers[0], None);
    assert!(
        answers[1..]
            .iter()
            .all(|answer| *answer == Some(FaultCode::NotFound))
    );
}

#[tokio::test]
async fn a_link_works_a_week_or_until_the_next_one() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let (email, first) = invite(&plane, &acme, "bo").await;
    let bo = acme.account(&email).await.unwrap().id;
    acme.owner().await.user_invite_again(bo).await.unwrap();
    let second = plane.mailed_link(&email).await;
    assert_ne!(first, second);
    assert_eq!(
        code(platform.link_view(&site, &first).await),
        Some(FaultCode::NotFound)
    );

    plane
        .clock()
        .advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    assert_eq!(code(platform.link_view(&site, &second).await), None);
    plane.clock().advance(TimeDelta::seconds(1));
    assert_eq!(
        code(platform.link_view(&site, &second).await),
        Some(FaultCode::NotFound)
    );
    let late = platform
        .link_use(&site, used(&second), Caller::default())
        .await;
    assert_eq!(code(late), Some(FaultCode::NotFound));
}

/// I-27, I-33: a link opens one account in one place, and trying it elsewhere does not use it up.
#[tokio::test]
async fn a_link_opens_nothing_anywhere_else() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let platform = plane.platform();
    let (_, token) = invite(&plane, &acme, "bo").await;
    for elsewhere in [zen.site().await, Site::Operator, Site::Api, Site::Public] {
        let refused = platform
            .link_use(&elsewhere, used(&token), Caller::default())
            .await;
        assert_eq!(code(refused), Some(FaultCode::NotFound), "{elsewhere:?}");
    }
    let mut guessed = token.clone();
    guessed.replace_range(..1, if token.starts_with('A') { "B" } else { "A" });
    for wrong in [guessed.as_str(), "", "../", "%00"] {
        let refused = platform.link_view(&acme.site().await, wrong).await;
        assert_eq!(code(refused), Some(FaultCode::NotFound), "{wrong:?}");
    }
    let home = acme.site().await;
    platform
        .link_use(&home, used(&token), Caller::default())
        .await
        .unwrap();
}

/// A new password ends everything that was signed in with the old one.
#[tokio::test]
async fn a_reset_ends_every_session_and_token() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let owner = acme.email("owner");
    let session = acme.session(&owner).await;
    let tokens = acme.tokens(&owner).await;
    platform
        .request_reset(&site, owner.clone(), Caller::default())
        .await
        .unwrap();
    let link = plane.mailed_link(&owner).await;
    assert_eq!(code(opens(&plane, &site, &tokens.access_token).await), None);

    let entered = platform
        .link_use(&site, used(&link), Caller::default())
        .await
        .unwrap();
    assert!(matches!(let_in(entered).subject, Subject::User { tenant, .. } if tenant == acme.id()));
    let resumed = platform
        .resume(&site, &session, Caller::default())
        .await
        .unwrap();
    assert!(resumed.is_none());
    for refused in [
        code(opens(&plane, &site, &tokens.access_token).await),
        code(
            platform
                .refresh(&site, &tokens.refresh_token, Caller::default())
                .await,
        ),
        code(sign_in(&plane, &site, &owner, PASSWORD).await),
    ] {
        assert_eq!(refused, Some(FaultCode::Unauthenticated));
    }
    sign_in(&plane, &site, &owner, NEW).await.unwrap();
}

#[tokio::test]
async fn an_operator_resets_at_the_operators_address() {
    let plane = Plane::new().await;
    let session = plane.operator_session(OperatorRole::Support).await;
    let email = "support@operators.test";
    let platform = plane.platform();
    platform
        .request_reset(&Site::Operator, email.into(), Caller::default())
        .await
        .unwrap();
    let mail = &plane.mails().await[0];
    assert!(
        mail.text.contains("https://admin.tenantry.test/link/"),
        "{}",
        mail.text
    );
    let link = plane.mailed_link(email).await;
    let used = platform.link_use(&Site::Operator, used(&link), Caller::default());
    assert!(matches!(
        let_in(used.await.unwrap()).subject,
        Subject::Operator(_)
    ));
    let resumed = platform
        .resume(&Site::Operator, &session, Caller::default())
        .await;
    assert!(resumed.unwrap().is_none());
    sign_in(&plane, &Site::Operator, email, NEW).await.unwrap();
}

/// I-47: what the answer waits for is the same for everybody, or its time would tell. The rest is a job's.
#[tokio::test]
async fn asking_for_a_reset_does_the_same_for_everybody() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let asked_for = async |site: &Site, email: String| {
        let platform = plane.platform();
        let asking = platform.request_reset(site, email, Caller::default());
        asking.await.unwrap();
        let mut superuser = plane.superuser().await;
        let query = "SELECT (SELECT count(*) FROM platform.mails), (SELECT count(*) FROM platform.links),
                            (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'mail_reset')";
        let counts: (i64, i64, i64) = sqlx::query_as(query)
            .fetch_one(&mut superuser)
            .await
            .unwrap();
        counts
    };
    let site = acme.site().await;
    assert_eq!(asked_for(&site, acme.email("owner")).await, (0, 0, 1));
    assert_eq!(asked_for(&site, acme.email("nobody")).await, (0, 0, 2));
    assert_eq!(
        asked_for(&Site::Operator, acme.email("owner")).await,
        (0, 0, 3)
    );
    let mails = plane.mails().await;
    let recipients: Vec<_> = mails.iter().map(|mail| &mail.row.recipient).collect();
    assert_eq!(recipients, [&acme.email("owner")]);
}

/// I-47, I-36: asking for a link tells nothing, and only an account that has a password gets one, at its own address.
#[tokio::test]
async fn asking_for_a_reset_tells_nothing() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let site = acme.site().await;
    invite(&plane, &acme, "ida").await;
    let before = plane.mails().await.len();
    for email in [acme.email("nobody"), acme.email("ida"), zen.email("owner")] {
        let asked = plane
            .platform()
            .request_reset(&site, email, Caller::default());
        asked.await.unwrap();
    }
    assert_eq!(plane.mails().await.len(), before);
    let asked = plane
        .platform()
        .request_reset(&site, acme.email("owner"), Caller::default());
    asked.await.unwrap();
    let mail = &plane.mails().await[0];
    assert_eq!(mail.row.recipient, acme.email("owner"));
    assert!(
        mail.text.contains("https://acme.tenantry.test/link/"),
        "{}",
        mail.text
    );
}

/// Nobody's mailbox is filled by somebody else's clicks.
#[tokio::test]
async fn resets_of_one_account_are_braked() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let site = acme.site().await;
    let ask = async || {
        let email = acme.email("owner");
        code(
            plane
                .platform()
                .request_reset(&site, email, Caller::default())
                .await,
        )
    };
    for asked in 1..=5 {
        assert_eq!(ask().await, None);
        assert_eq!(plane.mails().await.len(), asked);
    }
    assert_eq!(ask().await, Some(FaultCode::RateLimited));
    assert_eq!(plane.mails().await.len(), 5);
    sign_in(&plane, &site, &acme.email("owner"), PASSWORD)
        .await
        .unwrap();
}

/// Who reads the outbox cannot enter a tenant by what stands there, and once the mail was sent nothing holds the secret.
#[tokio::test]
async fn the_outbox_covers_the_secret_of_a_link() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (email, secret) = invite(&plane, &acme, "bo").await;
    let (platform, site) = (plane.platform(), acme.site().await);

    let desk = plane.operator().await;
    let id = plane.mails().await[0].row.id;
    let shown = desk.mail_get(id).await.unwrap();
    assert_eq!(shown.row.recipient, email);
    for body in [&shown.text, &shown.html] {
        assert!(
            !body.contains(&secret) && body.contains("hidden-"),
            "{body}"
        );
    }
    let (_, cover) = shown.text.split_once("/link/").unwrap();
    let cover = cover.split_whitespace().next().unwrap();
    assert!(platform.link_view(&site, cover).await.is_err());
    assert!(platform.link_view(&site, &secret).await.is_ok());

    let sent = platform.mail_to_send(id).await.unwrap().unwrap();
    for body in [sent.text.as_disclosed(), sent.html.as_disclosed()] {
        assert!(body.contains(&secret) && !body.contains(cover), "{body}");
    }
    platform
        .mail_note(id, Err("the mail server is away"), false)
        .await
        .unwrap();
    assert!(platform.mail_to_send(id).await.unwrap().is_some());
    platform.mail_note(id, Ok(()), false).await.unwrap();
    assert!(platform.mail_to_send(id).await.unwrap().is_none());
    let row = sqlx::query_scalar::<_, String>("SELECT m::text FROM platform.mails m WHERE id = $1")
        .bind(id.uuid())
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap();
    assert!(row.contains("hidden-") && !row.contains(&secret), "{row}");
}

/// A mail that never left keeps its secret as long as the link works.
#[tokio::test]
async fn a_secret_does_not_outlive_its_link() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    invite(&plane, &acme, "bo").await;
    let id = plane.mails().await[0].row.id;
    plane.platform().sweep().await.unwrap();
    assert!(plane.platform().mail_to_send(id).await.unwrap().is_some());
    plane.clock().advance(TimeDelta::days(8));
    plane.platform().sweep().await.unwrap();
    assert!(plane.platform().mail_to_send(id).await.unwrap().is_none());
}

/// Decision 0025: a new password is a way in to read; somebody new is a change of the workspace, and waits with the link.
#[tokio::test]
async fn in_a_suspended_tenant_a_password_is_set_anew_and_nobody_is_added() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (_, invitation) = invite(&plane, &acme, "bo").await;
    let (platform, owner) = (plane.platform(), acme.email("owner"));
    let operator = plane.operator().await;
    let suspended = operator.tenant_suspend(acme.id(), "unpaid".into()).await;
    suspended.unwrap();
    let site = acme.site().await;
    let refused = platform.link_use(&site, used(&invitation), Caller::default());
    assert_eq!(code(refused.await), Some(FaultCode::TenantSuspended));

    let asked = platform.request_reset(&site, owner.clone(), Caller::default());
    asked.await.unwrap();
    let reset = plane.mailed_link(&owner).await;
    let set = platform
        .link_use(&site, used(&reset), Caller::default())
        .await;
    set.unwrap();
    sign_in(&plane, &site, &owner, NEW).await.unwrap();

    operator.tenant_resume(acme.id()).await.unwrap();
    let site = acme.site().await;
    let accepted = platform.link_use(&site, used(&invitation), Caller::default());
    accepted.await.unwrap();
}
