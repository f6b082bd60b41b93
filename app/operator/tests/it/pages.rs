//! Every page shows what it is for, and offers what the role and the state allow.

use std::sync::atomic::Ordering;

use contract::{
    acts::OperatorRole, approvals::ApprovalState, ids::OperatorId, isolation::RunState,
    mails::MailState, tenants::TenantStatus,
};

use crate::{
    platform::Platform,
    render::{Rendered, render},
    samples::{LUNA, MAIL, RUN},
};

async fn tenant(status: TenantStatus, tab: &str) -> Rendered {
    render(Platform::with(status), &format!("/tenants/{LUNA}{tab}")).await
}

#[tokio::test]
async fn home_draws_the_numbers_and_says_them() {
    let page = render(Platform::default(), "/").await;
    page.shows(&[
        "<svg viewBox",
        "New tenants, as numbers",
        "87 ms",
        "Newest tenants",
        "var(--chart-1)",
    ]);
    page.shows(&["<h1", "Tenants by plan", "Olga Operator", "/tenants/new"]);
}

#[tokio::test]
async fn an_empty_platform_leads_to_the_wizard() {
    let platform = Platform {
        tenant: None,
        ..Platform::default()
    };
    let page = render(platform.clone(), "/").await;
    page.shows(&["No tenants yet", "/tenants/new"]);
    page.hides(&["<svg viewBox"]);
    render(platform, "/tenants")
        .await
        .shows(&["No tenants yet"]);
}

#[tokio::test]
async fn keys_show_what_is_sealed_with_each_and_how_far_a_change_is() {
    let at_rest = tenant(TenantStatus::Active, "?tab=keys").await;
    at_rest.shows(&[
        "Change the key",
        "1,995 customers, 5 users",
        "In force",
        "Retired",
        "Nothing",
    ]);
    at_rest.hides(&["role=\"progressbar\"", "Reload"]);

    let changing = Platform {
        is_rotating: true,
        ..Platform::default()
    };
    let changing = render(changing, &format!("/tenants/{LUNA}?tab=keys")).await;
    changing.shows(&["2,000 of 3,000 rows", "1,000 customers", "Reload"]);
    changing.hides(&["Change the key"]);
}

#[tokio::test]
async fn keys_are_changed_by_owners_and_seen_by_most() {
    let path = format!("/tenants/{LUNA}?tab=keys");
    for role in [OperatorRole::Support, OperatorRole::Auditor] {
        let page = render(Platform::seen_by(role), &path).await;
        page.shows(&["In force"]);
        page.hides(&["Change the key"]);
    }
    let overview = format!("/tenants/{LUNA}");
    let page = render(Platform::seen_by(OperatorRole::Billing), &overview).await;
    page.hides(&["tab=keys"]);
}

#[tokio::test]
async fn visits_are_seen_by_all_and_entered_by_some() {
    let path = format!("/tenants/{LUNA}?tab=visits");
    let support = render(Platform::seen_by(OperatorRole::Support), &path).await;
    support.shows(&["The calendar shows a wrong day.", "Go inside", "visit_end"]);
    // One at a time.
    support.hides(&["visit_ask"]);
    for role in [OperatorRole::Billing, OperatorRole::Auditor] {
        let page = render(Platform::seen_by(role), &path).await;
        page.shows(&["The calendar shows a wrong day."]);
        page.hides(&["visit_ask", "visit_end", "Go inside"]);
    }
}

#[tokio::test]
async fn an_approval_is_decided_by_another_operator_who_may() {
    let asked = Platform {
        approval: Some(ApprovalState::Waiting),
        ..Platform::default()
    };
    let page = format!("/approvals/{RUN}");
    let other = render(asked.clone(), &page).await;
    other.shows(&[
        "Deactivate Luna &lt;b&gt;Hair",
        "Sam Support",
        "The contract ended.",
        "action=\"/fn/operator/approval_decide\"",
        "name=\"note\"",
    ]);
    other.hides(&["approval_withdraw"]);
    let own = Platform {
        asked_by: OperatorId::new(LUNA),
        ..asked.clone()
    };
    let own = render(own, &page).await;
    own.shows(&["Take it back", "another operator decides"]);
    own.hides(&["approval_decide"]);
    for role in [OperatorRole::Billing, OperatorRole::Auditor] {
        let seen = Platform {
            role,
            ..asked.clone()
        };
        let seen = render(seen, &page).await;
        seen.shows(&["The contract ended."]);
        seen.hides(&["approval_decide", "approval_withdraw"]);
    }
    let declined = Platform {
        approval: Some(ApprovalState::Declined),
        ..asked
    };
    let declined = render(declined, &page).await;
    declined.shows(&["Declined", "Olga Operator", "Seen the letter."]);
    declined.hides(&["approval_decide"]);
    let nothing = render(Platform::default(), &page).await;
    assert_eq!(nothing.status, 404);
}

