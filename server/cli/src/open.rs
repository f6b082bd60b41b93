//! From the command line to an open platform.

use anyhow::{Context, Result};
use domain::{Clock, Platform, PlatformSettings, Vault};
use store::{Database, Secrets, Settings};

use crate::{arguments::Common, master::Masters};

pub(crate) fn database_url(common: &Common) -> Result<&str> {
    common.database_url.as_deref().context(
        "DATABASE_URL is not set. Give a PostgreSQL server, as postgres://user:password@host:5432/postgres, \
         or start everything with: cargo xtask up",
    )
}

/// Says what to do about a server that is not there.
pub(crate) fn explain(error: store::Error) -> anyhow::Error {
    match error {
        store::Error::Unavailable(cause) => anyhow::anyhow!(
            "PostgreSQL does not answer. Start it, or name another server with DATABASE_URL: {cause}"
        ),
        other => other.into(),
    }
}

/// An open platform on a set-up server.
pub(crate) async fn platform(common: &Common) -> Result<Platform> {
    with_settings(common, settings(common)?).await
}

/// The usual settings for the server that was named.
pub(crate) fn settings(common: &Common) -> Result<Settings> {
    Ok(Settings::at(database_url(common)?, &common.database)?)
}

pub(crate) async fn with_settings(common: &Common, mut settings: Settings) -> Result<Platform> {
    settings.destructive_needs_two = common.destructive_needs_two;
    let keepers = Masters::read(common)?.keepers;
    let url = database_url(common)?;
    let secrets = Secrets::open(url, &settings.database, &keepers).await;
    let secrets = secrets.map_err(explain)?;
    let database = Database::connect(settings, secrets.keys(keepers))
        .await
        .map_err(explain)?;
    let settings = PlatformSettings {
        base: common.base.clone(),
        scheme: common.scheme.clone(),
        operators_need_factor: common.operators_need_factor,
    };
    Ok(Platform::new(
        database,
        Vault::new(&secrets),
        Clock::system(),
        settings,
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::MasterKey;
    use vault::Keepers;

    use super::*;

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_with_its_mend() {
        let keeper = Arc::new(MasterKey::generate().keeper());
        let keepers = Keepers::new(keeper, Vec::new());
        let nowhere = "postgres://postgres@127.0.0.1:1/postgres";
        let refused = Secrets::open(nowhere, "tenantry", &keepers).await;
        let text = format!("{:#}", refused.err().map(explain).unwrap());
        assert!(text.contains("DATABASE_URL"), "{text}");
    }
}
