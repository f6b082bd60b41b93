//! Programs that do one thing and end.

use std::{
    ffi::OsStr,
    io::ErrorKind,
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::signals;

/// The same cargo and toolchain that run us, never asking a database about the SQL in the sources:
/// a `DATABASE_URL` meant for the server must not change what is compiled.
pub(crate) fn cargo() -> Command {
    cargo_of("cargo")
}

/// The same of another toolchain.
pub(crate) fn cargo_of(program: impl AsRef<OsStr>) -> Command {
    let mut cargo = Command::new(program);
    cargo
        .env("SQLX_OFFLINE", "true")
        .env_remove("DATABASE_URL")
        .env_remove("CARGO_TARGET_DIR");
    cargo
}

/// Runs a program to its end on our own terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = wait(&mut spawn(command)?)?;
    ensure!(status.success(), "`{}`: {status}", name(command));
    Ok(())
}

/// Runs a program to its end and gives what it printed; what it complains about is in the error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    command.stdin(Stdio::null());
    let output = command.output().map_err(|error| missing(command, error))?;
    ensure!(
        output.status.success(),
        "`{}`: {}\n{}",
        name(command),
        output.status,
        String::from_utf8_lossy(&output.stderr).trim(),
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Starts a program; the error says so when it is not installed.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|error| missing(command, error))
}

/// Waits for a program, and stops it when we are told to stop.
pub(crate) fn wait(child: &mut Child) -> Result<ExitStatus> {
    let mut pause = Duration::from_millis(1);
    loop {
        let ended = child.try_wait()?;
        if let Some(signal) = signals::received() {
            if ended.is_none() {
                tell(child, signal)?;
                child.wait()?;
            }
            bail!("stopped by {signal}");
        }
        if let Some(status) = ended {
            return Ok(status);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Sends a signal to a program that we started and have not waited for.
pub(crate) fn tell(child: &Child, signal: Signal) -> Result<()> {
    let id = Pid::from_raw(i32::try_from(child.id())?);
    kill(id, signal).with_context(|| format!("cannot send {signal} to process {id}"))
}

/// What a shell makes of a program that a signal ended.
pub(crate) fn exit_code_of_signal(signal: Signal) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal as i32).unwrap_or(1))
}

/// The program and its first words, enough to recognise it in an error.
pub(crate) fn name(command: &Command) -> String {
    [command.get_program()]
        .into_iter()
        .chain(command.get_args().take(3))
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn missing(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().display();
    if error.kind() == ErrorKind::NotFound {
        anyhow::anyhow!("`{program}` is not installed, or not on the PATH")
    } else {
        anyhow::Error::new(error).context(format!("cannot start `{program}`"))
    }
}
