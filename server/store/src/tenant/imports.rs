//! Files that wait to be imported, each for whoever sent it.

use chrono::{DateTime, Utc};
use contract::{
    ids::{ImportId, ImportKind},
    sheets::{ImportDone, Sheet},
};
use uuid::Uuid;

use super::personal::IMPORTS;
use crate::{Own, Result, TenantReader, TenantWriter};

/// One file.
#[derive(Debug)]
pub struct ImportFile {
    /// What it holds; absent once it was imported.
    pub content: Option<String>,
    /// What became of it.
    pub done: Option<ImportDone>,
}

/// Keeps a file in the place of the one that the same sender had waiting.
pub async fn put(
    writer: &mut TenantWriter,
    sender: Uuid,
    sheet: Sheet,
    content: &str,
) -> Result<ImportId> {
    let id = writer.new_id::<ImportKind>();
    let keyring = writer.keyring()?;
    sqlx::query!(
        "INSERT INTO imports (id, sender, sheet, content, key_version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ON CONSTRAINT imports_one_per_sender_key
             DO UPDATE SET id = excluded.id, content = excluded.content, key_version = excluded.key_version,
                           imported = NULL, left_out = NULL, created_at = now()",
        id.uuid(),
        sender,
        sheet.as_str(),
        IMPORTS.row(&keyring, id.uuid()).seal("content", content),
        keyring.version(),
    )
    .execute(writer.connection())
    .await?;
    Ok(id.id())
}

/// The file of this sender, if it was kept since then.
pub async fn find(
    reader: &mut TenantReader,
    id: Own<ImportKind>,
    sender: Uuid,
    sheet: Sheet,
    since: DateTime<Utc>,
) -> Result<Option<ImportFile>> {
    let row = sqlx::query!(
        "SELECT content, key_version, imported, left_out FROM imports
         WHERE id = $1 AND sender = $2 AND sheet = $3 AND created_at >= $4",
        id.uuid(),
        sender,
        sheet.as_str(),
        since,
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| {
        let sealed = IMPORTS.row(&keyring, id.uuid());
        let content = sealed.open_option("content", row.key_version, row.content.as_deref())?;
        Ok(ImportFile {
            content: content.map(contract::Sensitive::disclose),
            done: row
                .imported
                .zip(row.left_out)
                .map(|(imported, left_out)| ImportDone {
                    imported: imported.unsigned_abs(),
                    left_out: left_out.unsigned_abs(),
                }),
        })
    })
    .transpose()
}

/// Forgets what the file held, and keeps what became of it.
pub async fn finish(
    writer: &mut TenantWriter,
    id: Own<ImportKind>,
    done: ImportDone,
) -> Result<()> {
    sqlx::query!(
        "UPDATE imports SET content = NULL, imported = $2, left_out = $3 WHERE id = $1",
        id.uuid(),
        i32::try_from(done.imported).unwrap_or(i32::MAX),
        i32::try_from(done.left_out).unwrap_or(i32::MAX),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
