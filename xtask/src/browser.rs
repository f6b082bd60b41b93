//! The browser tests: the product as it ships, on an empty data folder with demo tenants, driven by a real browser.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    apt, front, npm,
    postgres::{Cluster, Durability, free_port},
    scratch::Scratch,
    server,
    steps::timed,
    tally::{self, Tally},
};

const CHROMIUM: &str = "/usr/bin/chromium";
const FOLDER: &str = "end2end";
const SERVER_LOG: &str = "end2end/results/server.log";
const DEMO_PASSWORD: &str = "correct horse battery staple";

/// Builds and serves the product and runs the browser tests whose names match.
pub(crate) fn test(filters: &[String], screenshots: bool, tally: &mut Tally) -> Result<()> {
    npm::install()?;
    if !Path::new(CHROMIUM).exists() {
        apt::install("The browser tests need Chromium", &["chromium"])?;
    }
    front::build()?;
    let program = timed("server", || server::build(false))?;

    let scratch = Scratch::new("browser-tests")?;
    let cluster = Cluster::start(scratch.path(), Durability::Throwaway, false)?;
    let port = free_port()?;
    let settings = server::Settings {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        base: &format!("localhost:{port}"),
        data: scratch.path(),
        database_url: &cluster.url("postgres"),
        demo: true,
        allow_old_postgres: false,
    };
    fs::create_dir_all(Path::new(FOLDER).join("results"))?;
    let log = File::create(SERVER_LOG)?;
    let mut server = server::start(
        server::command(&program, &settings)?
            .env("TENANTRY_DEMO_PASSWORD", DEMO_PASSWORD)
            // What it does by itself comes between; an operator can have it run all the same.
            .env("TENANTRY_ISOLATION_MINUTES", "0")
            .env("TENANTRY_DESTRUCTIVE_NEEDS_TWO", "true")
            .stdout(log.try_clone()?)
            .stderr(log),
    )?;
    server::wait_until_ready(&mut server, &settings)
        .and_then(|()| tally::count(&mut node(&settings, filters, screenshots)?, tally))
        .with_context(|| {
            format!(
                "the server's last words, more in {SERVER_LOG}:\n{}",
                last_words()
            )
        })
}

fn node(settings: &server::Settings<'_>, filters: &[String], screenshots: bool) -> Result<Command> {
    let mut node = Command::new("node");
    // One after the other, as on a small machine: the tests share a server.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(
            filters
                .iter()
                .map(|filter| format!("--test-name-pattern={filter}")),
        )
        .args(test_files()?)
        .env("TENANTRY_BASE", settings.base)
        .env("TENANTRY_DATA", settings.data)
        .env("TENANTRY_DEMO_PASSWORD", DEMO_PASSWORD);
    if screenshots {
        node.env(
            "TENANTRY_SCREENSHOTS",
            std::path::absolute("docs/screenshots")?,
        );
    }
    Ok(node)
}

/// Node 20 takes files, not patterns.
fn test_files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    ensure!(!files.is_empty(), "{FOLDER} holds no file `*.test.mjs`");
    files.sort();
    Ok(files)
}

fn last_words() -> String {
    let log = fs::read_to_string(SERVER_LOG).unwrap_or_default();
    let lines: Vec<_> = log.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
