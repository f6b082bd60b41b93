//! IAM-5: where the installation wants two, one operator asks for what destroys most and another one does it.

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode, PageRequest,
    acts::OperatorRole,
    approvals::{Approval, ApprovalFilter, ApprovalState, Approvals, Deactivation},
    me::OperatorSelf,
    tenants::{TenantStatus, Tenants},
};
use domain::OperatorDesk;
use testkit::{Plane, TenantPlane};

const REASON: &str = "The contract ended.";

fn code<T>(result: Result<T, Fault>) -> Option<FaultCode> {
    result.err().map(|fault| fault.code)
}

/// A plane that wants two, with a tenant and two operators who may decide.
async fn strict() -> (Plane, TenantPlane, OperatorDesk, OperatorDesk) {
    let plane = Plane::with(|settings| settings.destructive_needs_two = true).await;
    let acme = plane.tenant("acme").build().await;
    let owner = plane.operator().await;
    let support = plane.operator_with(OperatorRole::Support).await;
    (plane, acme, owner, support)
}

async fn ask(desk: &OperatorDesk, tenant: &TenantPlane) -> Result<Approval, Fault> {
    match desk.tenant_deactivate(tenant.id(), REASON.into()).await? {
        Deactivation::Waits(approval) => Ok(*approval),
        Deactivation::Done(_) => Err(Fault::new(FaultCode::Internal, "one operator was enough")),
    }
}

async fn decide(
    desk: &OperatorDesk,
    approval: &Approval,
    approve: bool,
) -> Result<Approval, Fault> {
    let note = "Seen the letter.".to_owned();
    desk.approval_decide(approval.id, approve, note).await
}

/// To whom a decision was mailed, and whether it says that it was approved.
async fn told_of_decision(plane: &Plane) -> Vec<(String, bool)> {
    let mails = plane.mails().await.into_iter();
    let decided = mails.filter(|mail| mail.row.kind == "approval_decided");
    let told = decided.map(|mail| {
        assert!(mail.text.contains("Seen the letter."));
        (mail.row.recipient, mail.row.subject.contains(" approved: "))
    });
    told.collect()
}

async fn status(desk: &OperatorDesk, tenant: &TenantPlane) -> TenantStatus {
    desk.tenant_get(tenant.id()).await.unwrap().row.status
}

async fn state(desk: &OperatorDesk, approval: &Approval) -> ApprovalState {
    desk.approval_get(approval.id).await.unwrap().state
}

#[tokio::test]
async fn one_operator_is_enough_where_it_is_not_set() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = plane.operator().await;
    assert!(!owner.approval_rule().await.unwrap().is_stuck());
    let closed = owner.tenant_deactivate(acme.id(), String::new()).await;
    let Deactivation::Done(tenant) = closed.unwrap() else {
        panic!("it waits for somebody");
    };
    assert_eq!(tenant.row.status, TenantStatus::Inactive);
    let all = owner.approval_list(ApprovalFilter::default(), PageRequest::default());
    assert!(all.await.unwrap().items.is_empty());
    owner.tenant_restore(acme.id()).await.unwrap();
    let events = acme.events().await;
    assert!(
        events
            .iter()
            .any(|event| event.action == "tenant.deactivate")
    );
}

