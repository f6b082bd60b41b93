//! A tenant's own log. Nothing here changes or removes an entry, and no role of the database could.

use contract::{
    Page, PageRequest,
    audit::{Event, EventFilter},
    ids::EventId,
};
use uuid::Uuid;

use crate::{
    AuditEntry, Error, Result, TenantReader, TenantWriter,
    cursor::{contains, searchable},
};

/// Adds an entry in the name of the transaction's actor.
pub(crate) async fn append(
    writer: &mut TenantWriter,
    id: EventId,
    entry: &AuditEntry,
) -> Result<()> {
    let (actor, caller) = (writer.actor().clone(), writer.caller().clone());
    sqlx::query!(
        "INSERT INTO events (id, action, actor_kind, actor_id, actor_name, target_kind, target_id,
                             detail, ip, request_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.uuid(),
        entry.action,
        actor.kind(),
        actor.uuid(),
        actor.name(),
        entry.target_kind,
        entry.target_id,
        entry.detail,
        caller.ip.map(|ip| ip.to_string()),
        caller.request_id,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// A page of entries, newest first; the filter's `tenant` is the operators' and means nothing here.
pub async fn list(
    reader: &mut TenantReader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Event>> {
    let after = page.cursor.as_deref().map(str::parse::<Uuid>);
    let after = after.transpose().map_err(|_| Error::Cursor)?;
    let rows = sqlx::query!(
        "SELECT id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id,
                detail, ip, request_id, at
         FROM events
         WHERE ($1::uuid IS NULL OR id < $1)
           AND starts_with(action, $2) AND ($3::text IS NULL OR actor_name ILIKE $3)
         ORDER BY id DESC LIMIT $4",
        after,
        searchable(filter.action.trim()),
        contains(&filter.actor),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let events = rows.into_iter().map(|row| Event {
        id: row.id.into(),
        tenant_id: Some(row.tenant_id.into()),
        action: row.action,
        actor_kind: row.actor_kind,
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        target_kind: row.target_kind,
        target_id: row.target_id,
        detail: row.detail,
        ip: row.ip,
        request_id: row.request_id,
        at: row.at,
    });
    Ok(Page::from_surplus(events.collect(), page.rows(), |event| {
        event.id.to_string()
    }))
}

/// Whether a user of the tenant ever did this.
pub async fn was_done_by_user(reader: &mut TenantReader, action: &str) -> Result<bool> {
    let done = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM events WHERE action = $1 AND actor_kind = 'user') AS "done!""#,
        action,
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(done)
}
