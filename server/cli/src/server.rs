//! `server`: the database servers that tenants live on.

use anyhow::Result;
use contract::servers::{Server, ServerDraft, ServerHealth, Servers};

use crate::{
    arguments::{Common, ServerCommand},
    open,
    operator::{explain, read_password},
};

pub(crate) async fn run(common: &Common, command: &ServerCommand) -> Result<()> {
    let platform = open::platform(common).await?;
    match command {
        ServerCommand::Add {
            name,
            region,
            url,
            allow_old_postgres,
            operator,
        } => {
            let desk = platform.console(operator).await.map_err(explain)?;
            let draft = ServerDraft {
                name: name.clone(),
                region: region.clone(),
                url: url.clone(),
                password: read_password()?,
                allow_old_postgres: *allow_old_postgres,
            };
            let server = desk.server_add(draft).await.map_err(explain)?;
            show(&server);
        }
        ServerCommand::List { operator } => {
            let desk = platform.console(operator).await.map_err(explain)?;
            for server in desk.server_list().await.map_err(explain)? {
                show(&server);
            }
        }
    }
    Ok(())
}

fn show(server: &Server) {
    let address = format!("{}:{}", server.host, server.port);
    let use_of = match (server.is_primary, server.accepts_dedicated) {
        (true, _) => "primary",
        (false, true) => "dedicated",
        (false, false) => "closed",
    };
    let health = match &server.health {
        ServerHealth::Up { version, .. } => format!("PostgreSQL {version}"),
        ServerHealth::Barred => "answers, is not served yet".to_owned(),
        ServerHealth::Down => "does not answer".to_owned(),
    };
    println!(
        "{:<20} {:<12} {:<24} {:<10} {:>4} tenants  {}",
        server.name, server.region, address, use_of, server.tenants, health
    );
}
