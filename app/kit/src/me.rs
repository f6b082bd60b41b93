//! The signed-in user of a tenant, as every page of the tenant's portals sees them.

use std::{ops::Deref, sync::Arc};

use contract::{Answer, Fault, acts::Act, me::MemberMe};
use leptos::prelude::*;

use crate::Noun;

/// The signed-in user and their tenant; the shell of a portal provides it as a context.
#[derive(Debug, Clone)]
pub struct Me(Arc<MemberMe>);

impl Me {
    /// Makes the user known to every page below.
    pub fn provide(me: MemberMe) -> Self {
        let me = Self(Arc::new(me));
        provide_context(me.clone());
        me
    }

    /// Says why this may not be done now, if so: the role forbids it, or the tenant is suspended.
    pub fn permit(&self, act: Act) -> Answer<()> {
        if !self.can(act) {
            Err(Fault::forbidden())
        } else if changes(act) && !self.tenant.status.is_writable() {
            Err(Fault::tenant_suspended())
        } else {
            Ok(())
        }
    }

    /// Whether to offer this on a page. The server decides again when it is done.
    pub fn may(&self, act: Act) -> bool {
        self.permit(act).is_ok()
    }

    /// Says why not all of this may be done now, if so.
    pub fn permit_all(&self, acts: &[Act]) -> Answer<()> {
        acts.iter().try_for_each(|act| self.permit(*act))
    }

    /// Whether to offer on a page what takes all of this.
    pub fn may_all(&self, acts: &[Act]) -> bool {
        self.permit_all(acts).is_ok()
    }

    /// The tenant's word for one of the product's nouns.
    pub fn noun(&self, noun: &str) -> Noun {
        Noun::of(&self.tenant.vocabulary, noun)
    }
}

impl Deref for Me {
    type Target = MemberMe;

    fn deref(&self) -> &MemberMe {
        &self.0
    }
}

/// The signed-in user, on a page inside the shell of a portal.
pub fn use_me() -> Answer<Me> {
    use_context().ok_or_else(Fault::unauthenticated)
}

fn changes(act: Act) -> bool {
    match act {
        Act::CustomerRead
        | Act::ProfessionalRead
        | Act::ServiceRead
        | Act::ReferralRead
        | Act::CompanyRead
        | Act::UserRead
        | Act::SettingsRead
        | Act::AuditRead => false,
        Act::CustomerWrite
        | Act::CustomerDelete
        | Act::ProfessionalWrite
        | Act::ProfessionalDelete
        | Act::ServiceWrite
        | Act::ServiceDelete
        | Act::ReferralWrite
        | Act::ReferralDelete
        | Act::CompanyWrite
        | Act::UserManage
        | Act::RoleManage
        | Act::SettingsWrite
        | Act::ModuleManage
        | Act::ApiKeyManage
        | Act::VisitManage
        | Act::LogStream => true,
    }
}
