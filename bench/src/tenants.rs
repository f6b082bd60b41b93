//! Making tenants through the API, and filling them.

use std::time::Duration;

use anyhow::{Result, bail};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    by_hand,
    client::{Ask, Connection, send},
    lab::Lab,
    people,
    planes::{Strategy, Tenant, live},
};

/// Where operators create and find tenants.
pub(crate) const TENANTS: &str = "/api/v1/admin/tenants";

/// Customers of each tenant.
pub(crate) const CUSTOMERS: usize = 100;

/// How many are created at a time.
const AT_A_TIME: usize = 4;

/// A tenant that was just asked for.
#[derive(Deserialize)]
pub(crate) struct Created {
    pub(crate) id: Uuid,
}

/// The wish for a tenant; without a password its owner is invited by mail.
pub(crate) fn wish(strategy: Strategy, slug: &str, password: Option<&str>) -> Value {
    json!({
        "slug": slug,
        "name": format!("Benchmark {slug}"),
        "plan": strategy.plan(),
        "strategy": strategy.as_str(),
        "template": "salon",
        "admin": { "name": "Ada Lovelace", "email": people::owner(slug), "password": password },
    })
}

/// Brings the live, filled tenants of a strategy to this many and gives them all, the first ones first.
pub(crate) async fn grow(lab: &Lab, strategy: Strategy, count: usize) -> Result<Vec<Tenant>> {
    let prefix = format!("{strategy}-");
    let there = live(&lab.admin, strategy, &prefix).await?.len();
    let host = lab.operator_host();
    let token = lab.operator_token().await?;
    let create = async |number: usize| {
        let slug = format!("{prefix}{number:05}");
        let mut wish = wish(strategy, &slug, Some(&lab.password));
        // Its limits are far away, wherever the data is.
        wish["plan"] = Strategy::Database.plan().into();
        let ask = Ask::post(&host, TENANTS, &wish)?.bearer(&token)?;
        send(lab.server, &ask).await?.expect(202)?.json::<Created>()
    };
    let _: Vec<Created> = stream::iter(there..count)
        .map(create)
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    settle(lab).await?;
    let tenants = live(&lab.admin, strategy, &prefix).await?;
    let _: Vec<()> = stream::iter(&tenants)
        .skip(there)
        .map(|tenant| fill(lab, tenant))
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    Ok(tenants)
}

/// Waits until every tenant is live, every mail is sent and the ready places are made again.
pub(crate) async fn settle(lab: &Lab) -> Result<()> {
    for _ in 0..6_000 {
        let (failed, jobs): (i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM platform.tenants WHERE status = 'provisioning_failed'),
                    (SELECT count(*) FROM graphile_worker.jobs)",
        )
        .fetch_one(&lab.admin)
        .await?;
        if failed > 0 {
            bail!("{failed} tenants could not be provisioned; the server's log says why");
        }
        if jobs == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("jobs are still queued after two minutes; the server's log says why")
}

/// Fills a tenant through the API, since nobody else can seal, and copies what it holds for the hand.
async fn fill(lab: &Lab, tenant: &Tenant) -> Result<()> {
    let host = lab.tenant_host(&tenant.slug);
    let token = people::token(lab, &host, &people::owner(&tenant.slug)).await?;
    let mut connection = Connection::open(lab.server).await?;
    for number in 1..=CUSTOMERS {
        let customer = json!({
            "name": format!("Customer {number}"),
            "email": format!("customer{number}@example.test"),
            "phone": format!("+1 555 0100 {number}"),
            "notes": "Prefers the morning.",
        });
        let ask = Ask::post(&host, "/api/v1/customers", &customer)?.bearer(&token)?;
        connection.send(&ask).await?.expect(201)?;
    }
    let ask = Ask::get(&host, "/api/v1/customers?limit=200")?.bearer(&token)?;
    let page: Value = connection.send(&ask).await?.expect(200)?.json()?;
    by_hand::copy(&lab.admin, tenant, &page["items"]).await
}
