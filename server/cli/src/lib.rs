//! The commands of the binary. It may call `domain`, `jobs` and the set-up of `store`; what serves requests is handed
//! in by the root package, so that no command depends on HTTP or pages.
//!
//! ```no_run
//! # use std::process::ExitCode;
//! fn main() -> ExitCode {
//!     cli::main(|serving| Box::pin(async move {
//!         tracing::info!(address = %serving.address, "would serve");
//!         Ok(())
//!     }))
//! }
//! ```

#![expect(
    clippy::print_stdout,
    reason = "what a command answers goes to the standard output"
)]

mod arguments;
mod audit;
mod audit_export;
mod complete;
mod doctor;
mod files;
mod isolation;
mod key;
mod log;
mod master;
mod migrate;
mod open;
mod operator;
mod serve;
mod server;
mod tenant;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use arguments::{Arguments, Command};
pub use serve::{Serve, Serving};

/// Reads the command line and does what it says. `serve` is called by the command of that name.
pub fn main(serve: Serve) -> ExitCode {
    let arguments = Arguments::parse();
    log::start(arguments.log_json);
    // Page rendering needs a few threads even on two cores: a render that waits must not starve the one it waits for.
    let threads = std::thread::available_parallelism()
        .map_or(4, usize::from)
        .max(4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments, serve)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tenantry: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments, serve: Serve) -> Result<ExitCode> {
    let common = arguments.common;
    match arguments.command {
        Command::Serve(options) => serve::run(&common, &options, serve)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Migrate(options) => migrate::run(&common, &options)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Doctor(options) => doctor::run(&common, &options).await,
        Command::Operator(command) => operator::run(&common, &command)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Tenant(command) => tenant::run(&common, &command)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Audit(command) => audit::run(&common, &command).await,
        Command::Key(command) => key::run(&common, &command)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Isolation(command) => isolation::run(&common, &command).await,
        Command::Server(command) => server::run(&common, &command)
            .await
            .map(|()| ExitCode::SUCCESS),
        Command::Completion { shell } => {
            complete::print(shell);
            Ok(ExitCode::SUCCESS)
        }
    }
}
