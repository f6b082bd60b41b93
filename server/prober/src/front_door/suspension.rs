//! A suspended tenant reads and does not write, from the next request on (TEN-9).

use contract::Fault;
use serde_json::json;

use super::{
    client::Ask,
    raid::{Raid, SUSPENDED},
};

pub(super) async fn attack(raid: &mut Raid<'_>) -> Result<(), Fault> {
    let us = raid.us.canary.clone();
    raid.platform.suspend_canary(&us).await?;
    // Another process serves where the prober is run from a terminal: it hears of the change a moment later.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    suspended(raid).await;
    raid.platform.resume_canary(&us).await?;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let token = raid.us.token.clone();
    let tried = "Wrote once the suspension was lifted.";
    raid.served(
        "suspension.lifted",
        tried,
        write(&us).bearer(&token),
        &us.word,
    )
    .await;
    Ok(())
}

async fn suspended(raid: &mut Raid<'_>) {
    let us = raid.us.canary.clone();
    let (token, cookie) = (raid.us.token.clone(), raid.us.cookie.clone());
    let tried = "Wrote with its token while it was suspended.";
    let ask = write(&us).bearer(&token);
    raid.refused("suspension.token", tried, ask, &[SUSPENDED])
        .await;
    let tried = "Wrote with its cookie while it was suspended.";
    let ask = write(&us).cookie(&cookie);
    raid.refused("suspension.cookie", tried, ask, &[SUSPENDED])
        .await;
    let tried = "Read while it was suspended.";
    let ask = Ask::get(&us.host, "/api/v1/customers").bearer(&token);
    raid.served("suspension.read", tried, ask, &us.word).await;
}

/// Writes what is there already.
fn write(us: &domain::isolation::Canary) -> Ask {
    let email = format!("{}@canary.invalid", us.word);
    let same = json!({ "name": us.word, "email": email, "notes": us.word });
    Ask::put(
        &us.host,
        &format!("/api/v1/customers/{}", us.customer),
        &same,
    )
}