#[tokio::test]
async fn what_waits_is_counted_listed_and_said_of_the_tenant() {
    let asked = Platform {
        approval: Some(ApprovalState::Waiting),
        ..Platform::default()
    };
    let list = render(asked.clone(), "/approvals?state=waiting").await;
    list.shows(&[
        &format!("/approvals/{RUN}"),
        "Sam Support",
        "value=\"waiting\" selected",
        "text-muted tabular-nums\">1<",
    ]);
    let declined = render(asked.clone(), "/approvals?state=declined").await;
    declined.shows(&["Nothing matches", "Show all"]);
    render(Platform::default(), "/approvals")
        .await
        .shows(&["Nothing was asked for"]);
    let tenant = render(asked, &format!("/tenants/{LUNA}")).await;
    tenant.shows(&["waits for a second operator", &format!("/approvals/{RUN}")]);
    let tenant = render(Platform::default(), &format!("/tenants/{LUNA}")).await;
    tenant.hides(&["waits for a second operator"]);
}

#[tokio::test]
async fn closing_a_tenant_says_that_it_takes_two_and_when_there_are_none() {
    let page = format!("/tenants/{LUNA}/deactivate");
    let one = render(Platform::default(), &page).await;
    one.hides(&["takes two", "name=\"reason\""]);
    let strict = |deciders| Platform {
        deciders: Some(deciders),
        ..Platform::default()
    };
    let two = render(strict(2), &page).await;
    two.shows(&["This takes two operators.", "name=\"reason\""]);
    render(strict(2), "/").await.hides(&["takes two operators"]);
    let stuck = render(strict(1), &page).await;
    stuck.shows(&["nobody who could approve it", "tenantry operator set"]);
    let home = render(strict(1), "/").await;
    home.shows(&["Closing a tenant takes two operators here."]);
    let suspend = render(strict(2), &format!("/tenants/{LUNA}/suspend")).await;
    suspend.hides(&["takes two"]);
}

#[tokio::test]
async fn the_list_keeps_its_state_in_the_address() {
    let page = render(
        Platform::default(),
        "/tenants?q=luna&status=active&sort=name",
    )
    .await;
    page.shows(&[
        "q=luna&amp;status=active&amp;sort=name&amp;cursor=after%20luna",
        "value=\"active\" selected",
        &format!("/tenants/{LUNA}"),
        "Luna &lt;b&gt;Hair",
    ]);
    let nothing = render(Platform::default(), "/tenants?q=nobody").await;
    nothing.shows(&["No tenant matches", "Clear"]);
}

