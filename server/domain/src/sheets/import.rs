//! Sheets that come in: a file is kept, looked at, and entered once.

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    ids::{ImportId, ImportKind},
    sheets::{
        Import, ImportColumn, ImportDone, ImportField, ImportReport, Imports, Mapping, Sheet,
    },
};
use store::{
    AuditEntry, Own, TenantReader, TenantWriter,
    tenant::{
        imports::{self, ImportFile},
        locks,
    },
};

use super::{
    file,
    looked::{Looked, guessed, places, read, told},
};
use crate::{Platform, TenantDesk, guard, mails::vocabulary};

/// How long a file waits.
const KEPT: TimeDelta = TimeDelta::days(1);

#[async_trait]
impl Imports for TenantDesk {
    async fn import_begin(&self, sheet: Sheet, file: Vec<u8>) -> Answer<ImportId> {
        let mut writer = self.write(entering(sheet)?).await?;
        let content = file::text(file)?;
        let rows = file::rows(&content)?.rows.len();
        let id = imports::put(&mut writer, self.principal(), sheet, &content).await?;
        let entry = AuditEntry::new("import.create", "import", id);
        let entry = entry.with("sheet", sheet.as_str()).with("rows", rows);
        writer.commit(entry).await?;
        Ok(id)
    }

    async fn import_get(&self, sheet: Sheet, id: ImportId) -> Answer<Import> {
        let (mut writer, own) = self.write_own(entering(sheet)?, id).await?;
        let waiting = self.import_content(&mut writer, own, sheet).await?;
        let words = vocabulary(&self.scope, &mut writer).await?;
        let file = file::rows(&waiting)?;
        let example = |at: usize| {
            let mut cells = file.rows.iter().filter_map(|row| row.cells.get(at));
            let example = cells.find(|cell| !cell.trim().is_empty());
            example.map(|cell| told(cell)).unwrap_or_default()
        };
        let heads = file.heads.iter().enumerate();
        Ok(Import {
            id,
            rows: file.rows.len(),
            columns: heads
                .map(|(at, head)| ImportColumn {
                    head: told(head),
                    example: example(at),
                })
                .collect(),
            fields: read(sheet)
                .map(|(column, field)| ImportField {
                    name: field.name.to_owned(),
                    label: column.head(&words),
                    is_required: field.is_required,
                    column: guessed(column, &file.heads, &words),
                })
                .collect(),
        })
    }

    async fn import_check(
        &self,
        sheet: Sheet,
        id: ImportId,
        mapping: Mapping,
    ) -> Answer<ImportReport> {
        let (mut writer, own) = self.write_own(entering(sheet)?, id).await?;
        let waiting = self.import_content(&mut writer, own, sheet).await?;
        let words = vocabulary(&self.scope, &mut writer).await?;
        let file = file::rows(&waiting)?;
        let places = places(sheet, &mapping, &file, &words)?;
        let looked = Looked::at(&mut writer, sheet, &file, &places, &words).await?;
        self.import_report(&mut writer, looked).await
    }

    async fn import_run(&self, sheet: Sheet, id: ImportId, mapping: Mapping) -> Answer<ImportDone> {
        let (mut writer, own) = self.write_own(entering(sheet)?, id).await?;
        // Whoever presses twice waits here, and is told what came of the first.
        one_at_a_time(&mut writer, sheet).await?;
        let kept = self.import_kept(&mut writer, own, sheet).await?;
        let content = match (kept.content, kept.done) {
            (Some(content), _) => content,
            (None, Some(done)) => return Ok(done),
            (None, None) => return Err(Fault::not_found("import")),
        };
        let words = vocabulary(&self.scope, &mut writer).await?;
        let file = file::rows(&content)?;
        let places = places(sheet, &mapping, &file, &words)?;
        let looked = Looked::at(&mut writer, sheet, &file, &places, &words).await?;
        self.import_enter(writer, sheet, Some(own), &looked).await
    }
}

impl TenantDesk {
    /// Enters the good rows of a file, whose columns are named as an export names them, or says what would come of it.
    pub async fn import_file(
        &self,
        sheet: Sheet,
        file: Vec<u8>,
        is_dry: bool,
    ) -> Answer<ImportReport> {
        let mut writer = self.write(entering(sheet)?).await?;
        if !is_dry {
            one_at_a_time(&mut writer, sheet).await?;
        }
        let content = file::text(file)?;
        let words = vocabulary(&self.scope, &mut writer).await?;
        let file = file::rows(&content)?;
        let guesses = read(sheet).filter_map(|(column, field)| {
            let column = guessed(column, &file.heads, &words)?;
            Some((field.name.to_owned(), column.to_string()))
        });
        let places = places(sheet, &guesses.collect(), &file, &words)?;
        let looked = Looked::at(&mut writer, sheet, &file, &places, &words).await?;
        if is_dry {
            return self.import_report(&mut writer, looked).await;
        }
        let done = self.import_enter(writer, sheet, None, &looked).await?;
        Ok(ImportReport {
            good: done.imported,
            bad: done.left_out,
            errors: looked.errors,
            more_errors: looked.more_errors,
            obstacle: None,
        })
    }

