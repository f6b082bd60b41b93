//! Database servers.

use axum::{Json, http::StatusCode};
use contract::servers::{ServerDraft, Servers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsOperator, JsonBody},
    respond::Answer,
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(list, add))
}

/// A server that is to take dedicated tenants.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewServer {
    /// Its name.
    #[serde(default)]
    #[schema(required, example = "frankfurt-2")]
    name: String,
    /// Where it stands; tenants can be pinned to a region.
    #[serde(default)]
    #[schema(required, example = "eu-central")]
    region: String,
    /// Address with a user who may create roles and databases; no password in it.
    #[serde(default)]
    #[schema(required, example = "postgres://admin@db2.example.com:5432/postgres")]
    url: String,
    /// That user's password; used once and kept nowhere.
    #[schema(format = Password)]
    password: Option<String>,
    /// Whether a version with published holes in row-level security will do.
    #[serde(default)]
    allow_old_postgres: bool,
}

impl From<NewServer> for ServerDraft {
    fn from(body: NewServer) -> Self {
        Self {
            name: body.name,
            region: body.region,
            url: body.url,
            password: body.password.unwrap_or_default(),
            allow_old_postgres: body.allow_old_postgres,
        }
    }
}

/// One database server.
#[derive(Debug, Serialize, ToSchema)]
struct Server {
    id: Uuid,
    name: String,
    /// Where it stands; tenants can be pinned to a region.
    region: String,
    /// Host name, address or socket folder.
    host: String,
    port: i32,
    /// Whether it holds the control plane.
    is_primary: bool,
    /// Whether `dedicated` tenants may be placed here.
    accepts_dedicated: bool,
    /// Tenants that live here.
    tenants: i64,
    /// Placements made ahead of need.
    ready: Vec<Ready>,
    health: ServerHealth,
}

/// Placements made ahead of need.
#[derive(Debug, Serialize, ToSchema)]
struct Ready {
    strategy: String,
    count: i64,
}

/// What a connection to the server told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
enum ServerHealth {
    /// It answered.
    Up {
        version: String,
        /// Round trip in microseconds.
        round_trip_us: i64,
        /// Client connections open now.
        connections: i64,
        /// The most it takes.
        max_connections: i64,
    },
    /// It answered, but is not served yet: it was down at the start, and is to be brought up to date and checked first.
    Barred,
    /// It did not.
    Down,
}

impl From<contract::servers::Server> for Server {
    fn from(row: contract::servers::Server) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            region: row.region,
            host: row.host,
            port: row.port,
            is_primary: row.is_primary,
            accepts_dedicated: row.accepts_dedicated,
            tenants: row.tenants,
            ready: row
                .ready
                .into_iter()
                .map(|(strategy, count)| Ready { strategy, count })
                .collect(),
            health: row.health.into(),
        }
    }
}

impl From<contract::servers::ServerHealth> for ServerHealth {
    fn from(health: contract::servers::ServerHealth) -> Self {
        match health {
            contract::servers::ServerHealth::Up {
                version,
                round_trip_us,
                connections,
                max_connections,
            } => Self::Up {
                version,
                round_trip_us,
                connections,
                max_connections,
            },
            contract::servers::ServerHealth::Barred => Self::Barred,
            contract::servers::ServerHealth::Down => Self::Down,
        }
    }
}

/// Lists every database server, asked now.
#[utoipa::path(get, path = "", tag = "platform", operation_id = "server_list",
    responses((status = 200, body = List<Server>, description = "Every server."), Problems))]
async fn list(desk: AsOperator) -> Answer<Json<List<Server>>> {
    Ok(Json(List::whole(desk.server_list().await?)))
}

/// Sets a server up for dedicated tenants and registers it.
#[utoipa::path(post, path = "", tag = "platform", operation_id = "server_add", request_body = NewServer,
    responses((status = 201, body = Server, description = "The server, asked now."), Problems))]
async fn add(
    desk: AsOperator,
    JsonBody(body): JsonBody<NewServer>,
) -> Answer<(StatusCode, Json<Server>)> {
    let server = desk.server_add(body.into()).await?;
    Ok((StatusCode::CREATED, Json(server.into())))
}
