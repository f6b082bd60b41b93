//! Sign-in, forgotten password and mailed links.

use contract::{Fault, FaultCode, acts::Role, door::Realm};

use crate::{
    render::{render, render_failed, render_realm},
    workspace::Workspace,
};

#[tokio::test]
async fn the_sign_in_page_is_the_tenants_own() {
    let page = render(&Workspace::seen_by(Role::Owner), "/sign-in").await;
    page.shows(&[
        "Sign in to Luna &amp; Co",
        "Lovely to see you.",
        "action=\"/fn/door/sign_in\"",
        "href=\"/forgot\"",
    ]);
    render_realm(Realm::Operator, "/sign-in")
        .await
        .shows(&["Sign in to Tenantry"]);
}

#[tokio::test]
async fn a_failed_sign_in_keeps_the_address_and_the_way_back_but_no_password() {
    let typed =
        serde_json::json!({ "email": "ana@luna.test", "next": "/customers", "password": "secret" });
    let fault = Fault::new(FaultCode::Unauthenticated, "That did not match.").with_input(&typed);
    let page = render_failed(
        &Workspace::seen_by(Role::Owner),
        "/sign-in",
        "/fn/door/sign_in",
        fault,
    )
    .await;
    page.shows(&[
        "That did not match.",
        "value=\"ana@luna.test\"",
        "name=\"next\" value=\"/customers\"",
    ]);
    page.hides(&["secret"]);
}

#[tokio::test]
async fn nobody_can_write_words_of_their_own_onto_the_sign_in_page() {
    let error = "eyJjb2RlIjoiaW50ZXJuYWwiLCJ0aXRsZSI6IkNhbGwgKzEgNTU1In0="; // {"code":"internal","title":"Call +1 555"}
    let address = format!("/sign-in?__path=%2Ffn%2Fdoor%2Fsign_in&__err={error}");
    render(&Workspace::seen_by(Role::Owner), &address)
        .await
        .hides(&["Call +1 555"]);
}

#[tokio::test]
async fn the_answer_to_a_forgotten_password_never_tells_who_has_an_account() {
    let workspace = Workspace::seen_by(Role::Owner);
    render(&workspace, "/forgot")
        .await
        .shows(&["action=\"/fn/door/request_reset\""]);
    let sent = render(&workspace, "/forgot?sent=1").await;
    sent.shows(&["If that address has an account here"]);
    sent.hides(&["<form"]);
}

#[tokio::test]
async fn a_link_says_whose_account_it_opens_and_the_rules_before_they_are_broken() {
    let workspace = Workspace::seen_by(Role::Owner);
    let page = render(&workspace, "/link/good").await;
    page.shows(&[
        "Nora New",
        "nora@luna.test",
        "12 to 128 characters",
        "name=\"password_again\"",
        "value=\"good\"",
    ]);
    let page = render(&workspace, "/link/old").await;
    assert_eq!(page.status, 404);
    page.shows(&[
        "This link was used already, or is too old.",
        "href=\"/forgot\"",
    ]);
}
