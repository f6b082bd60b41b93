//! Programs that run until they are told to stop.

use std::{
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use nix::sys::signal::Signal;

use crate::run;

/// A program of ours that serves. Ctrl-C does not reach it (it has a process group of its own): we stop
/// what we started in order, when this value is dropped at the latest.
pub(crate) struct Daemon {
    child: Child,
    stop: Stop,
}

/// How a program is told to stop: politely, and how once it has taken longer than `patience`.
#[derive(Clone, Copy)]
pub(crate) struct Stop {
    pub(crate) polite: Signal,
    pub(crate) patience: Duration,
    pub(crate) firm: Signal,
}

impl Daemon {
    /// Starts what `kept` began.
    pub(crate) fn start(command: &mut Command, stop: Stop) -> Result<Self> {
        let child = run::spawn(command.stdin(Stdio::null()).process_group(0))?;
        Ok(Self { child, stop })
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Sends it a signal, unless it has ended.
    pub(crate) fn tell(&mut self, signal: Signal) -> Result<()> {
        match self.ended()? {
            Some(_) => Ok(()),
            None => run::tell(&self.child, signal),
        }
    }

    /// Stops it and waits for its end.
    pub(crate) fn stop(&mut self) -> Result<ExitStatus> {
        self.tell(self.stop.polite)?;
        let started = Instant::now();
        let mut firm = false;
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if !firm && started.elapsed() > self.stop.patience {
                self.tell(self.stop.firm)?;
                firm = true;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("warning: {error:#}");
        }
    }
}

/// Begins the command line of a program that the kernel stops with `signal` if we are killed, so that no
/// database and no server outlives us unseen. `setpriv` is part of every Debian.
pub(crate) fn kept(program: impl AsRef<std::ffi::OsStr>, signal: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", signal, "--"]).arg(program);
    command
}
