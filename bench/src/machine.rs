//! The machine that the figures are of.

use std::{fs, process::Command};

use anyhow::{Context, Result};
use sqlx::PgPool;

/// One line a fact, as a Markdown list.
pub(crate) async fn describe(admin: &PgPool) -> Result<String> {
    let (postgres, buffers): (String, String) = sqlx::query_as(
        "SELECT split_part(current_setting('server_version'), ' ', 1), current_setting('shared_buffers')",
    )
    .fetch_one(admin)
    .await?;
    let cores = std::thread::available_parallelism()?;
    let cpu = field("/proc/cpuinfo", "model name")?;
    let memory = kilobytes("/proc/meminfo", "MemTotal")? / 1_000_000;
    let rustc = Command::new("rustc").arg("--version").output()?.stdout;
    let rustc = String::from_utf8_lossy(&rustc);
    let load = fs::read_to_string("/proc/loadavg")?;
    let load: Vec<_> = load.split(' ').take(3).collect();
    Ok(format!(
        "- processor: {cpu}, {cores} cores for server, PostgreSQL and bench together\n\
         - memory: {memory} GB\n\
         - PostgreSQL {postgres}, `fsync` on, `shared_buffers` {buffers}\n\
         - {}, release build\n\
         - load average before the run: {} (1, 5, 15 minutes)\n",
        rustc.trim(),
        load.join(", ")
    ))
}

/// Memory of a process that is in RAM, in megabytes.
pub(crate) fn resident(pid: u32) -> Result<f64> {
    let kilobytes = kilobytes(&format!("/proc/{pid}/status"), "VmRSS")?;
    Ok(f64::from(kilobytes) / 1000.0)
}

fn kilobytes(file: &str, name: &str) -> Result<u32> {
    let value = field(file, name)?;
    let number = value.split(' ').next().unwrap_or_default();
    // The kernel says kB and means KiB.
    let kibibytes: u64 = number.parse()?;
    Ok(u32::try_from(kibibytes * 1024 / 1000)?)
}

/// The value of the first line of this name.
fn field(file: &str, name: &str) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
        .with_context(|| format!("{file} does not say {name:?}"))
}
