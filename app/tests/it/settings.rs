//! The tenant portal.

use contract::{
    FaultCode,
    acts::Role,
    ids::{ApiKeyKind, CompanyKind, UserKind},
    tenants::TenantStatus,
    visits::VisitNotice,
};

use crate::{
    render::{render, render_failed},
    workspace::{Workspace, at, id},
};

fn user(number: usize) -> String {
    format!("/settings/users/{}", id::<UserKind>(number))
}

fn company(number: usize) -> String {
    format!("/settings/companies/{}", id::<CompanyKind>(number))
}

#[tokio::test]
async fn the_checklist_counts_what_is_done() {
    let page = render(&Workspace::seen_by(Role::Owner), "/settings").await;
    page.shows(&[
        "Set up Luna &amp; Co",
        "1 of 2 done",
        "href=\"/settings/users\"",
        "value=\"50\"",
    ]);
}

#[tokio::test]
async fn settings_are_for_those_who_may_see_them() {
    for role in [Role::Staff, Role::ReadOnly] {
        let page = render(&Workspace::seen_by(role), "/settings/branding").await;
        assert_eq!(page.status, 403, "{role}");
        page.hides(&["branding_update"]);
    }
    let manager = Workspace::seen_by(Role::Manager);
    render(&manager, "/settings/branding")
        .await
        .hides(&["Save branding"]);
    render(&manager, "/settings/users")
        .await
        .hides(&["/settings/users/new"]);
    assert_eq!(render(&manager, "/settings/audit").await.status, 403);
    let admin = Workspace::seen_by(Role::Admin);
    render(&admin, "/settings/audit").await.shows(&[
        "href=\"/api/v1/audit/export\"",
        "retention_update",
        "value=\"90\"",
    ]);
    render(&manager, "/settings/companies")
        .await
        .shows(&["/settings/companies/new"]);
}

#[tokio::test]
async fn modules_say_what_they_need_and_lead_to_their_switch() {
    let admin = Workspace::seen_by(Role::Admin);
    let list = render(&admin, "/settings/modules").await;
    list.shows(&[
        "2 of 4 are on.",
        "Needs Professionals.",
        "Needed by Referrals.",
        "In every workspace",
        "Not in your plan",
        "href=\"/settings/modules/professionals\"",
        "See plans",
    ]);
    list.hides(&["href=\"/settings/modules/customers\""]);
    let manager = Workspace::seen_by(Role::Manager);
    let list = render(&manager, "/settings/modules").await;
    list.shows(&["Professionals"]);
    list.hides(&["href=\"/settings/modules/professionals\""]);
    let staff = render(&Workspace::seen_by(Role::Staff), "/settings/modules").await;
    assert_eq!(staff.status, 403);
}

/// UC-CORE-001: who, how many records and which pages, before anything happens.
#[tokio::test]
async fn a_switch_tells_what_it_brings_before_it_is_used() {
    let admin = Workspace::seen_by(Role::Admin);
    let on = render(&admin, "/settings/modules/professionals").await;
    on.shows(&[
        "Without Professionals, these go off as well: Referrals",
        "1,203",
        "7 clients",
        "Referrals, Stylists",
        "module_switch",
        "name=\"key\" value=\"professionals\"",
        "name=\"confirm\" value=\"true\"",
        "Switch off",
    ]);
    on.hides(&["name=\"enabled\""]);
    let off = render(&admin, "/settings/modules/referrals").await;
    off.shows(&["name=\"enabled\" value=\"true\"", "Switch on"]);
    let core = render(&admin, "/settings/modules/customers").await;
    core.shows(&["it stays on"]);
    core.hides(&["module_switch"]);
    let too_large = render(&admin, "/settings/modules/marketing").await;
    too_large.shows(&["Your plan comes without Marketing", "Professional"]);
    too_large.hides(&["module_switch"]);
    let manager = Workspace::seen_by(Role::Manager);
    let looking = render(&manager, "/settings/modules/professionals").await;
    looking.shows(&["1,203"]);
    looking.hides(&["Switch off"]);
}

