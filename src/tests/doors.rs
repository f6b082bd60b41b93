//! Signing in and out (IAM-1, IAM-2).

use contract::{PageRequest, acts::OperatorRole, visits::Visitors};
use testkit::given;

use super::{
    client::{Ask, Reply},
    web::{OPERATOR, Web, call, form},
};

fn credentials(email: &str, password: &str) -> String {
    format!(
        "email={}&password={}&next=",
        email.replace('@', "%40"),
        password.replace(' ', "+")
    )
}

async fn sign_in(web: &Web, host: &str, email: &str) -> Reply {
    let sent = form(
        host,
        "/sign-in",
        "/fn/door/sign_in",
        &credentials(email, testkit::PASSWORD),
    );
    web.send(sent).await
}

#[tokio::test]
async fn the_right_password_opens_the_right_portal() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    web.operator().await;
    for (host, email) in [
        ("acme.tenantry.test", "owner@acme.test"),
        (OPERATOR, "owner@operators.test"),
    ] {
        let entered = sign_in(&web, host, email).await.expect(303);
        assert_eq!(entered.header("location"), Some("/"));
        let session = entered.session().unwrap();
        web.send(Ask::get(host, "/").session(&session))
            .await
            .expect(200);
    }
    let elsewhere = sign_in(&web, "acme.tenantry.test", "owner@operators.test")
        .await
        .expect(303);
    assert_eq!(elsewhere.header("location"), Some("/sign-in"));
}

/// I-46: the cookie is this host's alone, out of reach of scripts.
#[tokio::test]
async fn the_cookie_is_the_hosts_own() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let entered = sign_in(&web, "acme.tenantry.test", "owner@acme.test")
        .await
        .expect(303);
    let cookie = entered.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("__Host-tenantry="), "{cookie}");
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

/// I-46: a session that was there before, planted or not, is not the one that is signed in.
#[tokio::test]
async fn signing_in_changes_the_session() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let host = "acme.tenantry.test";
    let failed = web
        .send(form(
            host,
            "/sign-in",
            "/fn/door/sign_in",
            &credentials("owner@acme.test", "wrong"),
        ))
        .await;
    let planted = failed.expect(303).session().unwrap();
    let made_up = "AAAAAAAAAAAAAAAAAAAAAA";
    for before in [planted.as_str(), made_up] {
        let sent = form(
            host,
            "/sign-in",
            "/fn/door/sign_in",
            &credentials("owner@acme.test", testkit::PASSWORD),
        );
        let entered = web.send(sent.session(before)).await.expect(303);
        let session = entered.session().unwrap();
        assert_ne!(session, before);
        web.send(Ask::get(host, "/").session(&session))
            .await
            .expect(200);
        web.send(Ask::get(host, "/").session(before))
            .await
            .expect(303);
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_on_the_page() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let host = "acme.tenantry.test";
    let sent = form(
        host,
        "/sign-in?next=%2Fcustomers",
        "/fn/door/sign_in",
        &credentials("owner@acme.test", "my secret"),
    );
    let refused = web.send(sent).await.expect(303);
    assert_eq!(
        refused.header("location"),
        Some("/sign-in?next=%2Fcustomers")
    );
    let session = refused.session().unwrap();
    let page = web
        .send(Ask::get(host, "/sign-in?next=%2Fcustomers").session(&session))
        .await
        .expect(200)
        .text();
    assert!(page.contains("do not go together"), "{page}");
    assert!(page.contains("owner@acme.test"));
    assert!(!page.contains("my secret"), "a password came back");
    let told = web
        .send(call(
            host,
            "/fn/door/sign_in",
            &credentials("owner@acme.test", "my secret"),
        ))
        .await
        .expect(401);
    assert_eq!(told.json()["code"], "unauthenticated");
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere_it_was() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let host = "acme.tenantry.test";
    let session = sign_in(&web, host, "owner@acme.test")
        .await
        .session()
        .unwrap();
    let left = web
        .send(form(host, "/", "/fn/door/sign_out", "").session(&session))
        .await
        .expect(303);
    assert_eq!(left.header("location"), Some("/sign-in"));
    let after = left.session().unwrap();
    assert_ne!(after, session);
    web.send(Ask::get(host, "/").session(&session))
        .await
        .expect(303);
    web.send(Ask::get(host, "/").session(&after))
        .await
        .expect(303);
    let page = web
        .send(Ask::get(host, "/sign-in").session(&after))
        .await
        .expect(200)
        .text();
    assert!(page.contains("You are signed out."), "{page}");
}

