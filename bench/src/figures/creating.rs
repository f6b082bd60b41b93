//! Entering a customer, over HTTP with a token.

use std::sync::Arc;

use anyhow::Result;

use super::Figure;
use crate::{
    by_hand,
    by_hand::Hand,
    contest::{CONNECTIONS, Contestant, Deed, compete},
    lab::Lab,
    people,
    planes::Strategy,
    table::Table,
    tenants,
};

/// Tenants that the requests are spread over.
const TENANTS: usize = 5;

/// Customers that each contestant enters and that do not count.
const WARM_UP: usize = 400;

/// Lets the product and a bare pool take turns.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut table = Table::new([
        "strategy",
        "product, customers/s",
        "by hand, customers/s",
        "ratio to by hand",
    ]);
    for strategy in Strategy::ALL {
        let mut tenants = tenants::grow(lab, strategy, TENANTS).await?;
        tenants.truncate(TENANTS);
        let hands: Arc<[Hand]> = by_hand::hands(&lab.admin, &tenants).await?.into();
        let asks = people::creates(lab, &tenants).await?;
        let contestants = [
            Contestant::http(lab.server, asks).await?,
            Contestant::by_hand(&hands, Deed::Create),
        ];
        let (rounds, length) = (lab.scale.rounds, lab.scale.round);
        let [product, hand] = compete(contestants, [WARM_UP; 2], rounds, length).await?;
        table.row([
            strategy.to_string(),
            format!("{:.0}", product.median()),
            format!("{:.0}", hand.median()),
            format!("{:.2}", product.ratio(&hand)),
        ]);
    }
    Ok(Figure {
        title: "Entering a customer against the same SQL by hand",
        method: format!(
            "`POST /api/v1/customers` with a bearer token, spread over {TENANTS} tenants, on {CONNECTIONS} connections \
             that are kept alive, taking turns with an `INSERT` by hand of one plain row (`BEGIN`, settings, `INSERT`, \
             `COMMIT` on a bare pool). The product seals four fields, hashes what they are found by, writes a \
             sealed entry into the tenant's log and counts against the plan's limit, all in the same transaction."
        ),
        table,
    })
}
