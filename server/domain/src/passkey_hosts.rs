//! Passkeys when the hosts of a tenant change: one that was made at a host that is gone opens nothing, and is asked for nowhere.

use contract::{
    Fault,
    acts::OperatorAct,
    ids::{TenantId, UserId},
    users::UserStatus,
};
use store::{PlatformWriter, platform::passkeys, tenant};

use crate::{OperatorDesk, mails::AccountOwner};

/// Somebody whose passkeys are all made at hosts that are to go, and who has no app.
pub(crate) struct LeftBehind {
    user: UserId,
    owner: AccountOwner,
}

impl OperatorDesk {
    /// Who would be left behind if a tenant had these hosts alone, and how to tell them where they sign in then. Read
    /// before the tenant's row is held: it opens the tenant's own connection.
    pub(crate) async fn left_behind(
        &self,
        tenant: TenantId,
        hosts: &[String],
        home: String,
    ) -> Result<Vec<LeftBehind>, Fault> {
        let mut outside = self.read(OperatorAct::TenantLifecycle).await?;
        let left = passkeys::left_behind(&mut outside, tenant, hosts).await?;
        drop(outside);
        if left.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.look_into(tenant).await?;
        let Some(scope) = scope.filter(|scope| scope.tenant().status.is_reachable()) else {
            return Ok(Vec::new());
        };
        let mut people = Vec::new();
        for user in left.into_iter().map(UserId::new) {
            let mut inside = self.database().read(&scope).await?;
            let account = tenant::users::account(&mut inside, user).await?;
            drop(inside);
            if let Some(account) = account.filter(|account| account.status == UserStatus::Active) {
                let owner = AccountOwner {
                    name: account.name,
                    email: account.email,
                    home: home.clone(),
                    tenant: Some((tenant, self.platform.letterhead(&scope).await?)),
                };
                people.push(LeftBehind { user, owner });
            }
        }
        Ok(people)
    }

    /// Marks the passkeys of a tenant by the hosts that it has from now on, and tells whoever is left behind by that; how
    /// many these are. The tenant's row must be held: its hosts are then these until the end.
    pub(crate) async fn move_hosts(
        &self,
        writer: &mut PlatformWriter,
        tenant: TenantId,
        hosts: &[String],
        people: &[LeftBehind],
    ) -> Result<usize, Fault> {
        let left = passkeys::left_behind(writer, tenant, hosts).await?;
        passkeys::set_hosts(writer, tenant, hosts).await?;
        for person in people
            .iter()
            .filter(|person| left.contains(&person.user.uuid()))
        {
            self.platform
                .post_passkeys_gone(writer, &person.owner)
                .await?;
        }
        Ok(left.len())
    }
}
