//! Verifying the log of a tenant.

use std::{process::Command, time::Instant};

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::Figure;
use crate::{
    lab::Lab,
    measured::Measured,
    planes::{Strategy, Tenant, elsewhere},
    table::{Table, verdict},
    tenants,
};

/// Entries that a node verifies in a second, at least.
const TARGET: f64 = 10_000.0;
/// Looks at each log.
const LOOKS: usize = 5;

/// Looks at a long log and at a short one in turn: what both take is the start of the program.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut table = Table::new(["strategy", "entries", "seconds", "entries/s", "target", ""]);
    for strategy in Strategy::ALL {
        let tenants = tenants::grow(lab, strategy, lab.scale.few).await?;
        let (Some(long), Some(short)) = (tenants.first(), tenants.get(lab.scale.few - 1)) else {
            continue;
        };
        let more = entries(lab, long).await? - entries(lab, short).await?;
        let mut seconds = Measured::default();
        for _ in 0..LOOKS {
            let start = look(lab, short)?;
            seconds.push(look(lab, long)? - start);
        }
        let rate = more / seconds.median();
        table.row([
            strategy.to_string(),
            format!("{more:.0}"),
            format!("{:.2}", seconds.median()),
            format!("{rate:.0}"),
            format!("≥ {TARGET:.0}"),
            verdict(rate >= TARGET),
        ]);
    }
    Ok(Figure {
        title: "Verifying a tenant's log",
        method: format!(
            "`tenantry audit verify` of one tenant, one process and one connection: every entry is read, opened, held \
             against the columns beside it and against its hash, and the tree against every signed head. Of a log that \
             the figure before made long, less the same for a short one ({LOOKS} looks at each, medians)."
        ),
        table,
    })
}

/// Seconds until a log is found genuine.
fn look(lab: &Lab, tenant: &Tenant) -> Result<f64> {
    let started = Instant::now();
    let output = Command::new(&lab.program)
        .args(["audit", "verify", &tenant.slug])
        .output()
        .context("the program does not start")?;
    ensure!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(started.elapsed().as_secs_f64())
}

async fn entries(lab: &Lab, tenant: &Tenant) -> Result<f64> {
    let mut inside = elsewhere(&lab.admin, &tenant.database).connect().await?;
    let query = format!(
        "SELECT size::float8 FROM \"{}\".event_log WHERE tenant_id = $1",
        tenant.schema
    );
    let size = sqlx::query_scalar(AssertSqlSafe(query))
        .bind(tenant.id)
        .fetch_one(&mut inside)
        .await?;
    inside.close().await?;
    Ok(size)
}
