//! The wizard, page by page, as a browser without scripts walks it.

use contract::acts::OperatorRole;

use crate::{platform::Platform, render::render};

const ANSWERS: &str = "name=Luna+Hair&slug=luna&plan=business&template=salon&owner_name=Ana&owner_email=ana%40luna.test";

async fn step(step: &str, answers: &str) -> crate::render::Rendered {
    render(
        Platform::default(),
        &format!("/tenants/new?step={step}&{answers}"),
    )
    .await
}

#[tokio::test]
async fn it_begins_without_a_word_of_blame() {
    let page = render(Platform::default(), "/tenants/new").await;
    page.shows(&[
        "name=\"name\"",
        "name=\"step\" value=\"plan\"",
        "method=\"get\"",
    ]);
    page.hides(&["role=\"alert\"", "password"]);
}

#[tokio::test]
async fn a_bad_answer_is_said_on_its_step_and_nothing_is_lost() {
    let page = step("plan", "name=Luna&slug=-bad-").await;
    page.shows(&[
        "role=\"alert\"",
        "Start with a letter.",
        "value=\"-bad-\"",
        "value=\"Luna\"",
    ]);
}

#[tokio::test]
async fn answers_are_carried_along() {
    let page = step("plan", "name=Luna+Hair&slug=").await;
    page.shows(&[
        "type=\"hidden\" name=\"slug\" value=\"luna-hair\"",
        "$29.00 a month",
        "10 users",
    ]);
    page.hides(&["Legacy"]);
}

#[tokio::test]
async fn the_plans_own_placement_is_named_and_follows_the_plan() {
    let page = step("placement", "name=Luna+Hair&slug=luna&plan=business").await;
    page.shows(&[
        "Default of Business",
        "value=\"\" checked",
        "eu-west",
        "value=\"shared\"",
    ]);
    let platform = Platform {
        takes_dedicated: false,
        ..Platform::default()
    };
    let page = render(
        platform,
        "/tenants/new?step=placement&name=Luna&plan=business",
    )
    .await;
    page.shows(&["No server takes dedicated tenants yet."]);
    page.hides(&["name=\"region\""]);
}

#[tokio::test]
async fn the_review_sends_everything_but_a_password() {
    let page = step("review", &format!("{ANSWERS}&demo_data=true")).await;
    page.shows(&[
        "action=\"/fn/operator/tenant_create\"",
        "name=\"draft[slug]\" value=\"luna\"",
        "name=\"draft[demo_data]\" value=\"true\"",
        "Business, $99.00 a month",
        "Own schema, as the plan says",
        "With examples",
        "Create tenant",
    ]);
    page.hides(&["password"]);
}

#[tokio::test]
async fn a_change_leads_back_to_the_review() {
    step("template", ANSWERS).await.shows(&[
        "name=\"step\" value=\"review\"",
        "Clients".to_lowercase().as_str(),
    ]);
    step("owner", ANSWERS)
        .await
        .shows(&["ana@luna.test", "An invitation goes here"]);
}

#[tokio::test]
async fn nobody_without_the_role_sees_it() {
    let page = render(Platform::seen_by(OperatorRole::Auditor), "/tenants/new").await;
    assert_eq!(page.status, 403);
    page.hides(&["name=\"slug\""]);
}
