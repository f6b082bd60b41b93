//! `audit`: proves the logs of tenants.

use std::{fs, io::ErrorKind, path::Path, process::ExitCode};

use anyhow::{Context, Result, bail};
use contract::ids::TenantId;
use domain::audit_proof::Anchor;

use crate::{
    arguments::{AuditCommand, Common},
    open,
    operator::explain,
};

/// Where `serve` keeps the heads that it signs, below the data folder.
pub(crate) const ANCHORS: &str = "anchors";

pub(crate) async fn run(common: &Common, command: &AuditCommand) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    let AuditCommand::Verify { tenant, anchors } = command;
    let mut logs = platform.logs().await.map_err(explain)?;
    if let Some(tenant) = tenant {
        logs.retain(|(_, slug)| slug == tenant);
        if logs.is_empty() {
            bail!("there is no tenant {tenant:?} with a log; `tenantry tenant list` shows all");
        }
    }
    let folder = anchors.clone().unwrap_or_else(|| common.data.join(ANCHORS));
    let mut is_genuine = true;
    for (id, slug) in logs {
        let anchors = kept(&folder, id)?;
        let verdict = platform.verify_log(id, &anchors).await.map_err(explain)?;
        let looked_at = format!(
            "{} entries, {} of them signed, heads kept outside: {}",
            verdict.entries,
            verdict.signed,
            anchors.len()
        );
        match verdict.flaw {
            None => println!("{slug:<20} genuine  {looked_at}"),
            Some(flaw) => {
                is_genuine = false;
                println!("{slug:<20} BROKEN   {flaw}; {looked_at}");
            }
        }
    }
    Ok(if is_genuine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The heads that were kept of a tenant's log; none if there is no such file.
fn kept(folder: &Path, tenant: TenantId) -> Result<Vec<Anchor>> {
    let path = folder.join(format!("{tenant}.jsonl"));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", path.display()));
        }
    };
    let lines = text.lines().enumerate();
    lines
        .map(|(at, line)| {
            Anchor::from_line(line)
                .with_context(|| format!("{}, line {}, is no signed head", path.display(), at + 1))
        })
        .collect()
}
