//! `doctor`: what is wrong with the surroundings, why it matters, and how to mend it.

use std::process::ExitCode;

use anyhow::{Result, bail};
use store::{Database, platform::placements, self_check};

use crate::{
    arguments::{Common, DoctorOptions},
    open,
};

pub(crate) async fn run(common: &Common, options: &DoctorOptions) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    let database = platform.database();
    let findings = self_check(database, options.allow_old_postgres).await?;
    for finding in &findings {
        println!("broken   {}\n         {}", finding.rule, finding.object);
    }
    let orphans = placements::orphans(database).await?;
    for orphan in &orphans {
        println!(
            "orphan   {orphan}\n         belongs to no tenant and to no ready place; drop it once you know why"
        );
    }
    if findings.is_empty() && orphans.is_empty() {
        println!("Everything is in order.");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// A server whose catalogue would let a row out of its tenant does not serve.
pub(crate) async fn refuse_findings(database: &Database, allow_old_postgres: bool) -> Result<()> {
    let findings = self_check(database, allow_old_postgres).await?;
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        tracing::error!(
            rule = finding.rule,
            object = finding.object,
            "isolation is broken"
        );
    }
    bail!(
        "isolation is broken in {} places, the first: {} ({}); nothing is served until that is mended",
        findings.len(),
        findings[0].rule,
        findings[0].object
    )
}
