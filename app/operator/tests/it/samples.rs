//! A handful of records as a young platform would have them.

use chrono::{DateTime, NaiveDate, Utc};
use contract::{
    approvals::{Approval, ApprovalState, HeldAct},
    audit::Event,
    ids::{
        ApprovalId, EventId, IsolationRunId, MailId, OperatorId, ServerId, TenantId, UserId,
        VisitId,
    },
    isolation::{Check, Family, Probed, Report, Run, RunState},
    keys::{KeyState, KeyVersion, KeyVersions, SealedRows},
    mails::{Mail, MailRow, MailState},
    money::Money,
    plans::{Limits, Plan},
    servers::{Server, ServerHealth},
    tenants::{
        PlacementSize, PlacementView, Provisioning, ProvisioningStep, StepState, Strategy,
        SubscriptionStatus, TableSize, TemplateChoice, Tenant, TenantCounts, TenantRow,
        TenantStatus,
    },
    users::{User, UserStatus},
    visits::{Visit, VisitState},
};
use uuid::Uuid;

pub(crate) const LUNA: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
pub(crate) const RUN: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0003);
pub(crate) const MAIL: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002);

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_266_300, 0).unwrap()
}

pub(crate) fn tenant(status: TenantStatus) -> Tenant {
    let live = status != TenantStatus::Provisioning;
    Tenant {
        row: TenantRow {
            id: TenantId::new(LUNA),
            slug: "luna".into(),
            code: "k3v9".into(),
            name: "Luna <b>Hair</b>".into(),
            display_name: "Luna".into(),
            status,
            plan: "starter".into(),
            strategy: Strategy::Schema,
            template: "salon".into(),
            created_at: at(),
        },
        suspension_reason: (status == TenantStatus::Suspended)
            .then(|| "Invoice 12 is unpaid".into()),
        subscription: SubscriptionStatus::Trialing,
        trial_ends_at: Some(at()),
        billing_email: "billing@luna.test".into(),
        owner_name: "Ana Silva".into(),
        owner_email: "owner@luna.test".into(),
        custom_domain: None,
        domain_passkeys: 0,
        url: "http://luna.localhost:8080".into(),
        placement: live.then(placement),
        provisioning: Provisioning {
            steps: steps(status),
            took_ms: live.then_some(142),
        },
        version: 3,
        updated_at: at(),
    }
}

fn placement() -> PlacementView {
    PlacementView {
        server: "primary".into(),
        region: "eu-west".into(),
        database: "tenantry".into(),
        schema: "tenant_k3v9".into(),
        role: "tenant_k3v9".into(),
    }
}

fn steps(status: TenantStatus) -> Vec<ProvisioningStep> {
    let progress = match status {
        TenantStatus::Provisioning => [StepState::Done, StepState::Running, StepState::Waiting],
        TenantStatus::ProvisioningFailed => {
            [StepState::Done, StepState::Failed, StepState::Waiting]
        }
        _ => [StepState::Done; 3],
    };
    let titles = ["Reserve a place", "Make the schema", "Invite the owner"];
    let step = |(state, title): (StepState, &str)| ProvisioningStep {
        key: title.to_lowercase(),
        title: title.into(),
        state,
        took_ms: (state == StepState::Done).then_some(38),
        error: (state == StepState::Failed).then(|| "The database did not answer.".into()),
    };
    progress.into_iter().zip(titles).map(step).collect()
}

pub(crate) fn counts(total: i64) -> TenantCounts {
    let start = NaiveDate::from_ymd_opt(2026, 10, 23).unwrap();
    TenantCounts {
        total,
        by_status: vec![("active".into(), total - 1), ("suspended".into(), 1)],
        by_plan: vec![("starter".into(), total - 2), ("business".into(), 2)],
        by_strategy: vec![("shared".into(), total - 3), ("schema".into(), 3)],
        by_day: start
            .iter_days()
            .take(30)
            .zip([0, 2, 1, 5, 0, 3].into_iter().cycle())
            .collect(),
        provisioning_median_ms: Some(87),
    }
}

pub(crate) fn plans() -> Vec<Plan> {
    let plan = |code: &str, name: &str, minor: i64, strategy| Plan {
        code: code.into(),
        revision: 4,
        name: name.into(),
        description: format!("{name} for growing businesses."),
        monthly: Money {
            minor,
            currency: "USD".into(),
        },
        annual: Money {
            minor: minor * 10,
            currency: "USD".into(),
        },
        limits: Limits {
            users: Some(10),
            customers: Some(1_000),
            storage_gb: Some(5),
            ..Limits::default()
        },
        modules: vec!["*".into()],
        features: Vec::new(),
        strategy,
        support: "email".into(),
        sla_hours: Some(48),
        is_active: code != "legacy",
        tenants: 12,
    };
    vec![
        plan("legacy", "Legacy", 900, Strategy::Shared),
        plan("starter", "Starter", 2_900, Strategy::Shared),
        plan("business", "Business", 9_900, Strategy::Schema),
    ]
}

pub(crate) fn templates() -> Vec<TemplateChoice> {
    vec![TemplateChoice {
        key: "salon".into(),
        name: "Salon".into(),
        description: "Hair and beauty.".into(),
        customers: "Clients".into(),
        modules: vec!["Customers".into(), "Booking".into()],
    }]
}

