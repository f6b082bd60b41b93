//! The rule that everybody of a workspace, or every operator, needs a second factor. Whoever has none reaches their own account and nothing
//! else: their scopes and desks are narrowed to nothing where they are made.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::Act,
    factor_rule::{FactorHolder, FactorRules},
    ids::OperatorId,
    users::UserFilter,
};
use store::{
    AuditEntry,
    platform::{factors, tenants},
    tenant::users,
};

use crate::{OperatorDesk, Platform, Signed, TenantDesk, users::allow_owners_only};

#[async_trait]
impl FactorRules for TenantDesk {
    async fn factor_rule(&self) -> Answer<bool> {
        drop(self.read(Act::UserManage).await?);
        let mut outside = self.database().platform_read().await?;
        Ok(tenants::factor_required(&mut outside, self.scope.tenant_id()).await?)
    }

    async fn factor_set_rule(&self, required: bool) -> Answer<()> {
        self.require_proof()?;
        let mut inside = self.write(Act::UserManage).await?;
        allow_owners_only(&mut inside, "Only an owner can change this rule.").await?;
        let tenant = self.scope.tenant_id();
        let mut outside = self.database().platform_write().await?;
        let own = (Some(tenant), self.principal());
        if required && !factors::in_force(&mut outside, own).await?.any() {
            return Err(Fault::new(
                FaultCode::Conflict,
                "Set a second factor up for yourself first, or add a passkey: the rule would shut you out.",
            ));
        }
        tenants::set_factor_required(&mut outside, tenant, required).await?;
        // The entry first: a crash between the two leaves one too many, never one too few.
        let entry = AuditEntry::new("factor.rule", "tenant", tenant).with("required", required);
        inside.commit(entry).await?;
        outside.commit_bookkeeping().await?;
        self.database().forget_tenant(tenant).await;
        Ok(())
    }

    async fn factor_list(&self, page: PageRequest) -> Answer<Page<FactorHolder>> {
        let mut reader = self.read(Act::UserManage).await?;
        let people = users::list(&mut reader, &UserFilter::default(), &page).await?;
        self.note_read(&reader, "user", people.items.len());
        drop(reader);
        let ids: Vec<_> = people.items.iter().map(|user| user.id.uuid()).collect();
        let mut outside = self.database().platform_read().await?;
        let holders = factors::holders(&mut outside, self.scope.tenant_id(), &ids).await?;
        let holders: BTreeMap<_, _> = holders.into_iter().collect();
        let shown = people.items.into_iter().map(|user| {
            let held = holders.get(&user.id.uuid());
            FactorHolder {
                id: user.id,
                name: user.name,
                email: user.email,
                role_name: user.role_name,
                has_app: held.is_some_and(|held| held.app),
                has_passkey: held.is_some_and(|held| held.passkeys),
            }
        });
        Ok(Page {
            items: shown.collect(),
            next_cursor: people.next_cursor,
        })
    }
}

impl Signed {
    /// Whether the workspace wants a second factor of this account, which has none: only the account itself is open.
    pub fn owes_factor(&self) -> bool {
        match self {
            Self::Tenant(desk) => desk.scope.owes_factor(),
            Self::Operator(desk) => desk.owes_factor,
        }
    }
}

impl Platform {
    /// The desk of an operator who came with a session or token: it opens nothing while the installation wants a second
    /// factor from operators and the account has none.
    pub(crate) async fn held_to_rule(&self, desk: OperatorDesk) -> Result<OperatorDesk, Fault> {
        Ok(OperatorDesk {
            owes_factor: self.operator_owes_factor(desk.id).await?,
            ..desk
        })
    }

    /// Whether the installation wants a second factor of this operator, who has none.
    pub(crate) async fn operator_owes_factor(&self, operator: OperatorId) -> Result<bool, Fault> {
        if !self.settings().operators_need_factor {
            return Ok(false);
        }
        let mut reader = self.database().platform_read().await?;
        let held = factors::in_force(&mut reader, (None, operator.uuid())).await?;
        Ok(!held.any())
    }
}
