//! How long the server takes for whole pages when there are many tenants.

use std::time::Instant;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Figure;
use crate::{
    client::{Ask, Connection, send},
    lab::Lab,
    measured::Measured,
    people,
    planes::{Strategy, live},
    table::{Table, verdict},
    tenants::TENANTS,
};

/// Milliseconds that the 95th percentile stays under.
const TARGET: f64 = 100.0;

/// A page that somebody visits again and again.
struct Visit {
    name: String,
    ask: Ask,
    times: Measured,
    bytes: usize,
}

/// Visits the pages one after the other, round after round.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut visits = operator_pages(lab).await?;
    for strategy in Strategy::ALL {
        visits.extend(tenant_pages(lab, strategy).await?);
    }
    let mut connection = Connection::open(lab.server).await?;
    for round in 0..=lab.scale.visits {
        for visit in &mut visits {
            let took = visit.once(&mut connection).await?;
            // The first round warms up.
            if round > 0 {
                visit.times.push(took);
            }
        }
    }
    let tenants: i64 = sqlx::query_scalar("SELECT count(*) FROM platform.tenants")
        .fetch_one(&lab.admin)
        .await?;
    Ok(Figure {
        title: "Pages",
        method: format!(
            "{} visits of each page, the pages in turn on one connection, signed in with a session cookie, with {tenants} \
             tenants in the database: from the request to the last byte of the HTML, as a client on the same machine sees it.",
            lab.scale.visits
        ),
        table: table(&visits),
    })
}

impl Visit {
    fn new(host: &str, cookie: &str, name: String, path: &str) -> Result<Self> {
        Ok(Self {
            name,
            ask: Ask::get(host, path)?.cookie(cookie)?,
            times: Measured::default(),
            bytes: 0,
        })
    }

    /// Milliseconds to the last byte.
    async fn once(&mut self, connection: &mut Connection) -> Result<f64> {
        let started = Instant::now();
        let reply = connection.send(&self.ask).await?.expect(200)?;
        self.bytes = reply.body.len();
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    }
}

fn table(visits: &[Visit]) -> Table {
    let mut table = Table::new([
        "page",
        "HTML KB",
        "median ms",
        "p95 ms",
        "target p95 ms",
        "",
    ]);
    for Visit {
        name, times, bytes, ..
    } in visits
    {
        table.row([
            name.clone(),
            bytes.div_ceil(1000).to_string(),
            format!("{:.1}", times.median()),
            format!("{:.1}", times.p95()),
            format!("< {TARGET:.0}"),
            verdict(times.p95() < TARGET),
        ]);
    }
    table
}

async fn operator_pages(lab: &Lab) -> Result<Vec<Visit>> {
    let host = lab.operator_host();
    let cookie = people::session(lab, &host, people::OPERATOR).await?;
    let tenants = live(&lab.admin, Strategy::Shared, "shared-").await?;
    let tenant = tenants.first().context("there are no tenants")?;
    let pages = [
        ("home", "/".to_owned()),
        ("tenants", "/tenants".to_owned()),
        ("tenants, a search", "/tenants?q=shared-00007".to_owned()),
        (
            "tenants, a later page",
            format!("/tenants?cursor={}", cursor_of_later_page(lab).await?),
        ),
        ("a tenant", format!("/tenants/{}", tenant.id)),
    ];
    let visit = |(name, path): (&str, String)| {
        Visit::new(&host, &cookie, format!("operator: {name}"), &path)
    };
    pages.into_iter().map(visit).collect()
}

async fn tenant_pages(lab: &Lab, strategy: Strategy) -> Result<Vec<Visit>> {
    let slug = format!("{strategy}-00000");
    let host = lab.tenant_host(&slug);
    let cookie = people::session(lab, &host, &people::owner(&slug)).await?;
    let pages = [
        ("home", "/"),
        ("customers", "/customers"),
        ("settings", "/settings"),
    ];
    let visit =
        |(name, path)| Visit::new(&host, &cookie, format!("tenant, {strategy}: {name}"), path);
    pages.into_iter().map(visit).collect()
}

/// Where the page begins that is halfway through the list, or 1,000 tenants into it.
async fn cursor_of_later_page(lab: &Lab) -> Result<String> {
    #[derive(Deserialize)]
    struct List {
        next_cursor: Option<String>,
    }
    let host = lab.operator_host();
    let token = lab.operator_token().await?;
    let mut later = String::new();
    for _ in 0..lab.scale.many / 100 {
        let path = format!("{TENANTS}?limit=100&cursor={later}");
        let ask = Ask::get(&host, &path)?.bearer(&token)?;
        match send(lab.server, &ask)
            .await?
            .expect(200)?
            .json::<List>()?
            .next_cursor
        {
            Some(cursor) => later = cursor,
            None => break,
        }
    }
    Ok(later)
}
