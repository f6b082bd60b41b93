//! Placements: being built, ready for the next tenant, or taken.

use contract::{
    ids::{PlacementId, ServerId, TenantId},
    tenants::{PlacementView, Strategy},
};
use uuid::Uuid;

use crate::{
    Database, Error, PlatformReader, PlatformWriter, Result,
    database::{SHARED_ROLE, SHARED_SCHEMA},
    names::Name,
    placement::{Placement, ServerAddress},
};

/// A placement's code: 10 characters of an alphabet without look-alikes, 50 bits of chance.
fn new_code() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let random: [u8; 10] = crate::random_bytes();
    // A code begins with a letter, so that it can begin a name.
    let first = char::from(ALPHABET[usize::from(random[0]) % 24]);
    let rest = random
        .iter()
        .skip(1)
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    std::iter::once(first).chain(rest).collect()
}

/// Takes a ready placement for a tenant, or records one to be built; returns the tenant's code. The code decides
/// every name, so the tenant must be inserted with it in the same transaction, before [`assign`].
pub async fn reserve_code(
    writer: &mut PlatformWriter,
    strategy: Strategy,
    region: Option<&str>,
    is_canary: bool,
) -> Result<(PlacementId, String)> {
    if matches!(strategy, Strategy::Schema | Strategy::Database) {
        let ready = sqlx::query!(
            "SELECT id, code FROM platform.placements WHERE state = 'ready' AND strategy = $1 AND tenant_id IS NULL
             ORDER BY created_at FOR UPDATE SKIP LOCKED LIMIT 1",
            strategy.as_str(),
        )
        .fetch_optional(writer.connection())
        .await?;
        if let Some(ready) = ready {
            return Ok((ready.id.into(), ready.code));
        }
    }
    record(writer, strategy, region, is_canary).await
}

