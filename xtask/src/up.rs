//! `cargo xtask up`: from a checkout to a running product.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    front,
    postgres::{Cluster, Durability},
    server,
    steps::timed,
};

/// What `cargo xtask up` takes.
#[derive(Args)]
pub(crate) struct Up {
    /// Make demo tenants, with users and data, if they are not there yet.
    #[arg(long)]
    demo: bool,

    /// Build the server for speed; takes longer.
    #[arg(long)]
    release: bool,

    /// The folder that keeps the database, the keys and the mails between starts [default: .data in the checkout].
    #[arg(long, env = "TENANTRY_DATA", value_name = "FOLDER", value_parser = absolute)]
    data: Option<PathBuf>,

    /// The address to listen on.
    #[arg(
        long,
        env = "TENANTRY_ADDR",
        value_name = "IP:PORT",
        default_value = "127.0.0.1:8080"
    )]
    addr: SocketAddr,

    /// The host that browsers use; tenants live below it [default: localhost with the port of --addr].
    #[arg(long, env = "TENANTRY_BASE", value_name = "HOST[:PORT]")]
    base: Option<String>,

    /// A PostgreSQL to use in place of a private one; the role needs CREATEDB and CREATEROLE or more.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,

    /// Put up with a PostgreSQL whose published holes between tenants are open: for a laptop only.
    #[arg(long)]
    allow_old_postgres: bool,
}

impl Up {
    pub(crate) fn run(self) -> Result<ExitCode> {
        server::check_address(self.addr)?;
        let data = self.data.map_or_else(|| absolute(".data"), Ok)?;
        std::fs::create_dir_all(&data).with_context(|| {
            format!(
                "cannot make {}: choose another folder with `--data`",
                data.display()
            )
        })?;
        let base = self
            .base
            .unwrap_or_else(|| format!("localhost:{}", self.addr.port()));

        let given = self.database_url.filter(|url| !url.is_empty());
        let cluster = match &given {
            Some(_) => None,
            None => Some(private_cluster(&data, self.allow_old_postgres)?),
        };
        let private = cluster.as_ref().map(|cluster| cluster.url("postgres"));

        front::build()?;
        let program = timed("server", || server::build(self.release))?;
        let settings = server::Settings {
            address: self.addr,
            base: &base,
            data: &data,
            database_url: &given.or(private).unwrap_or_default(),
            demo: self.demo,
            allow_old_postgres: self.allow_old_postgres,
        };
        let server = server::start(&mut server::command(&program, &settings)?)?;
        server::supervise(server, cluster)
    }
}

fn private_cluster(data: &Path, allow_old: bool) -> Result<Cluster> {
    timed("PostgreSQL", || {
        Cluster::start(data, Durability::Kept, allow_old)
    })
}

/// Paths are meant from where the command was typed; we then go to the checkout.
fn absolute(path: &str) -> Result<PathBuf, std::io::Error> {
    std::path::absolute(path)
}
