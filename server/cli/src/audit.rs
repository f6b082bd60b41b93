//! `audit`: proves the logs of tenants, and exports them.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use contract::ids::TenantId;
use domain::{Platform, audit_proof::Anchor};

use crate::{
    arguments::{AuditCommand, Common},
    audit_export, open,
};

/// Where `serve` keeps the heads that it signs, below the data folder.
pub(crate) const ANCHORS: &str = "anchors";

pub(crate) async fn run(common: &Common, command: &AuditCommand) -> Result<ExitCode> {
    match command {
        AuditCommand::Verify {
            export: Some(file),
            anchor,
            key,
            ..
        } => audit_export::verify(file, anchor.as_deref(), key.as_deref()),
        AuditCommand::Verify {
            tenant, anchors, ..
        } => verify(common, tenant.as_deref(), anchors.as_deref()).await,
        AuditCommand::Export {
            tenant,
            out,
            csv,
            operator,
        } => audit_export::write(common, tenant, out, *csv, operator).await,
        AuditCommand::Key => {
            println!("{}", open::platform(common).await?.head_key());
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn verify(common: &Common, tenant: Option<&str>, anchors: Option<&Path>) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    let folder = folder(common, anchors)?;
    let mut logs: BTreeMap<TenantId, String> = platform.logs().await?.into_iter().collect();
    if let Some(tenant) = tenant {
        logs.retain(|_, slug| slug == tenant);
        if logs.is_empty() {
            bail!("there is no tenant {tenant:?} with a log; `tenantry tenant list` shows all");
        }
    } else {
        // A tenant whose record was made away with still has its heads here.
        for id in kept_tenants(&folder)? {
            logs.entry(id).or_insert_with(|| id.to_string());
        }
    }
    let mut is_genuine = true;
    for (id, name) in logs {
        match look(&platform, &folder, id).await {
            Ok(looked_at) => println!("{name:<20} genuine  {looked_at}"),
            Err(error) => {
                is_genuine = false;
                println!("{name:<20} BROKEN   {error:#}");
            }
        }
    }
    Ok(exit_code(is_genuine))
}

pub(crate) fn exit_code(is_genuine: bool) -> ExitCode {
    if is_genuine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn folder(common: &Common, given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(folder) if folder.is_dir() => Ok(folder.to_owned()),
        Some(folder) => bail!("there is no folder {}", folder.display()),
        None => Ok(common.data.join(ANCHORS)),
    }
}

/// Looks at one log; what is wrong with it is the error, and so is that it cannot be looked at.
async fn look(platform: &Platform, folder: &Path, tenant: TenantId) -> Result<String> {
    let anchors = kept(folder, tenant)?;
    let verdict = platform.verify_log(tenant, &anchors).await?;
    let looked_at = format!(
        "{} entries, {} of them signed, heads kept outside: {}",
        verdict.entries,
        verdict.signed,
        anchors.len()
    );
    let looked_at = match expired(verdict.expired) {
        Some(expired) => format!("{looked_at}; {expired}"),
        None => looked_at,
    };
    match verdict.flaw {
        None => Ok(looked_at),
        Some(flaw) => bail!("{flaw}; {looked_at}"),
    }
}

/// What is said of entries whose text is gone; only the oldest ones can be.
pub(crate) fn expired(entries: u64) -> Option<String> {
    let last = entries.checked_sub(1)?;
    Some(format!(
        "content removed by retention: {entries} entries, from 0 to {last}"
    ))
}

/// The tenants of whose logs heads were kept; none if there is no such folder.
fn kept_tenants(folder: &Path) -> Result<Vec<TenantId>> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).context(format!("{} cannot be read", folder.display())),
    };
    let mut tenants = Vec::new();
    for file in files {
        let path = file?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        tenants.extend(name.and_then(|name| name.parse::<TenantId>().ok()));
    }
    Ok(tenants)
}

/// The heads that were kept of a tenant's log; none if there is no such file.
fn kept(folder: &Path, tenant: TenantId) -> Result<Vec<Anchor>> {
    let path = folder.join(format!("{tenant}.jsonl"));
    if path.exists() {
        heads(&path)
    } else {
        Ok(Vec::new())
    }
}

/// The heads in a file.
pub(crate) fn heads(path: &Path) -> Result<Vec<Anchor>> {
    let text = fs::read_to_string(path);
    let text = text.with_context(|| format!("{} cannot be read", path.display()))?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(at, line)| {
            let anchor = Anchor::from_line(line);
            let what = || format!("{}, line {}, is no signed head", path.display(), at + 1);
            anchor.with_context(what)
        })
        .collect()
}
