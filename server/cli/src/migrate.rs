//! `migrate`: from any earlier state of a server, the empty one included, to this version.

use std::sync::Arc;

use anyhow::{Result, bail};
use store::Settings;

use crate::{
    arguments::{Common, MigrateOptions},
    doctor,
    master::Masters,
    open,
};

pub(crate) async fn run(common: &Common, options: &MigrateOptions) -> Result<()> {
    let settings = bootstrap(common).await?;
    let platform = open::with_settings(common, settings).await?;
    let left_out = platform.database().servers_migrate().await?;
    doctor::refuse_findings(platform.database(), options.allow_old_postgres).await?;
    if !left_out.planes.is_empty() {
        let each: Vec<_> = left_out.planes.iter().map(ToString::to_string).collect();
        bail!(
            "these planes could not be brought to this version, and all others are at it; mend what is in the way and repeat it \
             (`serve` tells their tenants to come back, and tries again by itself): {}",
            each.join(", ")
        );
    }
    println!("The database {} is up to date.", common.database);
    for server in left_out.servers {
        println!(
            "Not so the server at {server}, which does not answer; `serve` brings it up to date once it does."
        );
    }
    Ok(())
}

/// Roles, databases, migrations of every plane, and the tables of the job queue.
pub(crate) async fn bootstrap(common: &Common) -> Result<Settings> {
    let masters = Masters::read(common)?;
    let (url, keepers) = (open::database_url(common)?, Arc::clone(&masters.keepers));
    let settings = store::bootstrap(url, &common.database, keepers, masters.seeds())
        .await
        .map_err(open::explain)?;
    let platform = open::with_settings(common, settings.clone()).await?;
    jobs::install(platform.database()).await?;
    platform.database().seal().await?;
    platform.database().close().await;
    Ok(settings)
}