#[tokio::test]
async fn nothing_happens_until_another_operator_approves_and_both_stand_in_both_logs() {
    let (plane, acme, owner, support) = strict().await;
    plane.operator_with(OperatorRole::Billing).await;
    let unreasoned = owner.tenant_deactivate(acme.id(), "  ".into()).await;
    assert!(unreasoned.err().unwrap().fields.contains_key("reason"));
    let asked = ask(&owner, &acme).await.unwrap();
    assert_eq!(asked.state, ApprovalState::Waiting);
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);
    assert_eq!(code(ask(&owner, &acme).await), Some(FaultCode::Conflict));
    assert_eq!(code(ask(&support, &acme).await), Some(FaultCode::Conflict));

    let mails = plane.mails().await;
    let told = mails
        .iter()
        .filter(|mail| mail.row.kind == "approval_asked");
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 1, "who may decide, and did not ask");
    assert_eq!(told[0].row.recipient, "support@operators.test");
    assert!(told[0].text.contains(REASON));
    assert!(told[0].text.contains(&format!("/approvals/{}", asked.id)));
    assert_eq!(support.me().await.unwrap().to_decide, 1);
    assert_eq!(owner.me().await.unwrap().to_decide, 0);

    assert_eq!(
        code(decide(&owner, &asked, true).await),
        Some(FaultCode::Forbidden),
        "never the one who asked"
    );
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);
    let done = decide(&support, &asked, true).await.unwrap();
    assert_eq!(done.state, ApprovalState::Approved);
    assert_eq!(done.decided_by_name.as_deref(), Some("Operator (support)"));
    assert_eq!(status(&owner, &acme).await, TenantStatus::Inactive);
    assert_eq!(support.me().await.unwrap().to_decide, 0);
    for again in [true, false] {
        let again = decide(&support, &asked, again).await;
        assert_eq!(code(again), Some(FaultCode::Conflict));
    }
    assert_eq!(
        told_of_decision(&plane).await,
        [("owner@operators.test".to_owned(), true)]
    );

    owner.tenant_restore(acme.id()).await.unwrap();
    for events in [plane.events().await, acme.events().await] {
        let mut events = events.iter();
        let closed = events.find(|event| event.action == "tenant.deactivate");
        let closed = closed.expect("an entry in each log");
        assert_eq!(closed.actor_name, "Operator (support)");
        assert_eq!(closed.detail["asked_by"], "Operator (owner)");
        assert_eq!(closed.detail["reason"], REASON);
        assert_eq!(closed.detail["note"], "Seen the letter.");
    }
}

#[tokio::test]
async fn only_who_may_and_proved_it_decides() {
    let (plane, acme, owner, support) = strict().await;
    let asked = ask(&owner, &acme).await.unwrap();
    for role in [OperatorRole::Billing, OperatorRole::Auditor] {
        let desk = plane.operator_with(role).await;
        assert_eq!(state(&desk, &asked).await, ApprovalState::Waiting);
        assert_eq!(desk.me().await.unwrap().to_decide, 0);
        for refused in [
            code(decide(&desk, &asked, true).await),
            code(desk.approval_withdraw(asked.id).await),
            code(ask(&desk, &acme).await),
        ] {
            assert_eq!(refused, Some(FaultCode::Forbidden), "{role}");
        }
    }
    let wordless = support.approval_decide(asked.id, true, String::new()).await;
    assert!(wordless.err().unwrap().fields.contains_key("note"));
    plane.clock().advance(TimeDelta::minutes(15));
    for stale in [
        code(decide(&support, &asked, true).await),
        code(ask(&owner, &acme).await),
    ] {
        assert_eq!(stale, Some(FaultCode::ProofRequired));
    }

    // The role counts as it is when the decision is made, whatever the desk was handed out for.
    let support = plane.operator_with(OperatorRole::Support).await;
    let email = "support@operators.test";
    for (change, wanted) in [
        ("role = 'billing'", FaultCode::Forbidden),
        (
            "role = 'support', removed_at = now()",
            FaultCode::Unauthenticated,
        ),
    ] {
        let statement = format!("UPDATE platform.operators SET {change} WHERE email = '{email}'");
        plane.sabotage(&statement).await;
        assert_eq!(code(decide(&support, &asked, true).await), Some(wanted));
    }
    let back = format!("UPDATE platform.operators SET removed_at = NULL WHERE email = '{email}'");
    plane.sabotage(&back).await;
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);
    decide(&support, &asked, true).await.unwrap();
}

