//! Where seals begin in the platform's own log: how many entries are from before, and the root over them.

use sqlx::{Connection, PgConnection};
use vault::{
    Table,
    log::{Frontier, Hash},
};

use super::{events, events::Seal};
use crate::{Keys, PlatformReader, Result, Secrets, secrets};

/// Sealed with a key of the platform, that has one version. The table has one row.
static EVENT_LOG: Table = Table::new("platform.event_log", &["unsealed"], &[]);
const KEY_VERSION: i32 = 1;
const ONLY_ROW: &str = "only";

/// Entries that are read at a time.
const BATCH: i64 = 1_000;

/// Entries from before there were seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsealed {
    /// How many, from the first on.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// What was counted when seals began; none where that is gone, or was not written by us.
pub async fn find(reader: &mut PlatformReader) -> Result<Option<Unsealed>> {
    let sealed = sqlx::query_scalar!("SELECT unsealed FROM platform.event_log")
        .fetch_optional(reader.connection())
        .await?
        .flatten();
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let row = EVENT_LOG.row(reader.own_keys(), ONLY_ROW);
    let Ok(said) = row.open("unsealed", KEY_VERSION, &sealed) else {
        return Ok(None);
    };
    let (size, root) = serde_json::from_str(said.as_disclosed())?;
    Ok(Some(Unsealed { size, root }))
}

/// Counts them, once in the life of an installation. Whoever could have it done again could take the seals off first. So what
/// says that it was done is nothing that can be taken out: the secret without which no id of a tenant is known is in its next
/// version then, and nobody makes the one before without a master key.
pub(crate) async fn count(owner: &mut PgConnection, keys: &Keys, known: &Secrets) -> Result<()> {
    let Some(next) = secrets::next_of_ids(owner, keys, known).await? else {
        return Ok(());
    };
    let mut transaction = owner.begin().await?;
    let mut frontier = Frontier::default();
    'entries: loop {
        let position = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
        let entries = events::rows(&mut transaction, &keys.own, position, BATCH).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            if entry.seal != Seal::Absent {
                break 'entries;
            }
            frontier.push(entry.leaf);
        }
    }
    let said = serde_json::to_string(&(frontier.size(), frontier.root()))?;
    let sealed = EVENT_LOG.row(&keys.own, ONLY_ROW).seal("unsealed", &said);
    sqlx::query!(
        "INSERT INTO platform.event_log (size, unsealed) VALUES (0, $1)
         ON CONFLICT (is_only) DO UPDATE SET unsealed = excluded.unsealed",
        sealed,
    )
    .execute(&mut *transaction)
    .await?;
    next.keep(&mut transaction).await?;
    Ok(transaction.commit().await?)
}
