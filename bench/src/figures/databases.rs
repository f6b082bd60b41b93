//! The same list with a database for each tenant: while their connections can be kept, and when there are more.

use anyhow::Result;

use super::Figure;
use crate::{
    contest::{CONNECTIONS, Contestant, compete},
    lab::Lab,
    people,
    planes::Strategy,
    table::{Table, verdict},
    tenants,
};

/// Few; as many as the server keeps connections to; and more.
const TENANTS: [usize; 3] = [10, 40, 100];

/// Lists of each tenant that do not count.
const WARM_UP_EACH: usize = 50;

/// Spreads the list over more and more databases.
pub(crate) async fn measure(lab: &Lab) -> Result<Figure> {
    let mut table = Table::new(["tenants", "lists/s", "ratio to the fewest", "target", ""]);
    let mut fewest = None;
    for count in TENANTS {
        let tenants = tenants::grow(lab, Strategy::Database, count).await?;
        let asks = people::lists(lab, &tenants[..count]).await?;
        let contestants = [Contestant::http(lab.server, asks).await?];
        let warm_up = [count * WARM_UP_EACH];
        let [lists] = compete(contestants, warm_up, lab.scale.rounds, lab.scale.round).await?;
        let ratio = lists.median() / *fewest.get_or_insert(lists.median());
        table.row([
            count.to_string(),
            format!("{:.0}", lists.median()),
            format!("{ratio:.2}"),
            "≥ 0.8".to_owned(),
            verdict(ratio >= 0.8),
        ]);
    }
    Ok(Figure {
        title: "The list of 50 customers with a database for each tenant",
        method: format!(
            "The same request on {CONNECTIONS} connections, each asking one tenant after the other, the worst order for \
             whoever keeps what was used last; each tenant is asked {WARM_UP_EACH} times before. The server keeps 48 \
             connections to databases of single tenants (`--tenant-connections`). With more tenants at work at the same \
             time than that, a connection is opened for nearly every request; decision 0007 has what 1,000 connections \
             bring."
        ),
        table,
    })
}