#[tokio::test]
async fn what_was_asked_for_is_declined_taken_back_or_lapses() {
    let (plane, acme, owner, support) = strict().await;
    let declined = ask(&owner, &acme).await.unwrap();
    decide(&support, &declined, false).await.unwrap();
    assert_eq!(state(&owner, &declined).await, ApprovalState::Declined);
    assert_eq!(
        told_of_decision(&plane).await,
        [("owner@operators.test".to_owned(), false)]
    );
    let late = decide(&support, &declined, true).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));

    let withdrawn = ask(&owner, &acme).await.unwrap();
    let foreign = support.approval_withdraw(withdrawn.id).await;
    assert_eq!(code(foreign), Some(FaultCode::Forbidden));
    owner.approval_withdraw(withdrawn.id).await.unwrap();
    let twice = owner.approval_withdraw(withdrawn.id).await;
    assert_eq!(code(twice), Some(FaultCode::Conflict));
    let late = decide(&support, &withdrawn, true).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));

    let lapsed = ask(&support, &acme).await.unwrap();
    plane.clock().advance(TimeDelta::hours(24));
    let (owner, support) = (
        plane.operator().await,
        plane.operator_with(OperatorRole::Support).await,
    );
    assert_eq!(state(&owner, &lapsed).await, ApprovalState::Lapsed);
    assert_eq!(owner.me().await.unwrap().to_decide, 0);
    let late = decide(&owner, &lapsed, true).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));
    let late = support.approval_withdraw(lapsed.id).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);

    // It makes room for the next, and stays what it was.
    ask(&support, &acme).await.unwrap();
    assert_eq!(state(&owner, &lapsed).await, ApprovalState::Lapsed);
    let said: Vec<_> = plane.events().await;
    for action in ["approval.ask", "approval.decline", "approval.withdraw"] {
        assert!(said.iter().any(|event| event.action == action), "{action}");
    }
    let waiting = ApprovalFilter {
        state: "waiting".into(),
        tenant: acme.id().to_string(),
    };
    let one = PageRequest {
        limit: Some(1),
        cursor: None,
    };
    let page = owner.approval_list(waiting, one.clone()).await.unwrap();
    assert_eq!((page.items.len(), page.next_cursor), (1, None));
    let mut seen = Vec::new();
    let mut page = one;
    loop {
        let found = owner.approval_list(ApprovalFilter::default(), page).await;
        let found = found.unwrap();
        seen.extend(found.items.into_iter().map(|approval| approval.state));
        let Some(cursor) = found.next_cursor else {
            break;
        };
        page = PageRequest {
            limit: Some(1),
            cursor: Some(cursor),
        };
    }
    assert_eq!(
        seen,
        [
            ApprovalState::Waiting,
            ApprovalState::Lapsed,
            ApprovalState::Withdrawn,
            ApprovalState::Declined,
        ]
    );
}

#[tokio::test]
async fn it_is_void_once_the_asker_or_the_tenant_changed() {
    let (plane, acme, owner, _) = strict().await;
    let email = "support@operators.test";
    for change in [
        "role = 'billing'",
        "access_version = access_version + 1",
        "removed_at = now()",
    ] {
        let support = plane.operator_with(OperatorRole::Support).await;
        let asked = ask(&support, &acme).await.unwrap();
        let statement = format!("UPDATE platform.operators SET {change} WHERE email = '{email}'");
        plane.sabotage(&statement).await;
        assert_eq!(state(&owner, &asked).await, ApprovalState::Void, "{change}");
        let late = decide(&owner, &asked, true).await;
        assert_eq!(code(late), Some(FaultCode::Conflict), "{change}");
        assert_eq!(owner.me().await.unwrap().to_decide, 0);
        let back = "role = 'support', removed_at = NULL";
        let statement = format!("UPDATE platform.operators SET {back} WHERE email = '{email}'");
        plane.sabotage(&statement).await;
        plane
            .sabotage("UPDATE platform.approvals SET outcome = 'void', ended_at = now() WHERE outcome IS NULL")
            .await;
    }

    let support = plane.operator_with(OperatorRole::Support).await;
    let asked = ask(&support, &acme).await.unwrap();
    owner
        .tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    let late = decide(&owner, &asked, true).await.err().unwrap();
    assert_eq!(late.code, FaultCode::Conflict);
    assert!(late.title.contains("status changed"), "{}", late.title);
    owner.tenant_resume(acme.id()).await.unwrap();
    assert_eq!(state(&owner, &asked).await, ApprovalState::Void);
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);
    let anew = ask(&support, &acme).await.unwrap();
    decide(&owner, &anew, true).await.unwrap();
    let closed = ask(&support, &acme).await;
    assert_eq!(code(closed), Some(FaultCode::IllegalTransition));
}

