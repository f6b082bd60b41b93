//! `migrate`: from any earlier state of a server, the empty one included, to this version.

use std::sync::Arc;

use anyhow::Result;
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
    let silent = platform.database().servers_migrate().await?;
    doctor::refuse_findings(platform.database(), options.allow_old_postgres).await?;
    println!("The database {} is up to date.", common.database);
    for server in silent {
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
