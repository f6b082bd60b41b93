//! The isolation prober, for operators.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use chrono::{DateTime, Utc};
use contract::{
    ids::IsolationRunKind,
    isolation::{Family, Isolation, RunState},
    tenants::Strategy,
};
use domain::isolation::markdown;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsOperator, Params, PathId, page},
    respond::Answer,
    wire::{FamilyWord, List, Problems, RunStateWord, StrategyWord},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, run))
        .routes(routes!(show))
        .routes(routes!(report))
}

/// One run of the prober.
#[derive(Debug, Serialize, ToSchema)]
struct IsolationRun {
    id: Uuid,
    #[schema(value_type = RunStateWord)]
    state: RunState,
    /// Who wished for it, for people.
    wished_by: String,
    /// What it is at, while it runs.
    stage: String,
    /// Checks that passed so far.
    passed: i32,
    /// Checks so far.
    total: i32,
    /// When it was wished for.
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

/// One check: what was tried, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
struct IsolationCheck {
    /// By which way: SQL, the catalogue, requests, or what answers let out.
    #[schema(value_type = FamilyWord)]
    family: Family,
    /// Where the tenants live that it is about; null where it is about the whole installation.
    #[schema(value_type = Option<StrategyWord>)]
    strategy: Option<Strategy>,
    /// Names the check in every run.
    #[schema(example = "database.read_without_scope")]
    key: String,
    tried: String,
    expected: String,
    /// What came of it; no secret is ever in it.
    seen: String,
    passed: bool,
    at: DateTime<Utc>,
}

/// A run with its checks.
#[derive(Debug, Serialize, ToSchema)]
struct IsolationReport {
    #[serde(flatten)]
    run: IsolationRun,
    /// Those that failed first. Those that passed are kept for a week.
    checks: Vec<IsolationCheck>,
}

impl From<contract::isolation::Run> for IsolationRun {
    fn from(run: contract::isolation::Run) -> Self {
        Self {
            id: run.id.uuid(),
            state: run.state,
            wished_by: run.wished_by,
            stage: run.stage,
            passed: run.passed,
            total: run.total,
            created_at: run.created_at,
            finished_at: run.finished_at,
        }
    }
}

impl From<contract::isolation::Check> for IsolationCheck {
    fn from(check: contract::isolation::Check) -> Self {
        let probed = check.probed;
        Self {
            family: check.family,
            strategy: check.strategy,
            key: probed.key,
            tried: probed.tried,
            expected: probed.expected,
            seen: probed.seen,
            passed: probed.passed,
            at: check.at,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RunQuery {
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists the runs of the isolation prober, newest first.
#[utoipa::path(get, path = "", tag = "platform", operation_id = "isolation_runs", params(RunQuery),
    responses((status = 200, body = List<IsolationRun>, description = "A page of runs."), Problems))]
async fn list(
    desk: AsOperator,
    Params(query): Params<RunQuery>,
) -> Answer<Json<List<IsolationRun>>> {
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.isolation_runs(page).await?)))
}

/// Has the isolation prober run now. If a run is waiting or on already, that is answered and no other is made.
#[utoipa::path(post, path = "", tag = "platform", operation_id = "isolation_run",
    responses((status = 202, body = IsolationRun, description = "The run."), Problems))]
async fn run(desk: AsOperator) -> Answer<(StatusCode, Json<IsolationRun>)> {
    let run = desk.isolation_run().await?;
    Ok((StatusCode::ACCEPTED, Json(run.into())))
}

/// Shows a run with every check.
#[utoipa::path(get, path = "/{id}", tag = "platform", operation_id = "isolation_report", params(("id" = Uuid, Path)),
    responses((status = 200, body = IsolationReport, description = "The run."), Problems))]
async fn show(
    desk: AsOperator,
    PathId(id): PathId<IsolationRunKind>,
) -> Answer<Json<IsolationReport>> {
    let report = desk.isolation_report(id).await?;
    Ok(Json(IsolationReport {
        run: report.run.into(),
        checks: report.checks.into_iter().map(Into::into).collect(),
    }))
}

/// Gives the report of a run as Markdown, to print and to keep.
#[utoipa::path(get, path = "/{id}/report", tag = "platform", operation_id = "isolation_report_markdown",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "text/markdown", description = "The report."), Problems))]
async fn report(
    desk: AsOperator,
    PathId(id): PathId<IsolationRunKind>,
) -> Answer<impl IntoResponse> {
    let report = desk.isolation_report(id).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/markdown; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"isolation-report.md\""),
        ),
    ];
    Ok((headers, markdown(&report)))
}
