//! `cargo xtask bench`: the product as it ships, on a cluster of its own that keeps its promises, measured from outside.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::Command,
};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    front,
    postgres::{Cluster, Durability, free_port},
    run,
    scratch::Scratch,
    server,
    steps::timed,
};

const DOCUMENT: &str = "docs/benchmarks.md";
const SERVER_LOG: &str = "target/bench-server.log";
const PASSWORD: &str = "correct horse battery staple";
/// Requests a minute that are never reached.
const UNLIMITED: &str = "1000000000";

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub(crate) struct Bench {
    /// Repeat little, with fewer tenants, and write nothing: for a look.
    #[arg(long)]
    quick: bool,

    /// Take these figures alone, and write nothing: listing, creating, log …
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        front::build()?;
        timed("server and bench, for release", build)?;

        let scratch = Scratch::new("bench")?;
        // Kept, because what a cluster does that forgets is no figure; it vanishes with its folder.
        let cluster = Cluster::start(scratch.path(), Durability::Kept, false)?;
        let port = free_port()?;
        let settings = server::Settings {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            base: &format!("localhost:{port}"),
            data: scratch.path(),
            database_url: &cluster.url("postgres"),
            demo: true,
            allow_old_postgres: false,
        };
        let log = File::create(SERVER_LOG)?;
        let mut server = server::start(
            server::command(&program("tenantry"), &settings)?
                .env("TENANTRY_DEMO_PASSWORD", PASSWORD)
                // It would be measured along.
                .env("TENANTRY_ISOLATION_MINUTES", "0")
                .env("TENANTRY_REQUESTS_PER_MINUTE", UNLIMITED)
                .env("TENANTRY_ANONYMOUS_REQUESTS_PER_MINUTE", UNLIMITED)
                .stdout(log.try_clone()?)
                .stderr(log),
        )?;
        server::wait_until_ready(&mut server, &settings)
            .and_then(|()| run::run(&mut self.bench(&settings, server.id())))
            .with_context(|| format!("the server's last words are in {SERVER_LOG}"))
    }

    fn bench(&self, settings: &server::Settings<'_>, server: u32) -> Command {
        let mut bench = Command::new(program("bench"));
        bench
            .args(["--server", &settings.address.to_string()])
            .arg("--program")
            .arg(program("tenantry"))
            .args(["--server-pid", &server.to_string()])
            .args(["--base", settings.base, "--site", front::SITE])
            .env("DATABASE_URL", settings.database_url)
            .env("TENANTRY_DATA", settings.data)
            .env("TENANTRY_DEMO_PASSWORD", PASSWORD);
        if self.quick {
            bench.arg("--quick");
        }
        for part in &self.only {
            bench.args(["--only", part]);
        }
        if !self.quick && self.only.is_empty() {
            bench.args(["--write", DOCUMENT]);
        }
        bench
    }
}

/// Both in one go: what they share is then compiled once.
fn build() -> Result<()> {
    run::run(
        run::cargo()
            .args(["build", "--release"])
            .args(["--package", "tenantry", "--bin", "tenantry"])
            .args(["--package", "bench", "--bin", "bench"]),
    )
}

fn program(name: &str) -> PathBuf {
    PathBuf::from("target/release").join(name)
}