/// Records a placement that is to be built. A canary goes to a dedicated server that has a tenant as well, and keeps
/// none from a tenant.
pub async fn record(
    writer: &mut PlatformWriter,
    strategy: Strategy,
    region: Option<&str>,
    is_canary: bool,
) -> Result<(PlacementId, String)> {
    let dedicated = strategy == Strategy::Dedicated;
    if dedicated {
        // One after the other: two orders at once would both find the same server free. The next statement sees what
        // whoever was first has committed.
        sqlx::query!(
            "SELECT id FROM platform.servers WHERE accepts_dedicated ORDER BY id FOR UPDATE"
        )
        .fetch_all(writer.connection())
        .await?;
    }
    let server = sqlx::query_scalar!(
        "SELECT s.id FROM platform.servers s
         WHERE CASE WHEN $1 THEN s.accepts_dedicated AND ($2::text IS NULL OR s.region = $2)
                                 AND ($3 OR NOT EXISTS (
                                     SELECT FROM platform.placements p LEFT JOIN platform.tenants t ON t.id = p.tenant_id
                                     WHERE p.server_id = s.id AND t.is_canary IS NOT TRUE))
                    ELSE s.is_primary END
         ORDER BY s.created_at FOR UPDATE LIMIT 1",
        dedicated,
        region,
        is_canary,
    )
    .fetch_optional(writer.connection())
    .await?
    .ok_or(Error::Constraint("placements_no_server".into()))?;
    let code = new_code();
    let own = format!("tenant_{code}");
    let home = sqlx::query_scalar!(r#"SELECT current_database()::text AS "name!""#)
        .fetch_one(writer.connection())
        .await?;
    let (database, schema, role) = match strategy {
        Strategy::Shared => (home, SHARED_SCHEMA.to_owned(), SHARED_ROLE.to_owned()),
        Strategy::Schema => (home, own.clone(), own.clone()),
        Strategy::Database | Strategy::Dedicated => (own.clone(), own.clone(), own.clone()),
    };
    let id = sqlx::query_scalar!(
        "INSERT INTO platform.placements (server_id, strategy, code, database, schema, role, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'building') RETURNING id",
        server,
        strategy.as_str(),
        code,
        database,
        schema,
        role,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok((id.into(), code))
}

/// Gives a placement to a tenant. Whether it is built already is for provisioning to find out.
pub async fn assign(writer: &mut PlatformWriter, id: PlacementId, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.placements SET tenant_id = $2, state = CASE WHEN state = 'ready' THEN 'assigned' ELSE state END
         WHERE id = $1",
        id.uuid(),
        tenant.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Notes that a placement is built: ready for anybody, or taken by the tenant it was built for.
pub async fn built(writer: &mut PlatformWriter, id: PlacementId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.placements SET ready_at = now(),
                state = CASE WHEN tenant_id IS NULL THEN 'ready' ELSE 'assigned' END
         WHERE id = $1 AND state = 'building'",
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets a placement whose plane was dropped.
pub async fn delete(writer: &mut PlatformWriter, id: PlacementId) -> Result<()> {
    sqlx::query!("DELETE FROM platform.placements WHERE id = $1 AND state = 'building' AND tenant_id IS NULL", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(())
}

/// A placement by id, and whether it is built.
pub async fn find(
    reader: &mut PlatformReader,
    id: PlacementId,
) -> Result<Option<(Placement, bool)>> {
    rows(reader, Some(id), None, None)
        .await
        .map(|rows| rows.into_iter().next())
}

/// The placement of a tenant, and whether it is built.
pub async fn of_tenant(
    reader: &mut PlatformReader,
    tenant: TenantId,
) -> Result<Option<(Placement, bool)>> {
    rows(reader, None, Some(tenant), None)
        .await
        .map(|rows| rows.into_iter().next())
}

/// Placements that nobody took and whose building began more than this many minutes ago.
pub async fn abandoned(reader: &mut PlatformReader, minutes: i32) -> Result<Vec<Placement>> {
    let rows = rows(reader, None, None, Some(minutes)).await?;
    Ok(rows.into_iter().map(|(placement, _)| placement).collect())
}

async fn rows(
    reader: &mut PlatformReader,
    id: Option<PlacementId>,
    tenant: Option<TenantId>,
    abandoned_minutes: Option<i32>,
) -> Result<Vec<(Placement, bool)>> {
    let rows = sqlx::query!(
        "SELECT p.id, p.strategy, p.database, p.schema, p.role, p.state, s.id AS server_id, s.host, s.port
         FROM platform.placements p JOIN platform.servers s ON s.id = p.server_id
         WHERE p.id = $1 OR p.tenant_id = $2
            OR (p.tenant_id IS NULL AND p.state = 'building' AND p.created_at < now() - make_interval(mins => $3))",
        id.map(Uuid::from),
        tenant.map(Uuid::from),
        abandoned_minutes,
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let placement = Placement {
                id: row.id.into(),
                strategy: row.strategy.parse()?,
                server: ServerAddress::from_row(
                    Some(row.server_id),
                    Some(row.host),
                    Some(row.port),
                )?,
                database: Name::new(&row.database)?,
                schema: Name::new(&row.schema)?,
                role: Name::new(&row.role)?,
            };
            Ok((placement, row.state != "building"))
        })
        .collect()
}

/// Where a tenant's plane lives, for people.
pub async fn view(reader: &mut PlatformReader, tenant: TenantId) -> Result<Option<PlacementView>> {
    let row = sqlx::query_as!(
        PlacementView,
        "SELECT s.name AS server, s.region, p.database, p.schema, p.role
         FROM platform.placements p JOIN platform.servers s ON s.id = p.server_id WHERE p.tenant_id = $1",
        tenant.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row)
}

/// How many placements of a strategy are ready or on their way.
pub async fn count_ready(reader: &mut PlatformReader, strategy: Strategy) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM platform.placements WHERE tenant_id IS NULL AND strategy = $1"#,
        strategy.as_str(),
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(count)
}

/// Every database that holds tenants of its own.
pub(crate) async fn databases(
    database: &Database,
) -> Result<Vec<(PlacementId, ServerAddress, Name)>> {
    let mut reader = database.platform_read().await?;
    let rows = sqlx::query!(
        "SELECT p.id AS placement, p.database, s.id, s.host, s.port
         FROM platform.placements p JOIN platform.servers s ON s.id = p.server_id
         WHERE p.strategy IN ('database', 'dedicated') AND p.state <> 'building' ORDER BY p.created_at",
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let server = ServerAddress::from_row(Some(row.id), Some(row.host), Some(row.port))?;
            Ok((row.placement.into(), server, Name::new(&row.database)?))
        })
        .collect()
}

/// Some databases that hold a tenant of their own, those of canaries first, others by chance.
pub(crate) async fn some_databases(
    database: &Database,
    strategy: Strategy,
    most: i64,
) -> Result<Vec<(ServerAddress, Name)>> {
    let mut reader = database.platform_read().await?;
    let rows = sqlx::query!(
        "SELECT p.database, s.id, s.host, s.port FROM platform.placements p
         JOIN platform.servers s ON s.id = p.server_id JOIN platform.tenants t ON t.id = p.tenant_id
         WHERE p.strategy = $1 AND p.state <> 'building' ORDER BY t.is_canary DESC, random() LIMIT $2",
        strategy.as_str(),
        most,
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let server = ServerAddress::from_row(Some(row.id), Some(row.host), Some(row.port))?;
            Ok((server, Name::new(&row.database)?))
        })
        .collect()
}

/// Names in the catalogues that look like planes of ours and belong to no placement; `doctor` lists them.
pub async fn orphans(database: &Database) -> Result<Vec<String>> {
    let mut reader = database.platform_read().await?;
    // Databases and roles are of the whole server, schemas of this database.
    let rows = sqlx::query_scalar!(
        r#"SELECT 'database ' || d.datname::text AS "object!" FROM pg_database d
           WHERE d.datname ~ '^tenant_[a-z0-9]{10}$'
             AND d.datname NOT IN (SELECT p.database FROM platform.placements p)
           UNION ALL
           SELECT 'schema ' || n.nspname::text FROM pg_namespace n
           WHERE n.nspname ~ '^tenant_[a-z0-9]{10}$'
             AND n.nspname NOT IN (SELECT p.schema FROM platform.placements p)
           UNION ALL
           SELECT 'role ' || r.rolname::text FROM pg_roles r
           WHERE r.rolname ~ '^tenant_[a-z0-9]{10}$'
             AND r.rolname NOT IN (SELECT p.role FROM platform.placements p)"#,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows)
}

impl Placement {
    /// The placement's id.
    pub fn id(&self) -> PlacementId {
        self.id
    }

    /// The server that holds it.
    pub fn server_id(&self) -> ServerId {
        self.server.id
    }
}