/// The next page after the door is one of this host.
#[tokio::test]
async fn the_door_leads_to_no_other_host() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let host = "acme.tenantry.test";
    for (next, location) in [
        ("%2Fcustomers%3Fq%3Da", "/customers?q=a"),
        ("%2F%2Fevil.test", "/"),
        ("https%3A%2F%2Fevil.test", "/"),
        ("https%3Aevil.test", "/"),
        ("%2F%5Cevil.test", "/"),
        ("%5C%5Cevil.test", "/"),
        ("%2F%09%2Fevil.test", "/"),
        ("%2F%0D%0ALocation%3A+https%3A%2F%2Fevil.test", "/"),
        ("evil.test", "/"),
        ("%2F%C3%A4", "/%C3%A4"),
    ] {
        let fields = credentials("owner@acme.test", testkit::PASSWORD)
            .replace("next=", &format!("next={next}"));
        let entered = web
            .send(form(host, "/sign-in", "/fn/door/sign_in", &fields))
            .await
            .expect(303);
        assert_eq!(entered.header("location"), Some(location), "{next}");
        // The page that asks for a fresh proof leads back in the same way, and else to the account.
        let session = entered.session().unwrap();
        let fields = format!(
            "password={}&next={next}",
            testkit::PASSWORD.replace(' ', "+")
        );
        let proved = form(host, "/confirm", "/fn/account/confirm", &fields).session(&session);
        let proved = web.send(proved).await.expect(303);
        let home = if location == "/" {
            "/account"
        } else {
            location
        };
        assert_eq!(proved.header("location"), Some(home), "{next}");
    }
}

/// TEN-4, IAM-1: the owner's invitation sets a password, signs in, and is used up.
#[tokio::test]
async fn an_invitation_lets_the_owner_in_once() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").owner_invited().build().await;
    let host = acme.host();
    let token = web.plane.mailed_link(&acme.email("owner")).await;
    let page = web
        .send(Ask::get(&host, &format!("/link/{token}")))
        .await
        .expect(200)
        .text();
    assert!(page.contains(&acme.email("owner")), "{page}");
    let password = "a new and long password";
    let fields = format!(
        "token={token}&password={p}&password_again={p}",
        p = password.replace(' ', "+")
    );
    let accept = || {
        form(
            "acme.tenantry.test",
            &format!("/link/{token}"),
            "/fn/door/link_use",
            &fields,
        )
    };
    let entered = web.send(accept()).await.expect(303);
    let session = entered.session().unwrap();
    web.send(Ask::get(&host, "/").session(&session))
        .await
        .expect(200);
    let again = web.send(accept()).await.expect(303);
    assert_eq!(
        again.header("location"),
        Some(format!("/link/{token}").as_str())
    );
    // The link of one tenant is none at another.
    let luna = web.plane.tenant("luna").owner_invited().build().await;
    let token = web.plane.mailed_link(&luna.email("owner")).await;
    let foreign = web
        .send(call(&host, "/fn/door/link_view", &format!("token={token}")))
        .await;
    assert_eq!(foreign.expect(404).json()["code"], "not_found");
}

/// A visitor who leaves reads so at the door, although the session of the visit is gone.
#[tokio::test]
async fn a_visitor_who_leaves_is_told() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let support = web.plane.operator_with(OperatorRole::Support).await;
    let inside = acme.visiting(&support, given::visit_draft(false)).await;
    let host = acme.host();
    let owner = acme.owner().await;
    let visits = owner.visitor_list(PageRequest::default()).await;
    let visit = visits.unwrap().items[0].id;
    let left = form(&host, "/", "/fn/tenant/visitor_end", &format!("id={visit}"));
    let left = web.send(left.session(&inside)).await.expect(303);
    assert_eq!(left.header("location"), Some("/sign-in"));
    let outside = left.session().unwrap();
    assert_ne!(outside, inside);
    let door = Ask::get(&host, "/sign-in").header("accept", "text/html");
    let door = web.send(door.session(&outside)).await.expect(200).text();
    assert!(door.contains("The visit is over."), "{door}");
    for session in [&inside, &outside] {
        web.send(Ask::get(&host, "/").session(session))
            .await
            .expect(303);
    }
}

/// "It was not me", by a browser without our code: the link's page changes nothing, its button does, and leads on to a new
/// password.
#[tokio::test]
async fn what_somebody_else_added_is_disowned_without_scripts() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, email) = (acme.host(), acme.email("staff"));
    let staff = domain::Signed::Tenant(acme.user(contract::acts::Role::Staff).await);
    testkit::Device::enrolled(&web.plane, &host, &staff).await;
    let token = web.plane.mailed_link(&email).await;
    let path = format!("/link/{token}");
    for _ in 0..2 {
        let page = web.send(Ask::get(&host, &path)).await.expect(200).text();
        assert!(
            page.contains("Was it not you?") && page.contains(&email),
            "{page}"
        );
    }
    let press = || {
        form(
            &host,
            &path,
            "/fn/door/link_disown",
            &format!("token={token}"),
        )
    };
    let done = web.send(press()).await.expect(303);
    let next = done.header("location").unwrap().to_owned();
    assert!(next.starts_with("/link/") && next != path, "{next}");
    let page = web.send(Ask::get(&host, &next)).await.expect(200).text();
    assert!(page.contains("Set a new password"), "{page}");
    let again = web.send(press()).await.expect(303);
    assert_eq!(again.header("location"), Some(path.as_str()));
    let dead = web.send(Ask::get(&host, &path)).await.text();
    assert!(dead.contains("This link does not open"), "{dead}");
}
