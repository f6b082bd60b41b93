//! From the command line to an open platform.

use anyhow::{Context, Result};
use domain::{Clock, MasterKey, Platform, PlatformSettings, Vault};
use store::{Database, Settings};

use crate::{arguments::Common, files};

/// The master key: given, or kept in the data folder, where it is made on first use.
pub(crate) fn master_key(common: &Common) -> Result<MasterKey> {
    let text = match &common.master_key {
        Some(text) => text.clone(),
        None => files::secret(&common.data.join("master.key"), || {
            MasterKey::generate().to_base64()
        })?,
    };
    MasterKey::parse(&text).context("TENANTRY_MASTER_KEY or master.key in the data folder")
}

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

pub(crate) async fn with_settings(common: &Common, settings: Settings) -> Result<Platform> {
    let master = master_key(common)?;
    let database = Database::connect(settings, master.store_keys())
        .await
        .map_err(explain)?;
    let settings = PlatformSettings {
        base: common.base.clone(),
        scheme: common.scheme.clone(),
    };
    Ok(Platform::new(
        database,
        Vault::new(&master),
        Clock::system(),
        settings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_with_its_mend() {
        let nobody = Settings::new("127.0.0.1", 1, "tenantry");
        let keys = MasterKey::generate().store_keys();
        let refused = Database::connect(nobody, keys).await.err().map(explain);
        let text = format!("{:#}", refused.unwrap());
        assert!(text.contains("DATABASE_URL"), "{text}");
    }
}
