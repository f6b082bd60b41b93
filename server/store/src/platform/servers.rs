//! The registry of database servers.

use std::time::{Duration, Instant};

use contract::{
    ids::ServerId,
    servers::{Server, ServerFields, ServerHealth},
};
use sqlx::{Connection, PgConnection};

use crate::{
    Database, PlatformReader, PlatformWriter, Result, names::Name, placement::ServerAddress,
};

/// Every server, each asked now for its health, two seconds at the most.
pub async fn list(database: &Database, reader: &mut PlatformReader) -> Result<Vec<Server>> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.name, s.region, s.host, s.port, s.is_primary, s.accepts_dedicated,
                  (SELECT count(*) FROM platform.placements p JOIN platform.tenants t ON t.id = p.tenant_id
                   WHERE p.server_id = s.id AND NOT t.is_canary) AS "tenants!"
           FROM platform.servers s ORDER BY s.is_primary DESC, s.name"#,
    )
    .fetch_all(reader.connection())
    .await?;
    let mut servers = Vec::with_capacity(rows.len());
    for row in rows {
        let address =
            ServerAddress::from_row(Some(row.id), Some(row.host.clone()), Some(row.port))?;
        let ready = sqlx::query!(
            r#"SELECT strategy, count(*) AS "count!" FROM platform.placements
               WHERE server_id = $1 AND state = 'ready' GROUP BY strategy ORDER BY strategy"#,
            row.id,
        )
        .fetch_all(reader.connection())
        .await?;
        servers.push(Server {
            id: row.id.into(),
            name: row.name,
            region: row.region,
            host: row.host,
            port: row.port,
            is_primary: row.is_primary,
            accepts_dedicated: row.accepts_dedicated,
            tenants: row.tenants,
            ready: ready
                .into_iter()
                .map(|row| (row.strategy, row.count))
                .collect(),
            health: health(database, &address).await,
        });
    }
    Ok(servers)
}

/// Registers a server that takes dedicated tenants; none if its address is registered already.
pub async fn insert(
    writer: &mut PlatformWriter,
    server: &ServerFields,
) -> Result<Option<ServerId>> {
    // One after the other: two at once would both find the address free.
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('tenantry/servers', 0))")
        .execute(writer.connection())
        .await?;
    let id = sqlx::query_scalar!(
        "INSERT INTO platform.servers (name, region, host, port, accepts_dedicated)
         SELECT $1, $2, $3, $4, true
         WHERE NOT EXISTS (SELECT FROM platform.servers WHERE host = $3 AND port = $4)
         RETURNING id",
        server.name,
        server.region,
        server.address.host,
        i32::from(server.address.port),
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(id.map(ServerId::new))
}

/// How the servers beside the primary are reached.
pub(crate) async fn beside_primary(database: &Database) -> Result<Vec<ServerAddress>> {
    let mut reader = database.platform_read().await?;
    let rows = sqlx::query!(
        "SELECT id, host, port FROM platform.servers WHERE NOT is_primary ORDER BY name"
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| ServerAddress::from_row(Some(row.id), Some(row.host), Some(row.port)))
        .collect()
}

/// Whether dedicated tenants can be placed anywhere.
pub async fn takes_dedicated(reader: &mut PlatformReader) -> Result<bool> {
    let takes = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM platform.servers WHERE accepts_dedicated) AS "takes!""#
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(takes)
}

async fn health(database: &Database, address: &ServerAddress) -> ServerHealth {
    match tokio::time::timeout(Duration::from_secs(2), ask(database, address)).await {
        Ok(Ok(_)) if database.barred().holds(address.id) => ServerHealth::Barred,
        Ok(Ok(health)) => health,
        Ok(Err(error)) => {
            tracing::warn!(%error, host = %address.host, "a database server refused to tell its health");
            ServerHealth::Down
        }
        Err(_) => ServerHealth::Down,
    }
}

async fn ask(database: &Database, address: &ServerAddress) -> Result<ServerHealth> {
    // Not the template: nobody may be connected to that while a database is copied from it.
    let home = Name::new(&database.settings().database)?;
    let mut connection =
        PgConnection::connect_with(&database.owner_options(address, &home)).await?;
    let asked = Instant::now();
    let (version, connections, max_connections): (String, i64, i64) = sqlx::query_as(
        "SELECT current_setting('server_version'),
                (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                current_setting('max_connections')::bigint",
    )
    .fetch_one(&mut connection)
    .await?;
    let round_trip_us = i64::try_from(asked.elapsed().as_micros()).unwrap_or(i64::MAX);
    connection.close().await?;
    Ok(ServerHealth::Up {
        version,
        round_trip_us,
        connections,
        max_connections,
    })
}
