//! "It was not me": the mail that tells of a new app or passkey carries a link for whoever did not add it. Without it, what
//! a thief of a password added would outlive the new password.

use contract::Fault;
use store::{
    Actor, AuditEntry, Caller,
    platform::{factors, links, links::Purpose, operators},
    tenant::users,
};

use crate::{
    Platform, Site, Subject,
    door::{dead_link, end_everything},
    tokens,
};

impl Platform {
    /// Uses such a link up: takes away what was added with its mail or later, ends every session, token and key of the
    /// account, and makes its password worth nothing. Answers with the secret of a link that sets a new one; factors from
    /// before are asked for then as ever.
    pub async fn link_disown(
        &self,
        site: &Site,
        token: &str,
        caller: Caller,
    ) -> Result<String, Fault> {
        let (link, account) = self.link_account(site, token, &caller).await?;
        let Purpose::Disown { since } = link.purpose else {
            return Err(dead_link());
        };
        // Opened first: nobody who waits for a tenant's server may hold what all need.
        let inside = match site {
            Site::Tenant(tenant) => {
                let door = self.tenant_door(tenant, caller.clone());
                Some(self.database().write(&door.scope).await?)
            }
            Site::Public | Site::Operator | Site::Api => None,
        };
        let mut writer = self.database().platform_write().await?;
        // In the order in which the use of another link takes them, or each would wait for the other.
        links::consume(&mut writer, &tokens::hash(token), self.clock().now())
            .await
            .map_err(|_| dead_link())?;
        let ids = account.subject.ids();
        links::revoke(&mut writer, ids.1).await?;
        end_everything(&mut writer, ids.1).await?;
        let gone = factors::remove_since(&mut writer, ids, since).await?;
        factors::forget_pending(&mut writer, ids).await?;
        let next = self
            .link_token(&mut writer, account.subject, Purpose::Reset)
            .await?;
        let entry = |kind| {
            AuditEntry::new("factor.disown", kind, ids.1)
                .with("name", account.name.as_str())
                .with("app", gone.app)
                .with("passkeys", gone.passkeys)
        };
        match (account.subject, inside) {
            (Subject::Operator(id), None) => {
                if !operators::forget_password(&mut writer, id).await? {
                    return Err(dead_link());
                }
                let actor = Actor::Operator {
                    id,
                    name: account.name.clone(),
                };
                let entry = entry("operator");
                writer.commit(&actor, &caller, None, entry).await?;
            }
            (Subject::User { user, .. }, Some(mut inside)) => {
                if !users::forget_password(&mut inside, user).await? {
                    return Err(dead_link());
                }
                // The link last: a crash between the two leaves it to be used again.
                inside.commit(entry("user")).await?;
                writer.commit_bookkeeping().await?;
            }
            _ => return Err(dead_link()),
        }
        Ok(next)
    }
}
