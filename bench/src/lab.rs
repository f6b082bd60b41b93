//! The running product, and how much of it is measured.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{Arguments, by_hand, people};

/// The product's name for the database of its control plane.
const DATABASE: &str = "tenantry";

/// How often and how long things are measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// Tenants created one after the other, of each strategy and each state of the pool.
    pub(crate) provisionings: usize,
    /// Turns of each contestant, and their length.
    pub(crate) rounds: usize,
    pub(crate) round: Duration,
    /// A few tenants, and many, whom the same requests are spread over.
    pub(crate) few: usize,
    pub(crate) many: usize,
    /// Requests for each page.
    pub(crate) visits: usize,
}

impl Scale {
    const FULL: Self = Self {
        provisionings: 30,
        rounds: 9,
        round: Duration::from_secs(2),
        few: 10,
        many: 1000,
        visits: 300,
    };
    const QUICK: Self = Self {
        provisionings: 5,
        rounds: 3,
        round: Duration::from_millis(500),
        few: 10,
        many: 100,
        visits: 40,
    };
}

/// The running product, with an operator signed in and PostgreSQL at hand.
pub(crate) struct Lab {
    pub(crate) scale: Scale,
    pub(crate) server: SocketAddr,
    pub(crate) server_pid: u32,
    /// Its commands find their settings in the environment of the bench.
    pub(crate) program: PathBuf,
    pub(crate) base: String,
    pub(crate) password: String,
    /// The control plane's database, with the superuser's rights.
    pub(crate) admin: PgPool,
}

impl Lab {
    pub(crate) async fn open(arguments: &Arguments) -> Result<Self> {
        let options: PgConnectOptions = arguments.database_url.parse()?;
        let admin = PgPoolOptions::new()
            .max_connections(4)
            .connect_with(options.database(DATABASE))
            .await
            .context("PostgreSQL cannot be reached")?;
        by_hand::prepare(&admin).await?;
        let scale = if arguments.quick {
            Scale::QUICK
        } else {
            Scale::FULL
        };
        Ok(Self {
            scale,
            server: arguments.server,
            server_pid: arguments.server_pid,
            program: arguments.program.clone(),
            base: arguments.base.clone(),
            password: arguments.password.clone(),
            admin,
        })
    }

    /// The operators' host.
    pub(crate) fn operator_host(&self) -> String {
        format!("admin.{}", self.base)
    }

    /// A tenant's host.
    pub(crate) fn tenant_host(&self, slug: &str) -> String {
        format!("{slug}.{}", self.base)
    }

    /// A fresh access token of the operator.
    pub(crate) async fn operator_token(&self) -> Result<String> {
        people::token(self, &self.operator_host(), people::OPERATOR).await
    }
}
