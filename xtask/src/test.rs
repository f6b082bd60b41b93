//! `cargo xtask test`: everything that must hold.

use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    browser, css, kms,
    postgres::{Cluster, Durability},
    prepare, run,
    scratch::Scratch,
    signals, steps,
    tally::{self, Tally},
    tool,
};

const CARGO_DENY: &str = "cargo-deny@0.20.2";

/// What `cargo xtask test` takes.
#[derive(Args)]
pub(crate) struct Test {
    /// Run only the tests whose names hold one of these words, and no other check.
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,

    /// Leave the browser tests out.
    #[arg(long)]
    no_browser: bool,

    /// Let the browser tests take the pictures of the documents anew, into `docs/screenshots`.
    #[arg(long, conflicts_with = "no_browser")]
    screenshots: bool,
}

impl Test {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let mut report = Report::default();
        if self.filters.is_empty() {
            report.check("format", format)?;
            report.check("style sheet is fresh", css::check)?;
            report.check("dependencies", dependencies)?;
            report.check("lints", lints)?;
            report.check("SQL data is fresh", prepare::check)?;
            report.check("documents", documents)?;
        }
        report.tests("tests", |tally| rust_tests(&self.filters, tally))?;
        if kms::is_asked_for(&self.filters) {
            report.tests("AWS KMS", kms::test)?;
        }
        if !self.no_browser {
            report.tests("browser tests", |tally| {
                browser::test(&self.filters, self.screenshots, tally)
            })?;
        }
        Ok(report.finish())
    }
}

/// The steps that were done, and how they ended.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, bool)>,
    tally: Tally,
}

impl Report {
    /// Does a step that holds or does not, which counts as one test.
    fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.tests(name, |tally| {
            work()?;
            tally.passed = 1;
            Ok(())
        })
    }

    /// Does a step whose tests are counted. A failure is noted and the next step begins: one run tells all.
    fn tests(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Tally) -> Result<()>,
    ) -> Result<()> {
        let started = Instant::now();
        let mut tally = Tally::default();
        let result = steps::timed(name, || work(&mut tally));
        if let Some(signal) = signals::received() {
            bail!("stopped by {signal}");
        }
        if let Err(error) = &result {
            eprintln!("    {error:#}");
            tally.failed = tally.failed.max(1);
        }
        self.tally += tally;
        self.steps.push((name, started.elapsed(), result.is_ok()));
        Ok(())
    }

    fn finish(self) -> ExitCode {
        eprintln!();
        for (name, time, good) in &self.steps {
            let outcome = if *good { "ok" } else { "FAILED" };
            eprintln!("{outcome:>8}  {:>8}  {name}", steps::seconds(*time));
        }
        let Tally { passed, failed } = self.tally;
        eprintln!("\n{passed} passed, {failed} failed");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn format() -> Result<()> {
    run::run(run::cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> Result<()> {
    let clippy = |what: &[&str]| {
        let clippy = ["clippy", "--all-targets"];
        let deny = ["--", "--deny", "warnings"];
        run::run(run::cargo().args(clippy).args(what).args(deny))
    };
    clippy(&["--workspace"])?;
    // What is left out unless asked for.
    clippy(&[
        "--package",
        "vault",
        "--package",
        "cli",
        "--features",
        "cli/aws",
    ])
}

fn documents() -> Result<()> {
    run::run(
        run::cargo()
            .args(["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "--deny warnings"),
    )
}

/// Licences, sources, duplicates.
fn dependencies() -> Result<()> {
    let tool = tool::installed(CARGO_DENY)?;
    run::run(run::cargo_of(tool).args(["check", "bans", "licenses", "sources"]))
}

fn rust_tests(filters: &[String], tally: &mut Tally) -> Result<()> {
    let scratch = Scratch::new("tests")?;
    let cluster = Cluster::start(scratch.path(), Durability::Throwaway, false)?;
    let mut runner = |arguments: &[&str]| {
        tally::count(
            run::cargo()
                .args(arguments)
                // Before it cargo takes one filter alone.
                .arg("--")
                .args(filters)
                .env("TENANTRY_TEST_ADMIN_URL", cluster.url("postgres")),
            tally,
        )
    };
    if is_installed("nextest") {
        runner(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--no-tests=pass",
        ])?;
        runner(&["test", "--workspace", "--doc"])
    } else {
        runner(&["test", "--workspace", "--no-fail-fast"])
    }
}

fn is_installed(subcommand: &str) -> bool {
    run::output(Command::new("cargo").args([subcommand, "--version"])).is_ok()
}
