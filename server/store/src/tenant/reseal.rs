//! Sealing rows anew, under the version of the tenant's key that is in force.
//!
//! The statements follow from the declarations in [`personal`](super::personal) and are so not checked when they are
//! compiled; names of tables and columns are the only text in them.

use contract::Sensitive;
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _};
use uuid::Uuid;
use vault::{Keyring, Table};

use crate::{Error, Result, TenantReader, TenantWriter};

/// Rows that are locked and written in one transaction.
const BATCH: i64 = 200;

/// The version of what was written before there were keys: the bytes of the text.
const PLAIN: i32 = 0;

/// What is taken for a value that can be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// What was sealed, and nothing else.
    Sealed,
    /// Also what is in the clear. Only a migration takes this: whoever could write rows could otherwise have anything
    /// sealed in the tenant's name.
    Plain,
}

/// What became of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Batch {
    /// Rows that are sealed anew.
    pub(crate) sealed: usize,
    /// Rows that do not open, and were left alone.
    pub(crate) refused: usize,
    /// The last of them.
    pub(crate) last: Uuid,
}

/// Seals the next rows of a table, after one of them; none if there were none. A row that somebody else holds is left for
/// another time.
pub(crate) async fn next(
    writer: &mut TenantWriter,
    table: &'static Table,
    take: Take,
    after: Option<Uuid>,
) -> Result<Option<Batch>> {
    let keyring = writer.keyring()?;
    let columns = table.columns.join(", ");
    let rows = sqlx::query(AssertSqlSafe(format!(
        "SELECT id, key_version, ARRAY[{columns}]::bytea[] AS values FROM {name}
         WHERE key_version < $1 AND key_version >= $2 AND ($3::uuid IS NULL OR id > $3)
         ORDER BY id LIMIT {BATCH} FOR UPDATE SKIP LOCKED",
        name = table.name,
    )))
    .bind(keyring.version())
    .bind(if take == Take::Plain {
        PLAIN
    } else {
        PLAIN + 1
    })
    .bind(after)
    .fetch_all(writer.connection())
    .await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let mut batch = Batch {
        sealed: 0,
        refused: 0,
        last: last.try_get(0)?,
    };
    for row in &rows {
        let (id, version, values) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match opened(&keyring, table, id, version, values) {
            Ok(values) => {
                write(writer, &keyring, table, id, &values).await?;
                batch.sealed += 1;
            }
            Err(error) => {
                tracing::error!(tenant = %writer.tenant(), table = table.name, row = %id, %error, "a row does not open");
                batch.refused += 1;
            }
        }
    }
    Ok(Some(batch))
}

fn opened(
    keyring: &Keyring,
    table: &'static Table,
    id: Uuid,
    version: i32,
    values: Vec<Option<Vec<u8>>>,
) -> Result<Vec<Option<String>>> {
    let row = table.row(keyring, id);
    let values = table.columns.iter().zip(values);
    values
        .map(|(column, value)| match value {
            Some(text) if version == PLAIN => String::from_utf8(text)
                .map(Some)
                .map_err(|_| Error::Corrupt(format!("{}.{column} is no text", table.name))),
            value => {
                let opened = row.open_option(column, version, value.as_deref())?;
                Ok(opened.map(Sensitive::disclose))
            }
        })
        .collect()
}

async fn write(
    writer: &mut TenantWriter,
    keyring: &Keyring,
    table: &'static Table,
    id: Uuid,
    values: &[Option<String>],
) -> Result<()> {
    let row = table.row(keyring, id);
    let value = |column: &str| {
        let at = table.columns.iter().position(|name| *name == column)?;
        values.get(at)?.as_deref()
    };
    let mut update = QueryBuilder::new(format!("UPDATE {} SET key_version = ", table.name));
    update.push_bind(keyring.version());
    for column in table.columns {
        update.push(format!(", {column} = "));
        update.push_bind(row.seal_option(column, value(column)));
    }
    if !table.searched.is_empty() {
        let searched: Vec<_> = table.searched.iter().map(|column| value(column)).collect();
        update.push(", search_terms = ");
        update.push_bind(keyring.search_terms(table, &searched));
    }
    if let Some((column, index)) = table.unique {
        update.push(format!(", {index} = "));
        update.push_bind(value(column).map(|value| keyring.blind(table, column, value)));
    }
    update.push(" WHERE id = ");
    update.push_bind(id);
    update.build().execute(writer.connection()).await?;
    Ok(())
}

/// Rows of a table by the version of the key that they are sealed with.
pub(crate) async fn count(
    reader: &mut TenantReader,
    table: &'static Table,
) -> Result<Vec<(i32, i64)>> {
    let statement = format!(
        "SELECT key_version, count(*) FROM {} GROUP BY 1",
        table.name
    );
    let counts = sqlx::query_as(AssertSqlSafe(statement));
    Ok(counts.fetch_all(reader.connection()).await?)
}
