//! Passkeys, and the rule that everybody needs a second factor, through the whole product (IAM-1).

use contract::{
    account::{PasskeyAnswer, PasskeyChallenge},
    acts::Role,
    factor_rule::FactorRules,
};
use domain::Signed;
use testkit::{AuthenticatorApp, Device};

use super::{
    client::{Ask, Identity},
    web::{Web, call, form},
};

const SIGN_IN: &str = "/fn/door/sign_in_passkey";

fn fields(answer: &PasskeyAnswer) -> String {
    let PasskeyAnswer { challenge, answer } = answer;
    format!("challenge={challenge}&answer={answer}&next=%2Fcustomers")
}

#[tokio::test]
async fn a_passkey_opens_a_session() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let owner = Signed::Tenant(acme.owner().await);
    let device = Device::enrolled(&web.plane, &host, &owner).await;
    let asked = web.send(call(&host, "/fn/door/passkey_challenge", ""));
    let asked = asked.await.expect(200);
    assert!(asked.session().is_none(), "a passer-by gets no session");
    let asked: PasskeyChallenge = serde_json::from_value(asked.json()).unwrap();
    let fields = fields(&device.sign(&asked));
    let entered = web.send(form(&host, "/sign-in", SIGN_IN, &fields)).await;
    let entered = entered.expect(303);
    assert_eq!(entered.header("location"), Some("/customers"));
    let session = entered.session().unwrap();
    let account = web.send(Ask::get(&host, "/account").session(&session));
    let account = account.await.expect(200).text();
    assert!(account.contains("Phone") && account.contains("passkey_remove"));
    let confirm = web.send(Ask::get(&host, "/confirm").session(&session));
    let confirm = confirm.await.expect(200).text();
    assert!(confirm.contains("confirm_passkey") && !confirm.contains("name=\"password\""));
    let again = web.send(form(&host, "/sign-in", SIGN_IN, &fields)).await;
    assert_eq!(again.expect(303).header("location"), Some("/sign-in"));
}

#[tokio::test]
async fn without_scripts_a_passkey_is_told_to_need_them() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let empty = "challenge=&answer=&next=";
    let refused = web.send(form(&host, "/sign-in", SIGN_IN, empty)).await;
    let refused = refused.expect(303);
    assert_eq!(refused.header("location"), Some("/sign-in"));
    let session = refused.session().unwrap();
    let page = web.send(Ask::get(&host, "/sign-in").session(&session));
    let page = page.await.expect(200).text();
    assert!(page.contains("needs a browser that runs scripts"), "{page}");
}

#[tokio::test]
async fn who_owes_a_second_factor_is_led_to_the_account_and_nowhere_else() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let staff = acme.email("staff");
    acme.user(Role::Staff).await;
    let session = acme.session(&staff).await;
    let page = async |path: &str| web.send(Ask::get(&host, path).session(&session)).await;
    page("/customers").await.expect(200);
    AuthenticatorApp::turn_on(&web.plane, &Signed::Tenant(acme.owner().await)).await;
    acme.owner().await.factor_set_rule(true).await.unwrap();
    for path in ["/", "/customers", "/settings", "/nothing-here"] {
        let led = page(path).await.expect(303);
        assert_eq!(led.header("location"), Some("/account"), "{path}");
    }
    let account = page("/account").await.expect(200).text();
    assert!(account.contains("Everybody here needs an app or a passkey"));
    page("/confirm").await.expect(200);
    page("/sign-in").await.expect(200);
    let list = call(
        &host,
        "/fn/member/customer_list",
        "filter[q]=&filter[sort]=newest",
    );
    let list = web.send(list.session(&session)).await.expect(403);
    assert_eq!(list.json()["code"], "factor_wanted");
    let token = Identity::Token(acme.tokens(&staff).await.access_token);
    let api = async |path: &str| web.send(Ask::get(&host, path).by(&token)).await;
    let customers = api("/api/v1/customers").await.expect(403);
    assert_eq!(customers.json()["code"], "factor_wanted");
    let factor = api("/api/v1/me/second-factor").await.expect(200).json();
    assert_eq!(factor["is_wanted"], true);

    AuthenticatorApp::turn_on(&web.plane, &Signed::Tenant(acme.user(Role::Staff).await)).await;
    let session = acme.session(&staff).await;
    let works = web.send(Ask::get(&host, "/customers").session(&session));
    works.await.expect(200);
}
