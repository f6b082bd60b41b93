//! `isolation`: the prober, from a terminal.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use contract::isolation::Report;
use domain::isolation::markdown;

use crate::{
    arguments::{Common, IsolationCommand},
    open,
    operator::explain,
};

pub(crate) async fn run(common: &Common, command: &IsolationCommand) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    match command {
        IsolationCommand::Probe { front_door, json } => {
            let run = prober::run(&platform, *front_door, "console").await;
            let Some(run) = run.map_err(explain)? else {
                bail!(
                    "a run is on already; `tenantry isolation report` shows it once it has ended"
                );
            };
            let report = platform.isolation_report(run.id).await.map_err(explain)?;
            print(&report, *json)
        }
        IsolationCommand::Report { run, json } => {
            let report = match run {
                Some(id) => Some(platform.isolation_report(*id).await.map_err(explain)?),
                None => platform.isolation_latest().await.map_err(explain)?,
            };
            let report =
                report.context("no run has ended yet; begin one with: tenantry isolation probe")?;
            print(&report, *json)
        }
        IsolationCommand::Remove => {
            let removed = platform.remove_canaries().await.map_err(explain)?;
            println!("{removed} tenants of the prober are removed.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn print(report: &Report, json: bool) -> Result<ExitCode> {
    if json {
        println!("{}", serde_json::to_string_pretty(report)?);
    } else {
        print!("{}", markdown(report));
    }
    Ok(if report.run.is_whole() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
