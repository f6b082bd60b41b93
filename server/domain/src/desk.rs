//! The desks: what a recognised caller holds. Each method of theirs begins by saying which act it is.

use std::slice;

use contract::{
    Fault,
    acts::{Act, OperatorAct, OperatorRole},
    ids::OperatorId,
};
use store::{
    Actor, Caller, Database, PlatformReader, PlatformWriter, TenantReader, TenantScope,
    TenantWriter,
    platform::{operators, sessions},
};

use crate::{Clock, Platform};

/// What a signed-in operator holds.
#[derive(Clone)]
pub struct OperatorDesk {
    pub(crate) platform: Platform,
    pub(crate) id: OperatorId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: OperatorRole,
    pub(crate) access_version: i32,
    /// Whether the installation wants a second factor of this account, which has none.
    pub(crate) owes_factor: bool,
    pub(crate) caller: Caller,
}

/// What a signed-in user of a tenant holds. The tenant is inside, and inside every transaction that it opens.
#[derive(Clone)]
pub struct TenantDesk {
    pub(crate) platform: Platform,
    pub(crate) scope: TenantScope,
}

impl OperatorDesk {
    /// Who holds the desk.
    pub fn id(&self) -> OperatorId {
        self.id
    }

    /// The same desk with what its holder may do now, for whoever stays longer than a request:
    /// [`FaultCode::Unauthenticated`](contract::FaultCode::Unauthenticated) once the account or the session has ended.
    pub async fn renewed(&self) -> Result<Self, Fault> {
        self.platform.held_to_rule(self.reread().await?).await
    }

    /// The same for a command of the machine, which no rule holds.
    pub(crate) async fn reread(&self) -> Result<Self, Fault> {
        let mut reader = self.database().platform_read().await?;
        if let Some(session) = self.caller.session
            && !sessions::is_alive(&mut reader, self.id.uuid(), session).await?
        {
            return Err(Fault::unauthenticated());
        }
        let operator = operators::find(&mut reader, self.id).await?;
        let operator = operator.filter(|operator| operator.access_version == self.access_version);
        let operator = operator.ok_or_else(Fault::unauthenticated)?;
        drop(reader);
        self.platform.operator_desk(operator, self.caller.clone())
    }

    pub(crate) fn database(&self) -> &Database {
        self.platform.database()
    }

    pub(crate) fn clock(&self) -> &Clock {
        self.platform.clock()
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor::Operator {
            id: self.id,
            name: self.name.clone(),
        }
    }

    /// Opens the control plane for reading, if the role may do this.
    pub(crate) async fn read(&self, act: OperatorAct) -> Result<PlatformReader, Fault> {
        self.allow(act)?;
        Ok(self.database().platform_read().await?)
    }

    /// Opens the control plane for writing, if the role may do this.
    pub(crate) async fn write(&self, act: OperatorAct) -> Result<PlatformWriter, Fault> {
        self.allow(act)?;
        Ok(self.database().platform_write().await?)
    }

    pub(crate) fn allow(&self, act: OperatorAct) -> Result<(), Fault> {
        if self.owes_factor {
            Err(Fault::factor_wanted())
        } else if self.role.acts().contains(&act) {
            Ok(())
        } else {
            Err(Fault::forbidden())
        }
    }
}

impl TenantDesk {
    /// The scope inside, for what needs the tenant's id or status only.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// The same desk with what its holder may do now, for whoever stays longer than a request:
    /// [`FaultCode::Unauthenticated`](contract::FaultCode::Unauthenticated) once the session, key or visit has ended.
    pub async fn renewed(&self) -> Result<Self, Fault> {
        let now = self.platform.clock().now();
        let scope = self.database().renewed(&self.scope, now).await?;
        let platform = self.platform.clone();
        Ok(Self { platform, scope })
    }

    pub(crate) fn database(&self) -> &Database {
        self.platform.database()
    }

    /// Who holds the desk, as a bare id.
    pub(crate) fn principal(&self) -> uuid::Uuid {
        crate::identity::user_of(&self.scope)
    }

    /// Opens the tenant's plane for reading, if role and modules allow this at this moment.
    pub(crate) async fn read(&self, act: Act) -> Result<TenantReader, Fault> {
        self.read_any(slice::from_ref(&act)).await
    }

    /// Opens the tenant's plane for reading, if the role may do all of this; nothing for one's own record.
    pub(crate) async fn read_any(&self, acts: &[Act]) -> Result<TenantReader, Fault> {
        let reader = self.database().read(&self.scope).await?;
        self.allow(reader.actor(), acts)?;
        Ok(reader)
    }

    /// Opens the tenant's plane for writing, if the role may do this and the tenant is not suspended.
    pub(crate) async fn write(&self, act: Act) -> Result<TenantWriter, Fault> {
        let writer = self.database().write(&self.scope).await?;
        self.allow(writer.actor(), slice::from_ref(&act))?;
        Ok(writer)
    }

    fn allow(&self, actor: &Actor, acts: &[Act]) -> Result<(), Fault> {
        if self.scope.owes_factor() && !acts.is_empty() {
            return Err(Fault::factor_wanted());
        }
        allow(actor, acts)
    }
}

fn allow(actor: &Actor, acts: &[Act]) -> Result<(), Fault> {
    let (Actor::User {
        acts: allowed,
        switched_off,
        ..
    }
    | Actor::Visitor {
        acts: allowed,
        switched_off,
        ..
    }) = actor
    else {
        return Err(Fault::forbidden());
    };
    match acts.iter().find(|act| !allowed.contains(act)) {
        None => Ok(()),
        Some(act) if switched_off.contains(act) => Err(Fault::switched_off()),
        Some(_) => Err(Fault::forbidden()),
    }
}
