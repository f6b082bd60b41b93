//! The tests of the keeper that asks AWS KMS, against moto's server.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use nix::sys::signal::Signal;

use crate::{
    apt,
    daemon::{Daemon, Stop, kept},
    postgres::free_port,
    run,
    tally::{self, Tally},
};

const MOTO: &str = "moto[server]==5.2.5";
const FOLDER: &str = "target/tools/moto@5.2.5";
/// Python may have to compile it first.
const PATIENCE: Duration = Duration::from_mins(1);
const STOP: Stop = Stop {
    polite: Signal::SIGTERM,
    patience: Duration::from_secs(5),
    firm: Signal::SIGKILL,
};

/// Whether one of these words asks for the tests; they build AWS's library, which takes minutes.
pub(crate) fn is_asked_for(filters: &[String]) -> bool {
    filters.is_empty() || filters.iter().any(|filter| filter.contains("kms"))
}

/// Runs them, all: words have chosen them by their file already.
pub(crate) fn test(tally: &mut Tally) -> Result<()> {
    let program = install()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
    let mut server = Daemon::start(
        kept(program, "TERM")
            .args(["-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
        STOP,
    )?;
    wait_for(&mut server, address)?;
    tally::count(
        run::cargo()
            .args(["test", "--package", "vault", "--features", "aws"])
            .args(["--test", "kms", "--no-fail-fast"])
            .env("AWS_ENDPOINT_URL_KMS", format!("http://{address}"))
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "eu-central-1"),
        tally,
    )
}

/// moto in a folder of its own, by Python's own package manager.
fn install() -> Result<PathBuf> {
    let bin = Path::new(FOLDER).join("bin");
    let program = bin.join("moto_server");
    if !program.exists() {
        let python = || Command::new("python3");
        if run::output(python().args(["-c", "import ensurepip"])).is_err() {
            apt::install("The tests of AWS KMS need Python", &["python3-venv"])?;
        }
        run::run(python().args(["-m", "venv", "--clear", FOLDER]))?;
        run::run(Command::new(bin.join("pip")).args(["install", "--quiet", MOTO]))?;
    }
    Ok(program)
}

fn wait_for(server: &mut Daemon, address: SocketAddr) -> Result<()> {
    let began = Instant::now();
    while TcpStream::connect(address).is_err() {
        let ended = server.ended()?;
        ensure!(
            ended.is_none(),
            "moto has ended; try it: {FOLDER}/bin/moto_server"
        );
        ensure!(
            began.elapsed() < PATIENCE,
            "moto does not listen at {address}"
        );
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