/// A page inside a boundary that renders twice would ask twice, and the browser would not find its data.
#[tokio::test]
async fn a_page_asks_once() {
    let platform = Platform::default();
    render(platform.clone(), "/tenants").await;
    assert_eq!(platform.lists.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn only_legal_deeds_are_offered() {
    let deeds = ["suspend", "resume", "deactivate", "restore", "retry"];
    let cases: [(TenantStatus, &[&str]); 5] = [
        (TenantStatus::Active, &["suspend", "deactivate"]),
        (TenantStatus::Suspended, &["resume", "deactivate"]),
        (TenantStatus::Inactive, &["restore"]),
        (TenantStatus::ProvisioningFailed, &["retry"]),
        (TenantStatus::Provisioning, &[]),
    ];
    for (status, offered) in cases {
        let page = tenant(status, "").await;
        for deed in deeds {
            let link = format!("/tenants/{LUNA}/{deed}\"");
            if offered.contains(&deed) {
                page.shows(&[&link]);
            } else {
                page.hides(&[&link]);
            }
        }
    }
}

#[tokio::test]
async fn a_deed_says_what_follows_and_fits_the_state() {
    let suspend = render(Platform::default(), &format!("/tenants/{LUNA}/suspend")).await;
    suspend.shows(&[
        "change nothing",
        "name=\"reason\"",
        "action=\"/fn/operator/tenant_deed\"",
        "method=\"post\"",
    ]);
    let again = render(
        Platform::with(TenantStatus::Suspended),
        &format!("/tenants/{LUNA}/suspend"),
    )
    .await;
    again.shows(&["does not allow this any more"]);
    again.hides(&["name=\"reason\""]);
    assert_eq!(
        render(Platform::default(), &format!("/tenants/{LUNA}/explode"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn provisioning_follows_along_with_and_without_scripts() {
    let under_way = tenant(TenantStatus::Provisioning, "?tab=provisioning").await;
    under_way.shows(&[
        "<noscript><meta http-equiv=\"refresh\" content=\"2\">",
        "1 of 3 steps",
        "Make the schema",
        "38 ms",
    ]);
    let live = tenant(TenantStatus::Active, "?tab=provisioning").await;
    live.shows(&[
        "Live after 142 ms",
        "http://luna.localhost:8080",
        "owner@luna.test",
    ]);
    live.hides(&["http-equiv"]);
    let failed = tenant(TenantStatus::ProvisioningFailed, "?tab=provisioning").await;
    failed.shows(&["The database did not answer.", "retry"]);
}

#[tokio::test]
async fn a_tenant_has_facts_place_people_and_history() {
    tenant(TenantStatus::Suspended, "").await.shows(&[
        "Invoice 12 is unpaid",
        "billing@luna.test",
        "Trial",
    ]);
    tenant(TenantStatus::Active, "?tab=placement")
        .await
        .shows(&["tenant_k3v9", "12,345", "1.6 MB", "eu-west"]);
    tenant(TenantStatus::Provisioning, "?tab=placement")
        .await
        .shows(&["No place yet"]);
    tenant(TenantStatus::Active, "?tab=users")
        .await
        .shows(&["Ana Silva", "Invited", "Never"]);
    tenant(TenantStatus::Active, "?tab=audit").await.shows(&[
        "tenant.suspend",
        "<details",
        "192.0.2.7",
    ]);
    let edit = render(Platform::default(), &format!("/tenants/{LUNA}/edit")).await;
    edit.shows(&[
        "name=\"edit[billing_email]\"",
        "name=\"version\" value=\"3\"",
    ]);
}

#[tokio::test]
async fn what_is_not_there_is_a_404() {
    for address in [
        "/nowhere",
        "/tenants/nonsense",
        "/plans/none/edit",
        "/outbox/1",
    ] {
        let page = render(Platform::default(), address).await;
        assert_eq!(page.status, 404, "{address}");
        page.shows(&["Not found", "<nav"]);
    }
}

#[tokio::test]
async fn plans_show_prices_and_a_new_revision_is_announced() {
    render(Platform::default(), "/plans").await.shows(&[
        "$29.00",
        "Not offered",
        "1,000",
        "/plans/starter/edit",
    ]);
    let edit = render(Platform::default(), "/plans/starter/edit").await;
    edit.shows(&[
        "Saving makes revision 5",
        "name=\"draft[monthly]\"",
        "value=\"29.00\"",
        "checked",
    ]);
}

#[tokio::test]
async fn a_mail_is_shown_in_a_sandbox_and_can_be_sent_again() {
    let sent = render(Platform::default(), &format!("/outbox/{MAIL}")).await;
    let frame = format!("src=\"/api/v1/admin/mails/{MAIL}/html\"");
    sent.shows(&["sandbox=\"\"", &frame, "owner@luna.test"]);
    sent.hides(&["<script>alert", "Send again"]);
    let failed = Platform {
        mail: MailState::Failed,
        ..Platform::default()
    };
    let page = render(failed.clone(), &format!("/outbox/{MAIL}")).await;
    page.shows(&[
        "550 no such mailbox",
        "Send again",
        "action=\"/fn/operator/mail_retry\"",
    ]);
    render(failed, "/outbox?q=x")
        .await
        .shows(&["No mail matches"]);
}

#[tokio::test]
async fn servers_say_how_they_are() {
    let page = render(Platform::default(), "/servers").await;
    page.shows(&["310 µs", "12 of 100", "Down", "3 × Own schema"]);
}

#[tokio::test]
async fn what_a_role_may_not_do_is_not_offered() {
    let billing = render(
        Platform::seen_by(OperatorRole::Billing),
        &format!("/tenants/{LUNA}"),
    )
    .await;
    billing.hides(&[
        "/suspend",
        "/edit",
        "tab=audit",
        "href=\"/outbox\"",
        "href=\"/audit\"",
        "/tenants/new",
    ]);
    billing.shows(&["href=\"/plans\""]);
    let support = render(Platform::seen_by(OperatorRole::Support), "/plans").await;
    support.hides(&["/plans/starter/edit"]);
    for (role, address) in [
        (OperatorRole::Billing, "/tenants/new".to_owned()),
        (OperatorRole::Support, "/plans/starter/edit".to_owned()),
        (OperatorRole::Auditor, format!("/tenants/{LUNA}/suspend")),
        (OperatorRole::Auditor, format!("/tenants/{LUNA}/edit")),
    ] {
        let page = render(Platform::seen_by(role), &address).await;
        assert_eq!(page.status, 403, "{role} at {address}");
        page.hides(&["<form method=\"post\" action=\"/fn/operator"]);
    }
}

/// The content security policy refuses inline styles and handlers.
#[tokio::test]
async fn no_page_has_inline_style_or_handler() {
    let addresses = [
        "/",
        "/tenants",
        "/tenants/new",
        "/approvals",
        "/plans",
        "/plans/starter/edit",
        "/outbox",
        "/servers",
        "/audit",
    ];
    for address in addresses {
        let page = render(Platform::default(), address).await;
        assert_eq!(page.status, 200, "{address}");
        page.hides(&[" style=\"", " onclick=", " onchange=", "javascript:"]);
        assert_eq!(page.html.matches("<h1").count(), 1, "{address}");
    }
}

#[tokio::test]
async fn isolation_shows_the_score_and_what_failed() {
    let whole = render(Platform::default(), "/isolation").await;
    whole.shows(&[
        "100 %",
        "Score by run",
        "var(--chart-1)",
        "1 of 1",
        "Run now",
        "the schedule",
    ]);
    whole.hides(&["Isolation is not whole", "role=\"progressbar\""]);
    render(Platform::default(), "/")
        .await
        .hides(&["Isolation is not whole"]);

    let broken = Platform {
        is_broken: true,
        ..Platform::default()
    };
    let page = render(broken.clone(), "/isolation").await;
    page.shows(&[
        "50 %",
        "Isolation is not whole",
        "customers: &lt;3&gt; rows.",
        "0 of 1",
    ]);
    let home = render(broken.clone(), "/").await;
    home.shows(&["Isolation is not whole", &format!("/isolation/{RUN}")]);
    let run = render(broken, &format!("/isolation/{RUN}")).await;
    run.shows(&[
        "<details",
        "customers: &lt;3&gt; rows.",
        "Tried front_door.reached.",
        &format!("/api/v1/admin/isolation/runs/{RUN}/report"),
    ]);
}

#[tokio::test]
async fn isolation_says_what_a_run_is_at_and_that_there_was_none() {
    let running = Platform {
        runs: vec![RunState::Running, RunState::Finished],
        ..Platform::default()
    };
    let page = render(running, "/isolation").await;
    page.shows(&[
        "At work: Front door, schema",
        "<progress",
        "Reload",
        "100 %",
    ]);
    page.hides(&["Run now"]);
    let none = Platform {
        runs: Vec::new(),
        ..Platform::default()
    };
    let page = render(none, "/isolation").await;
    page.shows(&["No run yet", "Run now"]);
    page.hides(&["Score by run"]);
}

#[tokio::test]
async fn isolation_is_offered_to_whom_it_concerns() {
    for role in [OperatorRole::Support, OperatorRole::Auditor] {
        let page = render(Platform::seen_by(role), "/isolation").await;
        page.shows(&["100 %", "href=\"/isolation\""]);
        page.hides(&["Run now"]);
    }
    let broken = Platform {
        is_broken: true,
        ..Platform::seen_by(OperatorRole::Billing)
    };
    let home = render(broken, "/").await;
    home.shows(&["Newest tenants"]);
    home.hides(&["/isolation", "Isolation is not whole"]);
}
