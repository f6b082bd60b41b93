//! Database servers, for operators.

use async_trait::async_trait;
use contract::{
    Answer, Fault,
    acts::OperatorAct,
    servers::{Server, ServerDraft, Servers},
};
use store::{AuditEntry, Unfit, platform::servers};

use crate::{OperatorDesk, guard::taken};

#[async_trait]
impl Servers for OperatorDesk {
    async fn server_list(&self) -> Answer<Vec<Server>> {
        let mut reader = self.read(OperatorAct::ServerRead).await?;
        Ok(servers::list(self.database(), &mut reader).await?)
    }

    async fn server_add(&self, draft: ServerDraft) -> Answer<Server> {
        self.require_proof()?;
        self.allow(OperatorAct::ServerWrite)?;
        let server = draft.check()?;
        let prepared = self.database().server_prepare(&server).await;
        prepared.map_err(explain)?;
        let mut writer = self.write(OperatorAct::ServerWrite).await?;
        let added = servers::insert(&mut writer, &server).await;
        let id = added
            .map_err(|error| match error.constraint() {
                Some("servers_name_key") => taken("name", "Another server has this name.", &()),
                _ => error.into(),
            })?
            .ok_or_else(|| taken("url", "This server is registered already.", &()))?;
        let entry = AuditEntry::new("server.add", "server", id)
            .with("name", server.name)
            .with("region", server.region)
            .with("host", server.address.host)
            .with("port", server.address.port);
        writer
            .commit(&self.actor(), &self.caller, None, entry)
            .await?;
        let servers = self.server_list().await?;
        servers
            .into_iter()
            .find(|server| server.id == id)
            .ok_or_else(|| Fault::not_found("server"))
    }
}

/// Why a server cannot be registered, by the field that can mend it.
fn explain(unfit: Unfit) -> Fault {
    match unfit {
        Unfit::Silent => Fault::field("url", "No PostgreSQL answers at this address."),
        Unfit::Closed => Fault::field("password", "The server does not let this user in."),
        Unfit::Powerless => Fault::field("url", "Give a user who may create roles and databases."),
        Unfit::Old(version) => Fault::field(
            "url",
            format!(
                "PostgreSQL {}.{} has published holes in row-level security. Update it to 15.20 or newer.",
                version / 10_000,
                version % 10_000
            ),
        ),
        Unfit::Taken => Fault::field(
            "url",
            "This server belongs to an installation with another master key.",
        ),
        Unfit::Failed(error) => error.into(),
    }
}
