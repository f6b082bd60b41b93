//! The isolation prober (ISO-8): attacks the running product with tenants of its own, by SQL and through the front door,
//! and records what came of it. It may be a client of our own address and call `domain` and the attacks of `store`; it
//! knows no rule, no SQL and no page, and no other tenant than its canaries.
//!
//! ```no_run
//! # async fn example(platform: domain::Platform) -> Result<(), contract::Fault> {
//! let front_door = "127.0.0.1:8080".parse().unwrap();
//! if let Some(run) = prober::run(&platform, front_door, "console").await? {
//!     println!("{}", run.score());
//! }
//! # Ok(())
//! # }
//! ```

mod front_door;

use std::net::SocketAddr;

use contract::{
    Fault,
    isolation::{Family, Probed, Run},
    tenants::Strategy,
};
use domain::{
    Platform,
    isolation::{Canary, Probing},
};

/// Runs every check, one run at a time in the whole installation; none while another node is at it. `front_door` is
/// where the product listens.
pub async fn run(
    platform: &Platform,
    front_door: SocketAddr,
    wished_by: &str,
) -> Result<Option<Run>, Fault> {
    let Some(probing) = platform.begin_probing(wished_by).await? else {
        return Ok(None);
    };
    // All are made first: the tenants of one strategy are what those of another must not reach.
    let mut pairs = Vec::new();
    for strategy in platform.placeable().await? {
        match probing.canaries(strategy).await {
            Ok(pair) => pairs.push((strategy, pair)),
            Err(fault) => {
                let failed = failed("database.canaries", "Made two tenants.", &fault);
                probing
                    .note(Family::Database, Some(strategy), [failed])
                    .await?;
            }
        }
    }
    for (strategy, [us, them]) in &pairs {
        database(&probing, *strategy, us, them).await?;
    }
    catalogue(&probing).await?;
    front_door::probe(&probing, front_door, &pairs).await?;
    probing.finish().await.map(Some)
}

async fn database(
    probing: &Probing,
    strategy: Strategy,
    us: &Canary,
    them: &Canary,
) -> Result<(), Fault> {
    probing.stage(&format!("Database, {strategy}")).await?;
    let attacked = store::probe::attack(probing.platform().database(), us.id, them.id).await;
    let probed = attacked.unwrap_or_else(|error| {
        let fault = error.into();
        vec![failed("database.reach", "Connected as a tenant.", &fault)]
    });
    probing.note(Family::Database, Some(strategy), probed).await
}

async fn catalogue(probing: &Probing) -> Result<(), Fault> {
    probing.stage("Catalogue").await?;
    match store::probe::catalogue(probing.platform().database()).await {
        Ok(probed) => {
            for strategy in Strategy::ALL {
                let of_it = probed.iter().filter(|(of, _)| of == strategy);
                let of_it = of_it.map(|(_, probed)| probed.clone());
                probing
                    .note(Family::Catalogue, Some(*strategy), of_it)
                    .await?;
            }
            Ok(())
        }
        Err(error) => {
            let fault = error.into();
            let failed = failed("catalogue.reach", "Looked into the catalogue.", &fault);
            probing.note(Family::Catalogue, None, [failed]).await
        }
    }
}

/// A check that could not be made. What is not known to hold is not known to be whole.
fn failed(key: &str, tried: &str, fault: &Fault) -> Probed {
    Probed {
        key: key.into(),
        tried: tried.into(),
        expected: "An answer.".into(),
        seen: format!("It could not be tried: {}", fault.title),
        passed: false,
    }
}