/// An account that is made anew for somebody is not the one that asked.
#[tokio::test]
async fn who_gets_the_account_of_the_asker_did_not_ask() {
    let (plane, acme, owner, support) = strict().await;
    let asked = ask(&support, &acme).await.unwrap();
    let (name, email) = ("Somebody else", "support@operators.test");
    let given = plane.platform();
    given
        .operator_set(name, email, "support", testkit::PASSWORD)
        .await
        .unwrap();
    assert_eq!(state(&owner, &asked).await, ApprovalState::Void);
    let late = decide(&owner, &asked, true).await;
    assert_eq!(code(late), Some(FaultCode::Conflict));
    // It makes room: whoever has the account now may ask.
    let now = given.console(email).await.unwrap();
    let anew = ask(&now, &acme).await.unwrap();
    decide(&owner, &anew, true).await.unwrap();
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_too_late() {
    let (plane, _, owner, support) = strict().await;
    let third = "third@operators.test";
    let platform = plane.platform();
    platform
        .operator_set("Third", third, "owner", testkit::PASSWORD)
        .await
        .unwrap();
    let third = platform.console(third).await.unwrap();
    for turn in 0..6 {
        let tenant = plane.tenant(&format!("race-{turn}")).build().await;
        let asked = ask(&owner, &tenant).await.unwrap();
        let (yes, no) = tokio::join!(
            decide(&support, &asked, true),
            decide(&third, &asked, turn % 2 == 0)
        );
        assert_eq!(usize::from(yes.is_ok()) + usize::from(no.is_ok()), 1);
        let is_closed = status(&owner, &tenant).await == TenantStatus::Inactive;
        assert_eq!(is_closed, yes.is_ok() || turn % 2 == 0);
    }
    let tenant = plane.tenant("asked-twice").build().await;
    let (one, other) = tokio::join!(ask(&owner, &tenant), ask(&support, &tenant));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
}

#[tokio::test]
async fn who_is_alone_is_told_so() {
    let plane = Plane::with(|settings| settings.destructive_needs_two = true).await;
    let acme = plane.tenant("acme").build().await;
    let owner = plane.operator().await;
    plane.operator_with(OperatorRole::Auditor).await;
    assert!(owner.approval_rule().await.unwrap().is_stuck());
    let refused = ask(&owner, &acme).await.err().unwrap();
    assert_eq!(refused.code, FaultCode::Conflict);
    assert!(refused.title.contains("tenantry operator set"));
    assert_eq!(status(&owner, &acme).await, TenantStatus::Active);
    plane.operator_with(OperatorRole::Support).await;
    assert!(!owner.approval_rule().await.unwrap().is_stuck());
    ask(&owner, &acme).await.unwrap();
}

/// The table itself knows two people, and keeps what was asked for as it was asked.
#[tokio::test]
async fn the_table_refuses_what_the_rules_would() {
    let (plane, acme, owner, support) = strict().await;
    let asked = ask(&owner, &acme).await.unwrap();
    let (id, own, other) = (asked.id, owner.id(), support.id());
    let mut role = plane.as_role("tenantry_platform").await;
    let decided = |by| {
        format!(
            "UPDATE platform.approvals SET outcome = 'approved', decided_by = '{by}', note = '', ended_at = now()
             WHERE id = '{id}'"
        )
    };
    for (statement, wanted) in [
        (decided(own), "23514"),
        (
            format!("UPDATE platform.approvals SET asked_by = '{other}'"),
            "42501",
        ),
        (
            "UPDATE platform.approvals SET reason = 'Another.'".to_owned(),
            "42501",
        ),
        ("DELETE FROM platform.approvals".to_owned(), "42501"),
        (
            "UPDATE platform.approvals SET outcome = 'approved', ended_at = now()".to_owned(),
            "23514",
        ),
        (
            "INSERT INTO platform.approvals (id, act, tenant_id, asked_by, asker_version, reason, asked_at, expires_at)
             SELECT gen_random_uuid(), act, tenant_id, asked_by, asker_version, reason, asked_at, expires_at
             FROM platform.approvals"
                .to_owned(),
            "23505",
        ),
        (decided(other), ""),
    ] {
        let answer = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone()))
            .execute(&mut role)
            .await;
        let refused = answer.err().map(|error| {
            let error = error.into_database_error().unwrap();
            error.code().unwrap().into_owned()
        });
        assert_eq!(refused.unwrap_or_default(), wanted, "{statement}");
    }
}
