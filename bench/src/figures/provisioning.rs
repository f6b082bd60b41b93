//! From the request for a tenant to a tenant that is live.

use std::time::Instant;

use anyhow::{Result, ensure};
use serde::Deserialize;
use sqlx::{PgPool, Postgres, Transaction};

use super::{Figure, raw};
use crate::{
    client::{Ask, Connection},
    lab::Lab,
    measured::Measured,
    planes::Strategy,
    table::{Table, verdict},
    tenants::{Created, TENANTS, settle, wish},
};

/// Whether a place that was made ahead of need is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pool {
    Ready,
    Empty,
}

/// Each way to make a tenant, and the milliseconds that its median stays under.
const CASES: [(Strategy, Pool, f64); 5] = [
    (Strategy::Shared, Pool::Empty, 100.0),
    (Strategy::Schema, Pool::Empty, 250.0),
    (Strategy::Database, Pool::Empty, 400.0),
    (Strategy::Schema, Pool::Ready, 100.0),
    (Strategy::Database, Pool::Ready, 100.0),
];

/// Milliseconds: as the operator saw it, as the server recorded it, and of the SQL by hand.
#[derive(Default)]
struct Times {
    seen: Measured,
    recorded: Measured,
    raw: Measured,
}

/// Creates tenants one after the other, between each two a place by hand.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut table = Table::new([
        "strategy, ready pool",
        "median ms",
        "p95 ms",
        "recorded median ms",
        "raw SQL median ms",
        "ratio to raw",
        "target ms",
        "",
    ]);
    let mut number = 0;
    for (strategy, pool, target) in CASES {
        let mut times = Times::default();
        for _ in 0..lab.scale.provisionings {
            number += 1;
            settle(lab).await?;
            times
                .raw
                .push(raw::milliseconds(&lab.admin, strategy, number).await?);
            provision(lab, strategy, pool, number, &mut times).await?;
        }
        let Times {
            seen,
            recorded,
            raw,
        } = times;
        table.row([
            label(strategy, pool),
            format!("{:.0}", seen.median()),
            format!("{:.0}", seen.p95()),
            format!("{:.0}", recorded.median()),
            format!("{:.1}", raw.median()),
            format!("{:.1}", seen.ratio(&raw)),
            format!("< {target:.0}"),
            verdict(seen.median() < target),
        ]);
    }
    Ok(Figure {
        title: "Provisioning: from the request to a live tenant",
        method: format!(
            "{} tenants of each kind, one after the other, with a template and an invitation to the owner but no \
             examples: from sending `POST {TENANTS}` to the event on `/events` that says `active`, as the \
             wizard follows it; beside it what the server recorded (creation to live), and the same place made by hand \
             in SQL on the same cluster (rows; a role and a schema with its tables; a role and a copy of the template \
             database). The pool is emptied by locking its places.",
            lab.scale.provisionings
        ),
        table,
    })
}

fn label(strategy: Strategy, pool: Pool) -> String {
    match (strategy, pool) {
        (Strategy::Shared, _) => "shared, needs none".to_owned(),
        (strategy, Pool::Ready) => format!("{strategy}, from the pool"),
        (strategy, Pool::Empty) => format!("{strategy}, pool empty"),
    }
}

async fn provision(
    lab: &Lab,
    strategy: Strategy,
    pool: Pool,
    number: usize,
    times: &mut Times,
) -> Result<()> {
    let held = match pool {
        Pool::Ready => None,
        Pool::Empty => Some(hold_ready_places(&lab.admin).await?),
    };
    let host = lab.operator_host();
    let token = lab.operator_token().await?;
    let mut connection = Connection::open(lab.server).await?;
    let wish = wish(strategy, &format!("new-{strategy}-{number:05}"), None);
    let wish = Ask::post(&host, TENANTS, &wish)?.bearer(&token)?;

    let started = Instant::now();
    let created = connection.send(&wish).await?.expect(202)?;
    let tenant = format!("{TENANTS}/{}", created.json::<Created>()?.id);
    let follow = Ask::get(&host, &format!("{tenant}/events"))?.bearer(&token)?;
    // The stream ends with the provisioning.
    connection.send(&follow).await?.expect(200)?;
    times.seen.push(started.elapsed().as_secs_f64() * 1000.0);

    let show = Ask::get(&host, &tenant)?.bearer(&token)?;
    let live: Live = connection.send(&show).await?.expect(200)?.json()?;
    ensure!(live.status == "active", "the tenant is {}", live.status);
    times
        .recorded
        .push(f64::from(live.provisioning.took_ms.unwrap_or_default()));
    if let Some(held) = held {
        held.rollback().await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Live {
    status: String,
    provisioning: Recorded,
}

#[derive(Deserialize)]
struct Recorded {
    took_ms: Option<u32>,
}

/// The server passes over places that somebody else is about to take, and makes no others for as long as there are
/// enough.
#[expect(
    clippy::disallowed_methods,
    reason = "the locks live as long as this transaction of the superuser"
)]
async fn hold_ready_places(admin: &PgPool) -> Result<Transaction<'static, Postgres>> {
    let mut transaction = admin.begin().await?;
    sqlx::query("SELECT id FROM platform.placements WHERE state = 'ready' FOR UPDATE")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}