pub(crate) fn servers(takes_dedicated: bool) -> Vec<Server> {
    let server = |name: &str, health| Server {
        id: ServerId::new(LUNA),
        name: name.into(),
        region: "eu-west".into(),
        host: "/run/postgresql".into(),
        port: 5432,
        is_primary: name == "primary",
        accepts_dedicated: takes_dedicated,
        tenants: 7,
        ready: vec![("schema".into(), 3)],
        health,
    };
    let up = ServerHealth::Up {
        version: "PostgreSQL 15.20".into(),
        round_trip_us: 310,
        connections: 12,
        max_connections: 100,
    };
    vec![
        server("primary", up),
        server("second", ServerHealth::Down),
        server("third", ServerHealth::Barred),
    ]
}

pub(crate) fn mail(state: MailState) -> Mail {
    Mail {
        row: MailRow {
            id: MailId::new(MAIL),
            tenant_id: Some(TenantId::new(LUNA)),
            tenant_slug: Some("luna".into()),
            kind: "owner_invitation".into(),
            recipient: "owner@luna.test".into(),
            subject: "Welcome to Luna".into(),
            state,
            attempts: 5,
            error: (state == MailState::Failed).then(|| "550 no such mailbox".into()),
            created_at: at(),
            sent_at: (state == MailState::Sent).then(at),
        },
        text: "Open the link.".into(),
        html: "<p class=\"x\">Open the link.</p><script>alert(1)</script>".into(),
    }
}

pub(crate) fn event() -> Event {
    Event {
        id: EventId::new(MAIL),
        tenant_id: Some(TenantId::new(LUNA)),
        action: "tenant.suspend".into(),
        actor_kind: "operator".into(),
        actor_id: Some(LUNA),
        actor_name: "Olga Operator".into(),
        target_kind: "tenant".into(),
        target_id: "luna".into(),
        detail: serde_json::json!({ "reason": "Invoice 12 is unpaid" }),
        ip: Some("192.0.2.7".into()),
        request_id: Some("req-1".into()),
        at: at(),
    }
}

pub(crate) fn user() -> User {
    User {
        id: UserId::new(LUNA),
        name: "Ana Silva".into(),
        email: "owner@luna.test".into(),
        role: contract::acts::Role::Owner.into(),
        role_name: "Owner".into(),
        status: UserStatus::Invited,
        last_seen_at: None,
        version: 1,
        created_at: at(),
    }
}

/// A visit of whoever looks, which is going on.
pub(crate) fn visit() -> Visit {
    Visit {
        id: VisitId::new(MAIL),
        tenant: TenantId::new(LUNA),
        operator: OperatorId::new(LUNA),
        operator_name: "Olga Operator".into(),
        reason: "The calendar shows a wrong day.".into(),
        may_write: false,
        minutes: 30,
        state: VisitState::Open,
        asked_at: at(),
        starts_at: Some(at()),
        ends_at: Some(at()),
    }
}

/// Somebody asks to close Luna.
pub(crate) fn approval(state: ApprovalState) -> Approval {
    let is_decided = matches!(state, ApprovalState::Approved | ApprovalState::Declined);
    Approval {
        id: ApprovalId::new(RUN),
        act: HeldAct::TenantDeactivate,
        tenant: TenantId::new(LUNA),
        tenant_name: "Luna <b>Hair</b>".into(),
        asked_by: OperatorId::new(MAIL),
        asked_by_name: "Sam Support".into(),
        reason: "The contract ended.".into(),
        state,
        asked_at: at(),
        expires_at: at(),
        decided_by_name: is_decided.then(|| "Olga Operator".into()),
        note: is_decided.then(|| "Seen the letter.".into()),
        ended_at: (state != ApprovalState::Waiting).then(at),
    }
}

/// Two versions of a key; while it is being changed, a third of the rows wait.
pub(crate) fn keys(is_rotating: bool) -> KeyVersions {
    let rows = |table: &str, rows| SealedRows {
        table: table.into(),
        rows,
    };
    let version = |version, state, rows| KeyVersion {
        version,
        state,
        created_at: at(),
        rows,
    };
    let old = if is_rotating {
        vec![rows("customers", 1_000)]
    } else {
        Vec::new()
    };
    KeyVersions {
        versions: vec![
            version(
                2,
                KeyState::InForce,
                vec![rows("customers", 1_995), rows("users", 5)],
            ),
            version(1, KeyState::Retired, old),
        ],
        is_rotating,
    }
}

/// A run of two checks, one of which fails where it is broken.
pub(crate) fn run(state: RunState, is_broken: bool) -> Run {
    let is_over = state == RunState::Finished;
    Run {
        id: IsolationRunId::new(RUN),
        state,
        wished_by: "the schedule".into(),
        stage: if state == RunState::Running {
            "Front door, schema"
        } else {
            ""
        }
        .into(),
        passed: 2 - i32::from(is_broken),
        total: 2,
        created_at: at(),
        finished_at: is_over.then(at),
    }
}

pub(crate) fn report(is_broken: bool) -> Report {
    let check = |family, strategy, key: &str, seen: &str, passed| Check {
        family,
        strategy,
        probed: Probed {
            key: key.into(),
            tried: format!("Tried {key}."),
            expected: "No row.".into(),
            seen: seen.into(),
            passed,
        },
        at: at(),
    };
    let seen = if is_broken {
        "customers: <3> rows."
    } else {
        "As expected."
    };
    let first = "database.read_without_scope";
    Report {
        run: run(RunState::Finished, is_broken),
        checks: vec![
            check(
                Family::Database,
                Some(Strategy::Shared),
                first,
                seen,
                !is_broken,
            ),
            check(Family::FrontDoor, None, "front_door.reached", "200.", true),
        ],
    }
}

pub(crate) fn size() -> PlacementSize {
    PlacementSize {
        tables: vec![TableSize {
            table: "customers".into(),
            rows: 12_345,
            bytes: Some(1_638_400),
        }],
    }
}
