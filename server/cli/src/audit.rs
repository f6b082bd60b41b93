//! `audit`: proves the logs of tenants and the platform's own, and exports those of tenants.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use contract::{Fault, ids::TenantId};
use domain::{
    audit_platform::PLATFORM,
    audit_proof::{Anchor, Verdict},
};

use crate::{
    arguments::{AuditCommand, Common},
    audit_export, open,
};

/// Where `serve` keeps the heads that it signs, below the data folder.
pub(crate) const ANCHORS: &str = "anchors";
/// What the platform's own log is called.
const OWN_LOG: &str = "platform";

pub(crate) async fn run(common: &Common, command: &AuditCommand) -> Result<ExitCode> {
    match command {
        AuditCommand::Verify {
            export: Some(file),
            anchor,
            key,
            ..
        } => audit_export::verify(file, anchor.as_deref(), key.as_deref()),
        AuditCommand::Verify {
            tenant,
            platform,
            head,
            anchors,
            ..
        } => {
            let outside = Outside {
                folder: folder(common, anchors.as_deref())?,
                received: head.as_deref().map(heads).transpose()?.unwrap_or_default(),
            };
            verify(common, tenant.as_deref(), *platform, &outside).await
        }
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

/// Heads that are not the database's.
struct Outside {
    /// Where `serve` keeps them.
    folder: PathBuf,
    /// Those that the receivers of logs got.
    received: Vec<Anchor>,
}

async fn verify(
    common: &Common,
    tenant: Option<&str>,
    platform_alone: bool,
    outside: &Outside,
) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    let mut is_genuine = true;
    if tenant.is_none() {
        is_genuine &= match outside.of(OWN_LOG, PLATFORM) {
            Ok(anchors) => {
                let looked_at = platform.verify_platform_log(&anchors).await;
                report(OWN_LOG, looked_at, &anchors)
            }
            Err(error) => broken(OWN_LOG, &error),
        };
    }
    if platform_alone {
        outside.check_owners(|owner| owner == PLATFORM)?;
        return Ok(exit_code(is_genuine));
    }
    let mut logs: BTreeMap<TenantId, String> = platform.logs().await?.into_iter().collect();
    if let Some(tenant) = tenant {
        logs.retain(|_, slug| slug == tenant);
        if logs.is_empty() {
            bail!("there is no tenant {tenant:?} with a log; `tenantry tenant list` shows all");
        }
    } else {
        // A tenant whose record was made away with still has its heads here.
        for id in outside.tenants()? {
            logs.entry(id).or_insert_with(|| id.to_string());
        }
    }
    outside.check_owners(|owner| {
        logs.contains_key(&owner) || (tenant.is_none() && owner == PLATFORM)
    })?;
    for (id, name) in logs {
        let looked_at = match outside.of(&id.to_string(), id) {
            Ok(anchors) => {
                let looked_at = platform.verify_log(id, &anchors).await;
                report(&name, looked_at, &anchors)
            }
            Err(error) => broken(&name, &error),
        };
        is_genuine &= looked_at;
    }
    Ok(exit_code(is_genuine))
}

/// Says of a log that it cannot be looked at; it is not genuine then.
fn broken(name: &str, error: &anyhow::Error) -> bool {
    println!("{name:<20} BROKEN   {error:#}");
    false
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

/// Prints what looking at a log came to; whether it is genuine. One that cannot be looked at is not.
fn report(name: &str, looked_at: Result<Verdict, Fault>, anchors: &[Anchor]) -> bool {
    let verdict = match looked_at {
        Ok(verdict) => verdict,
        Err(fault) => {
            println!("{name:<20} BROKEN   {}", fault.title);
            return false;
        }
    };
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
    match &verdict.flaw {
        None => println!("{name:<20} genuine  {looked_at}"),
        Some(flaw) => println!("{name:<20} BROKEN   {flaw}; {looked_at}"),
    }
    verdict.flaw.is_none()
}

/// What is said of entries whose text is gone; only the oldest ones can be.
pub(crate) fn expired(entries: u64) -> Option<String> {
    let last = entries.checked_sub(1)?;
    Some(format!(
        "content removed by retention: {entries} entries, from 0 to {last}"
    ))
}

impl Outside {
    /// The tenants of whose logs there are heads.
    fn tenants(&self) -> Result<Vec<TenantId>> {
        let received = self.received.iter().map(|anchor| anchor.head.tenant);
        let mut tenants: Vec<_> = received.filter(|tenant| *tenant != PLATFORM).collect();
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(tenants),
            Err(error) => {
                return Err(error).context(format!("{} cannot be read", self.folder.display()));
            }
        };
        for file in files {
            let path = file?.path();
            let name = path.file_stem().and_then(|name| name.to_str());
            tenants.extend(name.and_then(|name| name.parse::<TenantId>().ok()));
        }
        Ok(tenants)
    }

    /// Fails if a head that was received is of a log that is not looked at: held against nothing, it would prove nothing.
    fn check_owners(&self, is_looked_at: impl Fn(TenantId) -> bool) -> Result<()> {
        let mut owners = self.received.iter().map(|anchor| anchor.head.tenant);
        match owners.find(|owner| !is_looked_at(*owner)) {
            Some(owner) => bail!("a head of --head is of another log: its tenant is {owner}"),
            None => Ok(()),
        }
    }

    /// The heads of one log; its file in the folder bears this name.
    fn of(&self, name: &str, owner: TenantId) -> Result<Vec<Anchor>> {
        let path = self.folder.join(format!("{name}.jsonl"));
        let mut anchors = if path.exists() {
            heads(&path)?
        } else {
            Vec::new()
        };
        let received = self.received.iter();
        anchors.extend(
            received
                .filter(|anchor| anchor.head.tenant == owner)
                .cloned(),
        );
        Ok(anchors)
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
