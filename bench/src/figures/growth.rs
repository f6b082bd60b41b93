//! The same list with a few tenants and with many, and what the many cost the server in memory.

use std::sync::Arc;

use anyhow::Result;

use super::Figure;
use crate::{
    by_hand::{self, Hand},
    client::{Ask, Connection},
    contest::{CONNECTIONS, Contestant, Deed, compete},
    lab::Lab,
    machine,
    measured::Measured,
    people,
    planes::{Strategy, Tenant},
    table::{Table, verdict},
    tenants,
};

/// Strategies that tenants come in by the thousand.
const STRATEGIES: [Strategy; 2] = [Strategy::Shared, Strategy::Schema];

/// Lists of each tenant that do not count: PostgreSQL's sessions load the catalogue of each schema that they meet, and
/// plan a statement for good at its sixth use there.
const WARM_UP_EACH: usize = 50;

/// The least that a contestant warms up with.
const WARM_UP: usize = 5_000;

/// Grows each strategy from few tenants to many.
pub(crate) async fn measure(lab: &Lab) -> Result<[Figure; 2]> {
    let (few, many) = (lab.scale.few, lab.scale.many);
    let mut lists = Table::new([
        "strategy",
        &format!("{few} of {few} tenants, lists/s"),
        &format!("{few} of {many} tenants, lists/s"),
        &format!("all {many} tenants, lists/s"),
        "ratio of all to before",
        "the same ratio by hand",
        "target",
        "",
    ]);
    let mut memory = Table::new([
        "strategy",
        "before, MB",
        "after, MB",
        "tenants more",
        "MB per 1,000 tenants",
    ]);
    for strategy in STRATEGIES {
        let before = of_few(lab, strategy).await?;
        let memory_before = machine::resident(lab.server_pid)?;
        let all = tenants::grow(lab, strategy, many).await?;
        let asks = people::lists(lab, &all).await?;
        visit(lab, &asks).await?;
        let memory_after = machine::resident(lab.server_pid)?;
        let after = of_many(lab, &all, asks).await?;

        let ratio = after.all.median() / before.product.median();
        lists.row([
            strategy.to_string(),
            format!("{:.0}", before.product.median()),
            format!("{:.0}", after.few.median()),
            format!("{:.0}", after.all.median()),
            format!("{ratio:.2}"),
            format!("{:.2}", after.by_hand.median() / before.by_hand.median()),
            "≥ 0.8".to_owned(),
            verdict(ratio >= 0.8),
        ]);
        let more = f64::from(u32::try_from(many - few)?);
        memory.row([
            strategy.to_string(),
            format!("{memory_before:.0}"),
            format!("{memory_after:.0}"),
            format!("{more:.0}"),
            format!("{:.1}", (memory_after - memory_before) / more * 1000.0),
        ]);
    }
    Ok([lists_figure(lab, lists), memory_figure(memory)])
}

fn lists_figure(lab: &Lab, table: Table) -> Figure {
    Figure {
        title: "The list of 50 customers with few tenants and with many",
        method: format!(
            "The same request on {CONNECTIONS} connections, spread evenly over {} tenants while there are no more of \
             that strategy, then over the same ones and over all when there are {}. Before, each tenant is asked \
             {WARM_UP_EACH} times, which does not count: PostgreSQL's sessions get to know the schemas. Beside it the same two \
             by hand, warmed up alike, which tells what of the difference is PostgreSQL's.",
            lab.scale.few, lab.scale.many
        ),
        table,
    }
}

fn memory_figure(table: Table) -> Figure {
    Figure {
        title: "Memory of the server",
        method: "`VmRSS` of the server process before the many tenants were created and after each was provisioned, \
                 signed in to and asked for its list once. What a tenant costs is less than what the allocator holds and \
                 gives back between two looks, so a figure below zero is possible."
            .to_owned(),
        table,
    }
}

struct Before {
    product: Measured,
    by_hand: Measured,
}

struct After {
    few: Measured,
    all: Measured,
    by_hand: Measured,
}

async fn of_few(lab: &Lab, strategy: Strategy) -> Result<Before> {
    let tenants = tenants::grow(lab, strategy, lab.scale.few).await?;
    let contestants = [
        Contestant::http(lab.server, people::lists(lab, &tenants).await?).await?,
        Contestant::by_hand(&hands(lab, &tenants).await?, Deed::List),
    ];
    let warm_up = [warm_up(lab.scale.few); 2];
    let [product, by_hand] =
        compete(contestants, warm_up, lab.scale.rounds, lab.scale.round).await?;
    Ok(Before { product, by_hand })
}

async fn of_many(lab: &Lab, tenants: &[Tenant], asks: Vec<Ask>) -> Result<After> {
    let few = asks.iter().take(lab.scale.few).cloned().collect();
    let contestants = [
        Contestant::http(lab.server, few).await?,
        Contestant::http(lab.server, asks).await?,
        Contestant::by_hand(&hands(lab, tenants).await?, Deed::List),
    ];
    let of_all = warm_up(tenants.len());
    let warm_up = [warm_up(lab.scale.few), of_all, of_all];
    let [few, all, by_hand] =
        compete(contestants, warm_up, lab.scale.rounds, lab.scale.round).await?;
    Ok(After { few, all, by_hand })
}

fn warm_up(tenants: usize) -> usize {
    WARM_UP.max(tenants * WARM_UP_EACH)
}

async fn hands(lab: &Lab, tenants: &[Tenant]) -> Result<Arc<[Hand]>> {
    Ok(by_hand::hands(&lab.admin, tenants).await?.into())
}

/// Asks each tenant once.
async fn visit(lab: &Lab, asks: &[Ask]) -> Result<()> {
    let mut connection = Connection::open(lab.server).await?;
    for ask in asks {
        connection.send(ask).await?.expect(200)?;
    }
    Ok(())
}
