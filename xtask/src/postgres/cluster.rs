//! Making, starting and stopping a cluster. Whoever started it is its parent, so a killed PostgreSQL is
//! noticed at once; and a killed supervisor's PostgreSQL is stopped by the kernel, or found by the next one.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use super::{binaries::Binaries, home::Home};
use crate::{
    daemon::{Daemon, Stop, kept},
    run, signals,
};

/// Recovery after a crash takes as long as the work since the last checkpoint.
const PATIENCE: Duration = Duration::from_mins(2);

/// Between two looks at whether it is ready.
const PAUSE: Duration = Duration::from_millis(200);

/// A fast shutdown; a checkpoint later, an immediate one, which the next start repairs.
const STOP: Stop = Stop {
    polite: Signal::SIGINT,
    patience: Duration::from_secs(30),
    firm: Signal::SIGQUIT,
};

/// What a cluster is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// People's data: what was committed survives a power cut.
    Kept,
    /// A test's data: fast, and worthless afterwards.
    Throwaway,
}

/// A running PostgreSQL of our own.
pub(crate) struct Cluster {
    pub(super) binaries: Binaries,
    pub(super) password: String,
    pub(super) port: u16,
    durability: Durability,
    // Fields drop from top to bottom: the server stops before the lock on its folder is released.
    server: Daemon,
    home: Home,
}