#[tokio::test]
async fn a_key_is_shown_while_it_is_new_and_renewed_by_its_owner() {
    let admin = Workspace::seen_by(Role::Admin);
    let key = |number| format!("/settings/api-keys/{}", id::<ApiKeyKind>(number));
    let list = render(&admin, "/settings/api-keys").await;
    list.shows(&["Key 1", "Key 2", "tnk_Ab12", "/settings/api-keys/new"]);
    list.hides(&["and-so-on"]);
    let new = render(&admin, &key(1)).await;
    new.shows(&[
        "tnk_Ab12-and-so-on",
        "Clients<!></span>: <!>See",
        "api_key_rotate",
    ]);
    let other = render(&admin, &key(2)).await;
    other.hides(&["and-so-on", "api_key_rotate"]);
    other.shows(&["api_key_delete"]);
    let form = render(&admin, "/settings/api-keys/new").await;
    form.shows(&["name=\"acts[]\"", "value=\"customers.read\""]);
    for path in ["/settings/api-keys".into(), key(1), key(2) + "/delete"] {
        let refused = render(&Workspace::seen_by(Role::Manager), &path).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}

#[tokio::test]
async fn branding_shows_the_saved_look_and_a_preview_in_both_themes() {
    let page = render(&Workspace::seen_by(Role::Admin), "/settings/branding").await;
    page.shows(&[
        "value=\"#be185d\"",
        "name=\"version\" value=\"4\"",
        "data-theme=\"light\"",
        "data-theme=\"dark\"",
    ]);
    page.hides(&[" style=\""]);
}

#[tokio::test]
async fn a_logo_stands_for_the_workspace_and_is_changed_by_those_who_may() {
    let shown = "src=\"/brand/0a1b/logo.png\"";
    let with_logo = |role| Workspace {
        logo: Some("0a1b"),
        ..Workspace::seen_by(role)
    };
    let admin = with_logo(Role::Admin);
    let page = render(&admin, "/settings/branding").await;
    page.shows(&[
        "alt=\"The logo as it is now\"",
        "enctype=\"multipart/form-data\"",
        "logo_update",
        "logo_delete",
        "type=\"file\"",
        shown,
    ]);
    for path in ["/", "/sign-in"] {
        let page = render(&admin, path).await;
        page.shows(&[shown, "href=\"/brand/0a1b/icon.png\""]);
        page.hides(&["favicon.svg"]);
    }
    let page = render(&with_logo(Role::Manager), "/settings/branding").await;
    page.shows(&[shown]);
    page.hides(&["logo_update", "logo_delete"]);
    let page = render(&Workspace::seen_by(Role::Admin), "/settings/branding").await;
    page.shows(&["logo_update"]);
    page.hides(&["/brand/", "logo_delete"]);
}

/// CFG-2: who set what when, and the way back.
#[tokio::test]
async fn versions_of_the_configuration_say_what_changed() {
    let path = "/settings/configuration/versions";
    let page = render(&Workspace::seen_by(Role::Owner), path).await;
    page.shows(&[
        "Time zone: UTC → Asia/Kathmandu",
        "Word for customer: Customer, Customers → Client, Clients",
        "Olivia Owner",
        "The platform",
        "How the workspace began",
        "In force",
        "config_restore",
        "name=\"version\" value=\"1\"",
    ]);
    page.hides(&["name=\"version\" value=\"2\""]);
    let looking = render(&Workspace::seen_by(Role::Manager), path).await;
    looking.shows(&["Olivia Owner"]);
    looking.hides(&["config_restore"]);
}

#[tokio::test]
async fn a_setting_of_the_tenants_own_stays_a_choice() {
    let page = render(&Workspace::seen_by(Role::Owner), "/settings/configuration").await;
    page.shows(&[
        "Asia/Kathmandu",
        "name=\"vocabulary[customer][singular]\"",
        "value=\"Clients\"",
        "Version 2",
    ]);
}

#[tokio::test]
async fn words_that_were_refused_are_shown_again() {
    let typed = serde_json::json!({ "currency": "EUR", "vocabulary[customer][singular]": "Guest" });
    let mut fault = contract::Fault::new(FaultCode::Invalid, "Some fields need another look.")
        .with_input(&typed);
    fault
        .fields
        .insert("vocabulary".into(), "Each term needs a plural.".into());
    let workspace = Workspace::seen_by(Role::Owner);
    let page = render_failed(
        &workspace,
        "/settings/configuration",
        "/fn/tenant/config_update",
        fault,
    )
    .await;
    page.shows(&[
        "Each term needs a plural.",
        "href=\"#field-vocabulary\"",
        "id=\"field-vocabulary\"",
        "value=\"Guest\"",
    ]);
}

#[tokio::test]
async fn nobody_removes_themselves_and_only_the_invited_are_invited_again() {
    let workspace = Workspace::seen_by(Role::Owner);
    let own = render(&workspace, &user(1)).await;
    own.hides(&["user_remove", "user_invite_again"]);
    let other = render(&workspace, &user(2)).await;
    other.shows(&[
        "user_remove",
        "user_invite_again",
        "user_set_role",
        "signed out everywhere",
    ]);
}

/// Every built-in role has acts of modules that are off in most workspaces.
#[tokio::test]
async fn roles_can_be_given_whichever_modules_are_on() {
    for role in [Role::Owner, Role::Admin] {
        let page = render(&Workspace::seen_by(role), "/settings/users/new").await;
        page.shows(&[
            "value=\"admin\"",
            "value=\"manager\"",
            "value=\"staff\"",
            "value=\"read_only\"",
        ]);
    }
}

#[tokio::test]
async fn only_an_owner_makes_owners() {
    render(&Workspace::seen_by(Role::Owner), "/settings/users/new")
        .await
        .shows(&["value=\"owner\""]);
    let page = render(&Workspace::seen_by(Role::Admin), "/settings/users/new").await;
    page.shows(&["value=\"admin\""]);
    page.hides(&["value=\"owner\""]);
}

#[tokio::test]
async fn roles_are_shown_as_a_table_in_the_tenants_words() {
    let workspace = Workspace::seen_by(Role::Admin);
    let page = render(&workspace, "/settings/roles").await;
    page.shows(&[
        "Clients: enter and edit",
        "Front desk",
        "href=\"/settings/roles/new\"",
    ]);
    let own = render(&workspace, "/settings/roles/front_desk").await;
    own.shows(&[
        "role_update",
        "role_delete",
        "value=\"customers.read\" checked",
    ]);
    let built_in = render(&workspace, "/settings/roles/staff").await;
    built_in.shows(&["See · Enter and edit"]);
    built_in.hides(&["role_update", "role_delete"]);
    let new = render(&workspace, "/settings/users/new").await;
    new.shows(&["value=\"front_desk\"", "One permission."]);

    let manager = Workspace::seen_by(Role::Manager);
    render(&manager, "/settings/roles")
        .await
        .hides(&["/settings/roles/new"]);
    render(&manager, "/settings/roles/front_desk")
        .await
        .hides(&["role_update", "role_delete"]);
    assert_eq!(render(&manager, "/settings/roles/new").await.status, 403);
    assert_eq!(
        render(&manager, "/settings/roles/Nobody!").await.status,
        404
    );
}

#[tokio::test]
async fn a_visit_is_on_every_page_and_answered_on_its_own() {
    let notice = VisitNotice {
        id: id(1),
        operator_name: "Sam Support".into(),
        reason: "The calendar shows a wrong day.".into(),
        may_write: false,
        ends_at: Some(at()),
        is_own: false,
    };
    let visited = |visit: VisitNotice, role| Workspace {
        visit: Some(visit),
        ..Workspace::seen_by(role)
    };
    let staff = render(&visited(notice.clone(), Role::Staff), "/").await;
    staff.shows(&["Sam Support is visiting", "The calendar shows a wrong day."]);
    staff.hides(&["/settings/visits", "visitor_end"]);
    let owner = render(&visited(notice.clone(), Role::Owner), "/").await;
    owner.shows(&["href=\"/settings/visits\""]);
    let own = VisitNotice {
        is_own: true,
        ..notice
    };
    let visitor = render(&visited(own, Role::ReadOnly), "/").await;
    visitor.shows(&["You are visiting", "visitor_end"]);
    visitor.hides(&["href=\"/account\""]);

    let page = render(&Workspace::seen_by(Role::Owner), "/settings/visits").await;
    page.shows(&[
        "Allow",
        "Refuse",
        "Send away",
        "visitor_set_rule",
        "name=\"ask_first\"",
    ]);
    let manager = render(&Workspace::seen_by(Role::Manager), "/settings/visits").await;
    assert_eq!(manager.status, 403);
}

#[tokio::test]
async fn the_receiver_of_the_log_shows_how_it_goes() {
    let admin = Workspace::seen_by(Role::Admin);
    let log = render(&admin, "/settings/audit").await;
    log.shows(&["href=\"/settings/audit/receiver\""]);
    let page = render(&admin, "/settings/audit/receiver").await;
    page.shows(&[
        "value=\"https://siem.luna.test/log\"",
        "whsec_sample",
        "Does not get through",
        "The server answered 503.",
        "Entry 1234",
        "It arrived.",
        "receiver_set",
        "receiver_test",
        "receiver_renew",
        "receiver_delete",
        "href=\"/settings/audit/receiver/delete\"",
    ]);
    let ask = render(&admin, "/settings/audit/receiver/delete").await;
    ask.shows(&["Nothing is sent to https://siem.luna.test/log any more"]);
    let suspended = Workspace {
        status: TenantStatus::Suspended,
        ..admin
    };
    let page = render(&suspended, "/settings/audit/receiver").await;
    page.shows(&["Does not get through"]);
    page.hides(&["receiver_test", "receiver_renew", "receiver_delete"]);
    let manager = Workspace::seen_by(Role::Manager);
    for path in [
        "/settings/audit/receiver",
        "/settings/audit/receiver/delete",
    ] {
        assert_eq!(render(&manager, path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn the_default_company_stays() {
    let workspace = Workspace::seen_by(Role::Owner);
    render(&workspace, &company(1))
        .await
        .hides(&["company_delete"]);
    render(&workspace, &company(2)).await.shows(&[
        "company_delete",
        "Delete salon",
        "only if no clients belong to it",
    ]);
}

#[tokio::test]
async fn a_suspended_workspace_can_be_looked_at_and_not_changed() {
    let workspace = Workspace {
        status: TenantStatus::Suspended,
        ..Workspace::seen_by(Role::Owner)
    };
    let page = render(&workspace, "/settings/branding").await;
    assert_eq!(page.status, 200);
    page.shows(&["This workspace is suspended"]);
    page.hides(&["Save branding"]);
    assert_eq!(render(&workspace, "/settings/users/new").await.status, 403);
}

#[tokio::test]
async fn the_rule_of_sign_ins_shows_who_has_no_second_factor() {
    let page = render(&Workspace::seen_by(Role::Owner), "/settings/sign-in").await;
    page.shows(&[
        "factor_set_rule",
        "name=\"required\"",
        "Ada",
        ">App<",
        "Bo",
        ">None<",
    ]);
    let manager = render(&Workspace::seen_by(Role::Manager), "/settings/sign-in").await;
    assert_eq!(manager.status, 403);
    manager.hides(&["factor_set_rule", "/settings/sign-in"]);
}
