//! The platform's own log.

use contract::{
    Page, PageRequest,
    audit::{Event, EventFilter},
    ids::{EventId, TenantId},
};
use uuid::Uuid;

use crate::{Actor, AuditEntry, Caller, Error, PlatformReader, PlatformWriter, Result};

pub(crate) async fn append(
    writer: &mut PlatformWriter,
    id: EventId,
    actor: &Actor,
    caller: &Caller,
    tenant: Option<TenantId>,
    entry: &AuditEntry,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO platform.events (id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id,
                                      detail, ip, request_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.uuid(),
        tenant.map(Uuid::from),
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

/// A page of entries, newest first.
pub async fn list(
    reader: &mut PlatformReader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Event>> {
    let after: Option<Uuid> = page
        .cursor
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| Error::Cursor)?;
    let tenant: Option<Uuid> = match filter.tenant.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::Cursor)?),
    };
    let rows = sqlx::query!(
        "SELECT id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id, detail, ip, request_id, at
         FROM platform.events
         WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR tenant_id = $2)
           AND ($3 = '' OR starts_with(action, $3)) AND ($4::text IS NULL OR actor_name ILIKE $4)
         ORDER BY id DESC LIMIT $5",
        after,
        tenant,
        crate::cursor::searchable(filter.action.trim()),
        crate::cursor::contains(&filter.actor),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| Event {
            id: row.id.into(),
            tenant_id: row.tenant_id.map(TenantId::from),
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
        })
        .collect();
    Ok(Page::from_surplus(rows, page.rows(), |event| {
        event.id.to_string()
    }))
}
