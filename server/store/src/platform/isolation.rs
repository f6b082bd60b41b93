//! The runs of the isolation prober, and their checks.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    ids::IsolationRunId,
    isolation::{Check, Probed, Run},
    tenants::Strategy,
};
use uuid::Uuid;

use crate::{
    PlatformReader, PlatformWriter, Result, cursor::Cursor, transaction::time_ordered_uuid,
};

struct Row {
    id: Uuid,
    state: String,
    wished_by: String,
    stage: String,
    passed: i32,
    total: i32,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl Row {
    fn open(self) -> Result<Run> {
        Ok(Run {
            id: self.id.into(),
            state: self.state.parse()?,
            wished_by: self.wished_by,
            stage: self.stage,
            passed: self.passed,
            total: self.total,
            created_at: self.created_at,
            finished_at: self.finished_at,
        })
    }
}

/// A page of runs, newest first.
pub async fn list(reader: &mut PlatformReader, page: &PageRequest) -> Result<Page<Run>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, state, wished_by, stage, passed, total, created_at, finished_at FROM platform.isolation_runs
         WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2)
         ORDER BY created_at DESC, id DESC LIMIT $3",
        at,
        id,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let runs = rows
        .into_iter()
        .map(Row::open)
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(runs, page.rows(), |run| {
        Cursor::time(run.created_at, run.id)
    }))
}

/// One run.
pub async fn find(reader: &mut PlatformReader, id: IsolationRunId) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, state, wished_by, stage, passed, total, created_at, finished_at FROM platform.isolation_runs
         WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(Row::open).transpose()
}

/// The newest run that came to its end.
pub async fn last_finished(reader: &mut PlatformReader) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, state, wished_by, stage, passed, total, created_at, finished_at FROM platform.isolation_runs
         WHERE state = 'finished' ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(Row::open).transpose()
}

/// The checks of a run, those that failed first.
pub async fn checks(reader: &mut PlatformReader, id: IsolationRunId) -> Result<Vec<Check>> {
    let rows = sqlx::query!(
        "SELECT family, strategy, key, tried, expected, seen, passed, at FROM platform.isolation_checks
         WHERE run_id = $1 ORDER BY passed, position",
        id.uuid(),
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Check {
                family: row.family.parse()?,
                strategy: row.strategy.map(|word| word.parse()).transpose()?,
                probed: Probed {
                    key: row.key,
                    tried: row.tried,
                    expected: row.expected,
                    seen: row.seen,
                    passed: row.passed,
                },
                at: row.at,
            })
        })
        .collect()
}

/// Wishes for a run, unless one is open; the run that is open then.
pub async fn open(
    writer: &mut PlatformWriter,
    wished_by: &str,
    now: DateTime<Utc>,
) -> Result<(IsolationRunId, bool)> {
    let made = sqlx::query_scalar!(
        "INSERT INTO platform.isolation_runs (id, state, wished_by, created_at) VALUES ($1, 'waiting', $2, $3)
         ON CONFLICT ((true)) WHERE state IN ('waiting', 'running') DO NOTHING RETURNING id",
        time_ordered_uuid(),
        wished_by,
        now,
    )
    .fetch_optional(writer.connection())
    .await?;
    if let Some(id) = made {
        return Ok((id.into(), true));
    }
    let open = sqlx::query_scalar!(
        "SELECT id FROM platform.isolation_runs WHERE state IN ('waiting', 'running')"
    )
    .fetch_one(writer.connection())
    .await?;
    Ok((open.into(), false))
}

/// Gives up the run of whoever died over it; for the holder of the lock alone.
pub async fn break_off(writer: &mut PlatformWriter, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.isolation_runs SET state = 'broken_off', stage = '', finished_at = $1 WHERE state = 'running'",
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Notes what a run is at.
pub async fn set_stage(writer: &mut PlatformWriter, id: IsolationRunId, stage: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.isolation_runs SET state = 'running', stage = $2 WHERE id = $1",
        id.uuid(),
        stage,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Adds checks to a run, and counts them.
pub async fn note(writer: &mut PlatformWriter, id: IsolationRunId, checks: &[Check]) -> Result<()> {
    for check in checks {
        let probed = &check.probed;
        sqlx::query!(
            "WITH counted AS (
                 UPDATE platform.isolation_runs SET total = total + 1, passed = passed + CASE WHEN $8 THEN 1 ELSE 0 END
                 WHERE id = $1 RETURNING total
             )
             INSERT INTO platform.isolation_checks (run_id, position, family, strategy, key, tried, expected, seen,
                                                    passed, at)
             SELECT $1, total, $2, $3, $4, $5, $6, $7, $8, $9 FROM counted",
            id.uuid(),
            check.family.as_str(),
            check.strategy.map(Strategy::as_str),
            probed.key,
            probed.tried,
            probed.expected,
            probed.seen,
            probed.passed,
            check.at,
        )
        .execute(writer.connection())
        .await?;
    }
    Ok(())
}

/// Ends a run.
pub async fn finish(
    writer: &mut PlatformWriter,
    id: IsolationRunId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.isolation_runs SET state = 'finished', stage = '', finished_at = $2 WHERE id = $1",
        id.uuid(),
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets runs of before one time, and checks that passed before another.
pub async fn sweep(
    writer: &mut PlatformWriter,
    runs_before: DateTime<Utc>,
    passed_before: DateTime<Utc>,
) -> Result<u64> {
    let runs = sqlx::query!(
        "DELETE FROM platform.isolation_runs WHERE created_at < $1",
        runs_before
    )
    .execute(writer.connection())
    .await?;
    let checks = sqlx::query!(
        "DELETE FROM platform.isolation_checks WHERE passed AND at < $1",
        passed_before
    )
    .execute(writer.connection())
    .await?;
    Ok(runs.rows_affected() + checks.rows_affected())
}
