//! `cargo xtask coverage`: how much of what must not be wrong the Rust tests run through.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

use crate::{
    postgres::{Cluster, Durability},
    run,
    scratch::Scratch,
    steps::timed,
    tool,
};

const LLVM_COV: &str = "cargo-llvm-cov@0.9.1";
const REPORT: &str = "target/coverage.json";
/// Per cent of lines, at least, of each part.
const TARGET: f64 = 95.0;
/// The crates whose tests are run: the browser's have no say in these parts.
const CRATES: [&str; 9] = [
    "vault", "store", "domain", "outbound", "prober", "jobs", "http-api", "cli", "tenantry",
];
/// Each part with what the paths of its files begin with.
const PARTS: [(&str, &[&str]); 3] = [
    (
        "isolation",
        &[
            "server/store/src/",
            "server/prober/src/",
            "server/domain/src/isolation/",
            "server/jobs/src/probe_isolation.rs",
        ],
    ),
    (
        "vault",
        &[
            "server/vault/src/",
            "server/domain/src/keys.rs",
            "server/domain/src/master_keys.rs",
            "server/domain/src/vault.rs",
            "server/jobs/src/rotate_tenant_key.rs",
        ],
    ),
    (
        "audit",
        &[
            "server/domain/src/audit",
            "server/domain/src/deliveries.rs",
            "server/domain/src/readings.rs",
            "server/domain/src/receivers.rs",
            "server/domain/src/retention.rs",
            "server/jobs/src/courier.rs",
            "server/jobs/src/expire_logs.rs",
            "server/jobs/src/notary.rs",
        ],
    ),
];

/// What `cargo xtask coverage` takes.
#[derive(Args)]
pub(crate) struct Coverage {
    /// Name the files below the target, too.
    #[arg(long)]
    files: bool,
}

impl Coverage {
    /// Needs what reads the compiler's profiles: `rustup component add llvm-tools`, or the paths of an LLVM of the
    /// same version in `LLVM_COV` and `LLVM_PROFDATA`.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        timed("tests, counted", count)?;
        let report: Value = serde_json::from_str(&fs::read_to_string(REPORT)?)?;
        let files = files(&report)?;
        let mut enough = true;
        for (part, prefixes) in PARTS {
            let lines = files
                .iter()
                .filter(|file| prefixes.iter().any(|prefix| file.path.starts_with(prefix)));
            let total = lines.clone().fold(Lines::default(), |sum, file| Lines {
                all: sum.all + file.lines.all,
                covered: sum.covered + file.lines.covered,
            });
            enough &= total.share() >= TARGET;
            eprintln!(
                "{:>7.1} %  {part} ({} of {} lines)",
                total.share(),
                total.covered,
                total.all
            );
            for file in lines.filter(|file| self.files && file.lines.share() < TARGET) {
                eprintln!("{:>13.1} %  {}", file.lines.share(), file.path);
            }
        }
        Ok(if enough {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// Runs the tests and writes what they ran through. A test that fails fails this: what ran until then is no figure.
fn count() -> Result<()> {
    let tool = tool::installed(LLVM_COV)?;
    let scratch = Scratch::new("coverage")?;
    let cluster = Cluster::start(scratch.path(), Durability::Throwaway, false)?;
    let packages = CRATES.iter().flat_map(|name| ["--package", *name]);
    run::run(
        run::cargo_of(tool)
            .args(["llvm-cov", "nextest", "--json", "--summary-only"])
            .args(["--no-fail-fast", "--output-path", REPORT])
            .args(packages)
            .env("TENANTRY_TEST_ADMIN_URL", cluster.url("postgres")),
    )
}

struct File {
    /// From the root of the checkout.
    path: String,
    lines: Lines,
}

#[derive(Clone, Copy, Default)]
struct Lines {
    all: u64,
    covered: u64,
}

impl Lines {
    /// Per cent.
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are fewer lines than 2^52"
    )]
    fn share(self) -> f64 {
        100.0 * self.covered as f64 / self.all.max(1) as f64
    }
}

/// The files of a report in the form of `llvm-cov export`.
fn files(report: &Value) -> Result<Vec<File>> {
    let root = std::env::current_dir()?;
    let files = report["data"][0]["files"].as_array();
    files
        .context("the report has no files")?
        .iter()
        .map(|file| {
            let path = file["filename"].as_str().context("a file has no name")?;
            let path = Path::new(path);
            let lines = &file["summary"]["lines"];
            let number = |name: &str| lines[name].as_u64().context("a file has no lines");
            Ok(File {
                path: path
                    .strip_prefix(&root)
                    .unwrap_or(path)
                    .display()
                    .to_string(),
                lines: Lines {
                    all: number("count")?,
                    covered: number("covered")?,
                },
            })
        })
        .collect()
}