impl Cluster {
    /// Starts the cluster of a data folder, making it the first time.
    pub(crate) fn start(data: &Path, durability: Durability, allow_old: bool) -> Result<Self> {
        let home = Home::open(data)?;
        let binaries = Binaries::ensure(home.major()?, allow_old)?;
        if home.major()?.is_none() {
            initialise(&home, &binaries, durability)?;
        }
        stop_orphan(&home, &binaries)?;
        let (password, port) = (home.password()?, home.port()?);
        let server = launch(&home, &binaries, port, durability)?;
        let mut cluster = Self {
            binaries,
            password,
            port,
            durability,
            server,
            home,
        };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The address of a database, with the superuser's rights.
    pub(crate) fn url(&self, database: &str) -> String {
        let Self { password, port, .. } = self;
        format!("postgres://postgres:{password}@127.0.0.1:{port}/{database}")
    }

    /// Starts PostgreSQL again if it has ended by itself.
    pub(crate) fn keep_alive(&mut self) -> Result<()> {
        let Some(status) = self.server.ended()? else {
            return Ok(());
        };
        eprintln!("PostgreSQL ended by itself ({status}): starting it again");
        self.launch_again()?;
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while let Err(error) = self.query("postgres", "SELECT 1") {
            if let Some(signal) = signals::received() {
                bail!("stopped by {signal}");
            }
            let late = started.elapsed() > PATIENCE;
            if let Some(status) = self.server.ended()? {
                let words = self.last_words()?;
                // The helpers of a killed PostgreSQL leave when they have finished what they were doing.
                if late || !words.contains("pre-existing shared memory block") {
                    bail!("PostgreSQL does not start ({status}):\n{words}");
                }
                thread::sleep(PAUSE * 5);
                self.launch_again()?;
            } else if late || error.to_string().contains("password authentication failed") {
                return Err(error.context(format!(
                    "PostgreSQL runs and refuses us; {} must hold the password it was made with",
                    self.home.password_file().display()
                )));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    fn launch_again(&mut self) -> Result<()> {
        self.server = launch(&self.home, &self.binaries, self.port, self.durability)?;
        Ok(())
    }

    fn last_words(&self) -> Result<String> {
        let log = fs::read_to_string(self.home.log())?;
        let lines: Vec<_> = log.lines().collect();
        Ok(lines[lines.len().saturating_sub(4)..].join("\n"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.durability == Durability::Throwaway {
            let gone = self
                .server
                .stop()
                .and_then(|_| Ok(fs::remove_dir_all(&self.home.path)?));
            if let Err(error) = gone {
                eprintln!("warning: {} stays: {error:#}", self.home.path.display());
            }
        }
    }
}

/// Makes the files beside their final place, so that a cut-off attempt leaves nothing that looks finished.
fn initialise(home: &Home, binaries: &Binaries, durability: Durability) -> Result<()> {
    home.password()?;
    let unfinished = home.path.join("data.new");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    let mut initdb = Command::new(binaries.program("initdb"));
    initdb
        .args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
        ])
        .args(["--locale=C.UTF-8", "--data-checksums", "--pgdata"])
        .arg(&unfinished)
        .arg("--pwfile")
        .arg(home.password_file())
        .current_dir(&home.path);
    if durability == Durability::Throwaway {
        initdb.arg("--no-sync");
    }
    run::output(home.account.applied(&mut initdb))?;
    fs::rename(&unfinished, home.data()).context("cannot move the new cluster into place")
}

/// We hold the lock, so a PostgreSQL that runs in our folder has lost its supervisor. A stale `postmaster.pid`
/// is PostgreSQL's own to judge, except that it takes any process of that number for its own kind.
fn stop_orphan(home: &Home, binaries: &Binaries) -> Result<()> {
    let data = home.data();
    let file = data.join("postmaster.pid");
    let Some(content) = crate::files::read_if_there(&file)? else {
        return Ok(());
    };
    let pid = content.lines().next().unwrap_or_default();
    let Ok(command_line) = fs::read(Path::new("/proc").join(pid).join("cmdline")) else {
        return Ok(());
    };
    let ours = command_line
        .split(|byte| *byte == 0)
        .any(|word| word == data.as_os_str().as_encoded_bytes());
    if !ours {
        return Ok(fs::remove_file(file)?);
    }
    eprintln!("Stopping a PostgreSQL that an earlier run left behind");
    let mut pg_ctl = Command::new(binaries.program("pg_ctl"));
    pg_ctl
        .args(["stop", "--wait", "--mode=fast", "--timeout=60", "--pgdata"])
        .arg(&data)
        .current_dir(&home.path);
    run::output(home.account.applied(&mut pg_ctl)).map(drop)
}

fn launch(home: &Home, binaries: &Binaries, port: u16, durability: Durability) -> Result<Daemon> {
    let socket = home
        .socket()
        .map_or_else(String::new, |folder| folder.display().to_string());
    let log = log(home)?;
    let mut postgres = kept(binaries.program("postgres"), "INT");
    postgres
        .arg("-D")
        .arg(home.data())
        .args(settings(port, &socket, durability))
        .current_dir(&home.path)
        .stdout(log.try_clone()?)
        .stderr(log);
    Daemon::start(home.account.applied(&mut postgres), STOP)
}

/// The settings that differ from PostgreSQL's own. Many schemas mean many locks in one dump or migration, and many tenants
/// at work more pages than PostgreSQL's own 128 MB of buffers hold: a list touches some 120 KB of tables and indexes.
fn settings(port: u16, socket: &str, durability: Durability) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={socket}"),
        "max_connections=200".to_owned(),
        "max_locks_per_transaction=256".to_owned(),
        "shared_buffers=512MB".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
    ];
    if durability == Durability::Throwaway {
        settings.extend(
            [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                // Dropping a database waits for every session to notice, and one that is signing in notices nothing. A test that
                // drops its own, and so does not go on with a sign-in of its own, waits for the end of this time.
                "authentication_timeout=10s",
            ]
            .map(str::to_owned),
        );
    }
    settings
        .into_iter()
        .flat_map(|setting| ["-c".to_owned(), setting])
        .collect()
}

fn log(home: &Home) -> Result<File> {
    const LARGEST: u64 = 10_000_000;
    let path = home.log();
    if fs::metadata(&path).is_ok_and(|log| log.len() > LARGEST) {
        fs::remove_file(&path)?;
    }
    Ok(OpenOptions::new().create(true).append(true).open(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    /// What people typed in must survive a power cut; `fsync` is on unless it is switched off.
    #[test]
    fn only_a_throwaway_cluster_trades_safety_for_speed() {
        let unsafe_words = |durability| {
            settings(1, "", durability)
                .iter()
                .any(|word| word.ends_with("=off"))
        };
        assert!(!unsafe_words(Durability::Kept));
        assert!(unsafe_words(Durability::Throwaway));
    }

    #[test]
    fn a_killed_postgresql_comes_back_with_what_it_had() -> Result<()> {
        let scratch = Scratch::new("killed")?;
        let mut cluster = Cluster::start(scratch.path(), Durability::Kept, true)?;
        cluster.query("postgres", "CREATE TABLE kept AS SELECT 42 AS answer")?;

        cluster.server.tell(Signal::SIGKILL)?;
        while cluster.server.ended()?.is_none() {
            thread::sleep(PAUSE);
        }
        assert!(cluster.query("postgres", "SELECT 1").is_err());
        cluster.keep_alive()?;
        assert_eq!(cluster.query("postgres", "SELECT answer FROM kept")?, "42");

        let port = cluster.port;
        drop(cluster);
        let again = Cluster::start(scratch.path(), Durability::Kept, true)?;
        assert_eq!(again.query("postgres", "SELECT answer FROM kept")?, "42");
        assert_eq!(again.port, port);
        Ok(())
    }

    #[test]
    fn one_folder_has_one_supervisor() -> Result<()> {
        let scratch = Scratch::new("twice")?;
        let cluster = Cluster::start(scratch.path(), Durability::Throwaway, true)?;
        let second = Cluster::start(scratch.path(), Durability::Throwaway, true);
        assert!(second.is_err_and(|error| error.to_string().contains("in use by another")));

        let home = cluster.home.path.clone();
        drop(cluster);
        assert!(!home.exists());
        Ok(())
    }
}
