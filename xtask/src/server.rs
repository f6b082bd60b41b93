//! The server, as a program with an environment.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Command, ExitCode, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::Signal;

use crate::{
    daemon::{Daemon, Stop, kept},
    front,
    postgres::Cluster,
    run, signals,
};

/// Requests in flight get this long to end.
const STOP: Stop = Stop {
    polite: Signal::SIGTERM,
    patience: Duration::from_secs(20),
    firm: Signal::SIGKILL,
};

/// What the server is told.
pub(crate) struct Settings<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) base: &'a str,
    pub(crate) data: &'a Path,
    pub(crate) database_url: &'a str,
    pub(crate) demo: bool,
    pub(crate) allow_old_postgres: bool,
}

/// Builds the server and gives the path of the program.
pub(crate) fn build(release: bool) -> Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo.args(["build", "--package", "tenantry", "--bin", "tenantry"]);
    if release {
        cargo.arg("--release");
    }
    run::run(&mut cargo)?;
    let profile = if release { "release" } else { "debug" };
    Ok(Path::new("target").join(profile).join("tenantry"))
}

/// The command line that serves; the database is migrated first.
pub(crate) fn command(program: &Path, settings: &Settings<'_>) -> Result<Command> {
    let mut command = kept(std::path::absolute(program)?, "TERM");
    command
        .args(["serve", "--migrate"])
        .env("DATABASE_URL", settings.database_url)
        .env("TENANTRY_ADDR", settings.address.to_string())
        .env("TENANTRY_BASE", settings.base)
        .env("TENANTRY_DATA", settings.data)
        .env("TENANTRY_SITE", std::path::absolute(front::SITE)?);
    if settings.demo {
        command.arg("--demo");
    }
    if settings.allow_old_postgres {
        command.arg("--allow-old-postgres");
    }
    Ok(command)
}

/// Starts the server.
pub(crate) fn start(command: &mut Command) -> Result<Daemon> {
    Daemon::start(command, STOP)
}

/// Fails, before anything takes long, when another program listens there.
pub(crate) fn check_address(address: SocketAddr) -> Result<()> {
    TcpListener::bind(address).map(drop).with_context(|| {
        let next = SocketAddr::new(address.ip(), address.port().saturating_add(1));
        format!("cannot listen on {address}: stop what does (`ss -ltnp` lists it), or use `--addr {next}`")
    })
}

/// Waits until the server says that it is ready.
pub(crate) fn wait_until_ready(server: &mut Daemon, settings: &Settings<'_>) -> Result<()> {
    const PATIENCE: Duration = Duration::from_mins(2);
    let started = Instant::now();
    while !is_ready(settings).unwrap_or(false) {
        if let Some(status) = server.ended()? {
            bail!("the server ended before it was ready ({status})");
        }
        if let Some(signal) = signals::received() {
            bail!("stopped by {signal}");
        }
        ensure!(
            started.elapsed() < PATIENCE,
            "the server is not ready after {} s",
            PATIENCE.as_secs()
        );
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn is_ready(settings: &Settings<'_>) -> Result<bool> {
    let mut stream = TcpStream::connect(settings.address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        settings.base
    )?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(&start == b"HTTP/1.1 200")
}

/// Runs the server to its end: our signals are its signals, its exit code is ours, and PostgreSQL runs
/// for as long as it does.
pub(crate) fn supervise(mut server: Daemon, mut cluster: Option<Cluster>) -> Result<ExitCode> {
    loop {
        if let Some(status) = server.ended()? {
            return Ok(exit_code(status));
        }
        if signals::received().is_some() {
            return server.stop().map(exit_code);
        }
        if let Some(cluster) = &mut cluster {
            cluster.keep_alive()?;
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// The exit code that a shell would see.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal))
        .and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}
