//! A step that fails waits for an operator, says so, and is taken up where it failed.

use contract::{
    FaultCode,
    tenants::{StepState, Strategy, TenantStatus, Tenants},
};
use domain::provisioning::{self, Outcome};
use sqlx::AssertSqlSafe;
use testkit::Plane;

use super::assert_whole;

/// Each step, with a table whose refusal makes it fail.
const STEPS: &[(&str, &str)] = &[
    ("placement", "platform.placements"),
    ("key", "platform.tenant_keys"),
    ("roles", "tenants_shared.roles"),
    ("settings", "tenants_shared.settings"),
    ("services", "tenants_shared.services"),
    ("mail_texts", "tenants_shared.mail_texts"),
    ("company", "tenants_shared.companies"),
    ("owner", "tenants_shared.users"),
    ("demo", "tenants_shared.customers"),
    ("welcome", "platform.mails"),
];

async fn refuse(plane: &Plane, table: &str) {
    let trigger = format!(
        "CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'the disk of {table} is full'; END $$;
         GRANT USAGE ON SCHEMA public TO tenantry_platform, tenantry_shared;
         CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION public.refuse()"
    );
    plane.sabotage(&trigger).await;
}

async fn obey(plane: &Plane, table: &str) {
    plane
        .sabotage(&format!("DROP TRIGGER refuse ON {table}"))
        .await;
}

#[tokio::test]
async fn any_step_can_fail_and_be_tried_again() {
    let plane = Plane::new().await;
    let desk = plane.operator().await;
    for (step, table) in STEPS {
        let order = plane.tenant(&format!("acme-{}", step.replace('_', "-")));
        let acme = order.owner_invited().demo_data().order().await;
        refuse(&plane, table).await;
        for _ in 0..2 {
            assert_eq!(plane.provision(acme.id()).await, Outcome::Failed, "{step}");
            let failed = desk.tenant_get(acme.id()).await.unwrap();
            assert_eq!(failed.row.status, TenantStatus::ProvisioningFailed);
            let at = failed
                .provisioning
                .steps
                .iter()
                .find(|shown| shown.key == *step);
            let at = at.unwrap();
            assert_eq!(at.state, StepState::Failed);
            let words = at.error.as_deref().unwrap();
            assert!(
                !words.contains("disk"),
                "what PostgreSQL said is not for people: {words}"
            );
            let closed = plane.platform().resolve(&acme.host()).await;
            assert_eq!(closed.unwrap_err().code, FaultCode::TenantUnknown);
            assert_eq!(
                plane.provision(acme.id()).await,
                Outcome::Idle,
                "an operator decides"
            );
            desk.tenant_retry(acme.id()).await.unwrap();
        }
        obey(&plane, table).await;
        assert_eq!(plane.provision(acme.id()).await, Outcome::Live, "{step}");
        assert_whole(&plane, &acme).await;
    }
    let known: Vec<&str> = provisioning::Step::ALL
        .iter()
        .map(|step| step.key())
        .collect();
    let tried: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
    assert_eq!(tried, known, "every step has its failure");
}

/// A database that is away for a moment is nobody's decision: the job comes back by itself.
#[tokio::test]
async fn a_server_that_is_away_is_waited_for() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").strategy(Strategy::Database);
    let acme = acme.owner_invited().order().await;
    let desk = plane.operator().await;
    let code = desk.tenant_get(acme.id()).await.unwrap().row.code;
    let password = plane.password_of(&format!("tenant_{code}"));
    plane
        .sabotage(&format!(
            "CREATE ROLE tenant_{code} LOGIN NOINHERIT CONNECTION LIMIT 0 PASSWORD '{password}'"
        ))
        .await;
    for _ in 0..2 {
        let away = loop {
            match provisioning::run(plane.platform(), acme.id()).await {
                Ok(Outcome::Busy) => tokio::task::yield_now().await,
                other => break other,
            }
        };
        assert_eq!(away.unwrap_err().code, FaultCode::Unavailable);
        let waiting = desk.tenant_get(acme.id()).await.unwrap();
        assert_eq!(waiting.row.status, TenantStatus::Provisioning);
    }
    plane
        .sabotage(&format!("ALTER ROLE tenant_{code} CONNECTION LIMIT -1"))
        .await;
    assert_eq!(plane.provision(acme.id()).await, Outcome::Live);
    assert_whole(&plane, &acme).await;
}

#[tokio::test]
async fn only_what_failed_is_tried_again() {
    let plane = Plane::new().await;
    let desk = plane.operator().await;
    let acme = plane.tenant("acme").build().await;
    let refused = desk.tenant_retry(acme.id()).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::IllegalTransition);
    let runs: i64 = sqlx::query_scalar(AssertSqlSafe(
        "SELECT count(*) FROM platform.events WHERE action = 'tenant.retry'",
    ))
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    assert_eq!(runs, 0);
}
