//! The front door: requests as anybody could send them, with the identity of one canary for what is another's.

mod client;
mod headers;
mod identities;
mod ids;
mod leaks;
mod raid;
mod sides;
mod suspension;
mod tokens;

use std::net::SocketAddr;

use contract::{
    Fault,
    isolation::{Family, Probed},
    tenants::Strategy,
};
use domain::isolation::{Canary, Probing};

use client::Ask;
use raid::Raid;
use sides::Side;

/// Lets one canary of each pair attack the other.
pub(crate) async fn probe(
    probing: &Probing,
    address: SocketAddr,
    pairs: &[(Strategy, [Canary; 2])],
) -> Result<(), Fault> {
    probing.stage("Front door").await?;
    let reached = reached(address).await;
    let is_open = reached.passed;
    probing.note(Family::FrontDoor, None, [reached]).await?;
    if !is_open {
        return Ok(());
    }
    for (strategy, [us, them]) in pairs {
        probing.stage(&format!("Front door, {strategy}")).await?;
        let sides = (
            Side::enter(address, us).await,
            Side::enter(address, them).await,
        );
        let (us, them) = match sides {
            (Ok(us), Ok(them)) => (us, them),
            (Err(said), _) | (_, Err(said)) => {
                let failed = Probed {
                    key: "front_door.sign_in".into(),
                    tried: "Signed two tenants in, by token, cookie and key.".into(),
                    expected: "Both are let in.".into(),
                    seen: said,
                    passed: false,
                };
                probing
                    .note(Family::FrontDoor, Some(*strategy), [failed])
                    .await?;
                continue;
            }
        };
        let mut raid = Raid::new(probing.platform(), address, us, them);
        identities::attack(&mut raid).await;
        ids::attack(&mut raid).await;
        tokens::attack(&mut raid).await;
        headers::attack(&mut raid).await;
        suspension::attack(&mut raid).await?;
        let door = raid.take();
        probing
            .note(Family::FrontDoor, Some(*strategy), door)
            .await?;
        leaks::attack(&mut raid).await;
        let leaks = raid.take();
        probing.note(Family::Leaks, Some(*strategy), leaks).await?;
        raid.leave().await;
    }
    Ok(())
}

/// Whether the process reaches itself.
async fn reached(address: SocketAddr) -> Probed {
    let answer = client::send(address, &Ask::get("localhost", "/healthz")).await;
    Probed {
        key: "front_door.reached".into(),
        tried: format!("Asked the product's own address {address} for its health."),
        expected: "200.".into(),
        passed: answer.as_ref().is_ok_and(|reply| reply.status == 200),
        seen: match answer {
            Ok(reply) => format!("{}.", reply.status),
            Err(said) => format!(
                "{said} Nothing was tried through the front door. Whoever runs the prober must reach the address that \
                 the product listens at."
            ),
        },
    }
}
