//! The commands of the workspace: `cargo xtask up`, `test`, `bench`, `front`, `css`, `prepare`.
//!
//! May: start programs (cargo, node, PostgreSQL, apt-get), write under `target/`, the data folder and the
//! files it generates. May not: know the product; it meets the server only as a program with an environment.
//!
//! ```text
//! cargo xtask up --demo      # an empty machine to a running product
//! cargo xtask test           # everything that must hold
//! cargo xtask test slugs     # the tests whose names hold "slugs"
//! ```

mod apt;
mod bench;
mod browser;
mod coverage;
mod css;
mod daemon;
mod files;
mod front;
mod kms;
mod npm;
mod postgres;
mod prepare;
mod run;
mod scratch;
mod server;
mod signals;
mod steps;
mod tally;
mod test;
mod tool;
mod up;

use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result};
use clap::Parser;

/// Builds, runs and tests Tenantry.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Build everything, start PostgreSQL and the server, and print where they are.
    Up(up::Up),
    /// Run everything that must hold: formatting, lints, documents, generated files, and all tests.
    Test(test::Test),
    /// Measure the product, built for release, beside the same work by hand.
    Bench(bench::Bench),
    /// Run the Rust tests and say how many lines of isolation, vault and audit they run through.
    Coverage(coverage::Coverage),
    /// Build the browser half into `target/site`.
    Front,
    /// Write `style/app.css` from `style/tailwind.css` and the class names in the sources.
    Css(css::Css),
    /// Write `server/store/.sqlx`, what the compiler checks the SQL against when there is no database.
    Prepare(prepare::Prepare),
}

fn main() -> ExitCode {
    match Command::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            signals::received().map_or(ExitCode::FAILURE, run::exit_code_of_signal)
        }
    }
}

impl Command {
    fn run(self) -> Result<ExitCode> {
        signals::watch()?;
        std::env::set_current_dir(root()).context("the checkout has moved: build again")?;
        match self {
            Self::Up(up) => up.run(),
            Self::Test(test) => test.run(),
            Self::Bench(bench) => bench.run().map(|()| ExitCode::SUCCESS),
            Self::Coverage(coverage) => coverage.run(),
            Self::Front => front::build().map(|()| ExitCode::SUCCESS),
            Self::Css(css) => css.run().map(|()| ExitCode::SUCCESS),
            Self::Prepare(prepare) => prepare.run().map(|()| ExitCode::SUCCESS),
        }
    }
}

/// The folder of the checkout; it is also the current folder of every command.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
