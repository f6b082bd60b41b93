//! Database servers: the registry that placements point into.

use std::net::Ipv6Addr;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck, ids::ServerId, text};

/// One database server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The server's id.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// Where it stands; tenants can be pinned to a region.
    pub region: String,
    /// Host name, address or socket folder.
    pub host: String,
    /// TCP port.
    pub port: i32,
    /// Whether it holds the control plane.
    pub is_primary: bool,
    /// Whether `dedicated` tenants may be placed here.
    pub accepts_dedicated: bool,
    /// Tenants that live here.
    pub tenants: i64,
    /// Placements made ahead of need, by strategy word.
    pub ready: Vec<(String, i64)>,
    /// What a connection told, or why there was none.
    pub health: ServerHealth,
}

/// What a connection to a server told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServerHealth {
    /// It answered.
    Up {
        /// Version as the server prints it.
        version: String,
        /// Round trip in microseconds.
        round_trip_us: i64,
        /// Client connections open now.
        connections: i64,
        /// The most it takes.
        max_connections: i64,
    },
    /// It answered, but the node that asked does not serve it yet: it was down when that started, and is to be brought up
    /// to date and checked first.
    Barred,
    /// It did not.
    Down,
}

/// What is sent to register a server that takes dedicated tenants.
#[derive(Clone, Default)]
pub struct ServerDraft {
    /// Its name; required.
    pub name: String,
    /// Where it stands; required.
    pub region: String,
    /// `postgres://user@host:5432/postgres`, of a user who may create roles and databases; required.
    pub url: String,
    /// That user's password, or empty; used once and kept nowhere.
    pub password: String,
    /// Whether a version with published holes in row-level security will do.
    pub allow_old_postgres: bool,
}

/// A server draft whose every field was found good.
#[derive(Clone)]
pub struct ServerFields {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub region: String,
    /// How it is reached, and as whom it is set up.
    pub address: ServerAddress,
    /// That user's password, or empty.
    pub password: String,
    /// Whether a version with published holes in row-level security will do.
    pub allow_old_postgres: bool,
}

/// What an address of a PostgreSQL server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// Who signs in.
    pub user: String,
    /// Host name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// The database to sign in to.
    pub database: String,
}

impl ServerDraft {
    /// Parses every field, or names each that is wrong. The fault repeats nothing: an address can hold a password.
    pub fn check(&self) -> Result<ServerFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 60));
        let region = check.take("region", text::line(&self.region, "a region", 40));
        let address = check.take("url", address(&self.url));
        let fields = (|| {
            Some(ServerFields {
                name: name?,
                region: region?,
                address: address?,
                password: self.password.clone(),
                allow_old_postgres: self.allow_old_postgres,
            })
        })();
        check.finish(fields, &())
    }
}

/// Takes the part of PostgreSQL's addresses that names one user at one server, and no options.
fn address(typed: &str) -> Result<ServerAddress, String> {
    let sentence = || "Enter an address such as postgres://admin@db2.example.com:5432/postgres.";
    let typed = typed.trim();
    let rest = typed
        .strip_prefix("postgres://")
        .or_else(|| typed.strip_prefix("postgresql://"))
        .ok_or_else(sentence)?;
    let (user, rest) = rest.rsplit_once('@').ok_or_else(sentence)?;
    if user.contains(':') {
        return Err("Give the password by itself, not in the address.".into());
    }
    let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (place, "5432"),
    };
    let in_brackets = host.strip_prefix('[').and_then(|ip| ip.strip_suffix(']'));
    let is_host = match in_brackets {
        Some(ip) => ip.parse::<Ipv6Addr>().is_ok(),
        None => (1..=253).contains(&host.len()) && host.split('.').all(text::is_dns_label),
    };
    let is_word = |word: &str| {
        word.len() <= 63
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let port = port.parse().ok().filter(|port| *port > 0);
    match port {
        Some(port) if is_host && !user.is_empty() && is_word(user) && is_word(database) => {
            Ok(ServerAddress {
                user: user.to_owned(),
                host: in_brackets.unwrap_or(host).to_ascii_lowercase(),
                port,
                database: if database.is_empty() {
                    "postgres"
                } else {
                    database
                }
                .to_owned(),
            })
        }
        _ => Err(sentence().into()),
    }
}

/// What an operator can do with servers.
#[async_trait]
pub trait Servers: Send + Sync {
    /// Every server, asked now.
    async fn server_list(&self) -> Answer<Vec<Server>>;
    /// Sets a server up for dedicated tenants and registers it.
    async fn server_add(&self, draft: ServerDraft) -> Answer<Server>;
}
