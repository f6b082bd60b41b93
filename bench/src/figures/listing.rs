//! The newest 50 customers of a tenant, over HTTP with a token.

use std::sync::Arc;

use anyhow::{Result, ensure};

use super::Figure;
use crate::{
    bare_route, by_hand,
    by_hand::{Hand, Page},
    client::{Ask, send},
    contest::{CONNECTIONS, Contestant, Deed, compete},
    lab::Lab,
    measured::Measured,
    people,
    planes::{Strategy, Tenant},
    table::{Table, verdict},
    tenants::{self, CUSTOMERS},
};

/// Tenants that the requests are spread over: so few that a bare pool for each of their databases is possible.
const TENANTS: usize = 5;

/// Lists of each contestant that do not count.
const WARM_UP: usize = 2_000;

/// Lets the product, a bare pool and a bare route take turns.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut table = Table::new([
        "strategy",
        "product, lists/s",
        "by hand, lists/s",
        "bare route, lists/s",
        "ratio to by hand",
        "ratio to bare route",
        "target",
        "",
    ]);
    for strategy in Strategy::ALL {
        let tenants = tenants::grow(lab, strategy, TENANTS).await?;
        let [product, hand, route] = contest(lab, &tenants).await?;
        let ratio = product.ratio(&hand);
        table.row([
            strategy.to_string(),
            format!("{:.0}", product.median()),
            format!("{:.0}", hand.median()),
            format!("{:.0}", route.median()),
            format!("{ratio:.2}"),
            format!("{:.2}", product.ratio(&route)),
            "≥ 0.5 of by hand".to_owned(),
            verdict(ratio >= 0.5),
        ]);
    }
    let (rounds, seconds) = (lab.scale.rounds, lab.scale.round.as_secs_f64());
    Ok(Figure {
        title: "The list of 50 customers against the same SQL by hand",
        method: format!(
            "`GET /api/v1/customers?limit=50` with a bearer token, spread over {TENANTS} tenants of {CUSTOMERS} \
             customers, on {CONNECTIONS} connections that are kept alive, taking turns ({rounds} rounds of {seconds} s; medians, and \
             medians of the ratios within a round) with the same transaction by hand (`BEGIN`, settings, `SELECT`, \
             `COMMIT` on a bare pool of as many connections, role and row-level security in force) and with a bare axum \
             route that runs that transaction and answers the same JSON to the same client."
        ),
        table,
    })
}

async fn contest(lab: &Lab, tenants: &[Tenant]) -> Result<[Measured; 3]> {
    let asks = people::lists(lab, tenants).await?;
    let hands: Arc<[Hand]> = by_hand::hands(&lab.admin, tenants).await?.into();
    let (route, bare_asks) = bare_route::serve(&hands).await?;
    check_same(lab, &asks, &hands).await?;
    let contestants = [
        Contestant::http(lab.server, asks).await?,
        Contestant::by_hand(&hands, Deed::List),
        Contestant::http(route.address, bare_asks).await?,
    ];
    compete(contestants, [WARM_UP; 3], lab.scale.rounds, lab.scale.round).await
}

/// Whoever answers less is faster: all answer the same 50 rows.
async fn check_same(lab: &Lab, asks: &[Ask], hands: &[Hand]) -> Result<()> {
    for (ask, hand) in asks.iter().zip(hands) {
        let product: Page = send(lab.server, ask).await?.expect(200)?.json()?;
        let by_hand = hand.list().await?;
        ensure!(
            product.items == by_hand.items && product.items.len() == 50,
            "the product and the hand answer different rows"
        );
    }
    Ok(())
}