    /// The file of whoever asks, waiting or not.
    async fn import_kept(
        &self,
        reader: &mut TenantReader,
        id: Own<ImportKind>,
        sheet: Sheet,
    ) -> Result<ImportFile, Fault> {
        let since = self.platform.clock().now() - KEPT;
        let kept = imports::find(reader, id, self.principal(), sheet, since).await?;
        kept.ok_or_else(|| Fault::not_found("import"))
    }

    /// What the file of whoever asks holds.
    async fn import_content(
        &self,
        reader: &mut TenantReader,
        id: Own<ImportKind>,
        sheet: Sheet,
    ) -> Result<String, Fault> {
        let kept = self.import_kept(reader, id, sheet).await?;
        kept.content.ok_or_else(|| {
            Fault::new(
                FaultCode::Conflict,
                "This file was imported already. Choose it again to import it once more.",
            )
        })
    }

    async fn import_report(
        &self,
        reader: &mut TenantReader,
        looked: Looked,
    ) -> Result<ImportReport, Fault> {
        let good = looked.incoming.taken();
        let count = looked.incoming.count(reader).await?;
        let limit = looked.incoming.limit(self.limits());
        let full = limit.filter(|(limit, _)| count + i64::from(good) > *limit);
        Ok(ImportReport {
            good,
            bad: looked.bad,
            errors: looked.errors,
            more_errors: looked.more_errors,
            obstacle: full.map(|(limit, plural)| guard::over(limit, plural).title),
        })
    }

    /// Enters what was found good, with an entry for each record and one for all.
    async fn import_enter(
        &self,
        mut writer: TenantWriter,
        sheet: Sheet,
        own: Option<Own<ImportKind>>,
        looked: &Looked,
    ) -> Result<ImportDone, Fault> {
        let mut entries = looked.incoming.enter(&mut writer).await.map_err(explain)?;
        let imported = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        // What somebody else entered since the look stays out, too.
        let left_out = looked.bad + looked.incoming.taken().saturating_sub(imported);
        let done = ImportDone { imported, left_out };
        if let Some(own) = own {
            imports::finish(&mut writer, own, done).await?;
        }
        let target = own.map_or_else(|| "file".to_owned(), |own| own.id().to_string());
        let entry = AuditEntry::new("import.run", "import", target);
        let entry = entry.with("sheet", sheet.as_str());
        entries.push(entry.with("imported", imported).with("left_out", left_out));
        let recorded = writer.record_many(entries).await?;
        let limit = looked.incoming.limit(self.limits());
        guard::commit_recorded(
            limit,
            async |reader| looked.incoming.count(reader).await,
            recorded,
        )
        .await?;
        Ok(done)
    }
}

impl Platform {
    /// Removes what planes keep for a day: files that wait to be imported, and answers to API calls. A plane that is away
    /// keeps no other one's.
    pub(crate) async fn sweep_planes(&self) -> Result<u64, Fault> {
        let before = self.clock().now() - KEPT;
        let mut swept = 0;
        for (tenant, _) in self.logs().await? {
            let Some(scope) = self.database().log_scope(tenant).await? else {
                continue;
            };
            match store::tenant::sweep::day_old(self.database(), &scope, before).await {
                Ok(rows) => swept += rows,
                Err(error) => tracing::warn!(%tenant, %error, "a plane is not swept"),
            }
        }
        Ok(swept)
    }
}

/// Waits for other imports of the same kind: two that enter the same unique names in different orders would wait for each
/// other.
async fn one_at_a_time(writer: &mut TenantWriter, sheet: Sheet) -> Result<(), Fault> {
    Ok(locks::take(writer, &format!("import of {sheet}")).await?)
}

/// What entering one such record takes.
fn entering(sheet: Sheet) -> Result<Act, Fault> {
    sheet.enter().ok_or_else(no_such_sheet)
}

pub(super) fn no_such_sheet() -> Fault {
    Fault::field("sheet", "Records of this kind cannot be imported.")
}

fn explain(error: store::Error) -> Fault {
    match error.constraint() {
        Some("services_category_fkey" | "professionals_company_fkey") => Fault::new(
            FaultCode::Conflict,
            "Something that the file names was deleted meanwhile. Look at the rows once more.",
        ),
        _ => error.into(),
    }
}
