//! `audit export`, and checking what it wrote where nothing of ours is but this program.

use std::{
    fs::{self, File},
    io::{BufReader, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use contract::audit::ExportForm;
use domain::{LogExport, audit_check::check};

use crate::{
    arguments::Common,
    audit::{exit_code, expired, heads},
    open,
    operator::explain,
};

pub(crate) async fn write(
    common: &Common,
    tenant: &str,
    out: &Path,
    csv: bool,
    operator: &str,
) -> Result<ExitCode> {
    let platform = open::platform(common).await?;
    let desk = platform.console(operator).await.map_err(explain)?;
    let logs = platform.logs().await.map_err(explain)?;
    let Some((id, _)) = logs.into_iter().find(|(_, slug)| slug == tenant) else {
        bail!("there is no tenant {tenant:?} with a log; `tenantry tenant list` shows all");
    };
    let mut file =
        File::create_new(out).with_context(|| format!("{} cannot be made anew", out.display()))?;
    let form = if csv {
        ExportForm::Csv
    } else {
        ExportForm::Jsonl
    };
    let export = desk.tenant_event_export(id, form).await.map_err(explain);
    let written = match export {
        Ok(export) => fill(&mut file, export).await,
        Err(error) => Err(error),
    };
    match written {
        Ok(entries) => {
            println!("{entries} entries are in {}", out.display());
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            // Half of a log would be taken for one that was cut.
            fs::remove_file(out)?;
            Err(error)
        }
    }
}

async fn fill(file: &mut File, mut export: LogExport) -> Result<u64> {
    while let Some(piece) = export.next().await.map_err(explain)? {
        file.write_all(piece.as_bytes())?;
    }
    file.sync_all()?;
    Ok(export.head().size)
}

pub(crate) fn verify(file: &Path, anchor: Option<&Path>, key: Option<&str>) -> Result<ExitCode> {
    let anchors = anchor.map(heads).transpose()?.unwrap_or_default();
    let what = || format!("{} cannot be checked", file.display());
    let export = File::open(file).with_context(what)?;
    let checked = check(BufReader::new(export), &anchors, key).with_context(what)?;
    let looked_at = format!(
        "{} of {} entries up to {}, heads kept elsewhere: {}",
        checked.entries,
        checked.head.size,
        checked.head.signed_at.to_rfc3339(),
        anchors.len(),
    );
    match &checked.flaw {
        None => println!("{:<20} genuine  {looked_at}", checked.slug),
        Some(flaw) => println!("{:<20} BROKEN   {flaw}; {looked_at}", checked.slug),
    }
    if let Some(expired) = expired(checked.expired) {
        println!("{expired}");
    }
    if checked.vouched > 0 {
        println!(
            "{} of them are from before entries committed to their text: that is vouched for by the export's signature alone",
            checked.vouched
        );
    }
    if key.is_none() {
        println!(
            "signed with the key {}; hold it against what `tenantry audit key` prints where the log is",
            checked.public_key
        );
    }
    Ok(exit_code(checked.flaw.is_none()))
}
