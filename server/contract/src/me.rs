//! Who is signed in, and what their pages need to know.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{
    Answer,
    acts::{Act, OperatorAct, OperatorRole},
    branding::Branding,
    customers::Customer,
    ids::{OperatorId, TenantId, UserId},
    roles::RoleKey,
    tenants::TenantStatus,
    visits::VisitNotice,
    vocabulary::Vocabulary,
};

/// The signed-in operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorMe {
    /// The operator's id.
    pub id: OperatorId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The role.
    pub role: OperatorRole,
    /// What the role may do.
    pub acts: Vec<OperatorAct>,
    /// Approvals that wait, and that this operator may decide.
    pub to_decide: i64,
}

/// The signed-in user of a tenant, and the tenant as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberMe {
    /// The user's id.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The word of the role.
    pub role: RoleKey,
    /// The tenant's name for it.
    pub role_name: String,
    /// What the role may do.
    pub acts: Vec<Act>,
    /// What it allows besides, but for modules that are switched off.
    pub switched_off: Vec<Act>,
    /// The pages of the modules that are on, and that the role may see.
    pub navigation: Vec<NavigationEntry>,
    /// The tenant.
    pub tenant: TenantView,
}

/// One entry of the members' navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavigationEntry {
    /// Key of the module.
    pub module: String,
    /// What it is called, in the tenant's words.
    pub label: String,
    /// Where it leads, from the root of the tenant's host.
    pub path: String,
    /// Name of an icon of the design system.
    pub icon: String,
}

impl MemberMe {
    /// Whether the role may do this.
    pub fn can(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// All that the role allows, whichever modules are on: what one may give to others.
    pub fn own_acts(&self) -> Vec<Act> {
        let own = self.acts.iter().chain(&self.switched_off);
        let mut own: Vec<_> = own.copied().collect();
        own.sort_unstable();
        own
    }
}

/// A tenant, as its own people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// The tenant's id.
    pub id: TenantId,
    /// First label of its address.
    pub slug: String,
    /// Where it is in its life.
    pub status: TenantStatus,
    /// Code of its plan.
    pub plan: String,
    /// Key of its vertical template.
    pub template: String,
    /// How its pages look.
    pub branding: Branding,
    /// Its words.
    pub vocabulary: Vocabulary,
    /// What it takes money in: ISO 4217 code, upper case.
    pub currency: String,
    /// Keys of the modules that are on.
    pub modules: Vec<String>,
    /// A visit that is under way, or asked for.
    pub visit: Option<VisitNotice>,
}

/// The first steps of a new tenant's admin, each ticked by the facts and never by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// In the order that makes sense.
    pub items: Vec<ChecklistItem>,
}

/// One first step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// The step's key.
    pub key: String,
    /// What to do.
    pub title: String,
    /// Why.
    pub description: String,
    /// Path of the page where it is done.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
}

/// The branded home page, as far as the role lets one look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberHome {
    /// How much is in each module.
    pub tiles: Vec<HomeTile>,
    /// Who is new, for those who may see customers.
    pub new_customers: Option<NewCustomers>,
}

/// How much is in a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeTile {
    /// The module and its pages.
    pub entry: NavigationEntry,
    /// Records in all.
    pub count: i64,
}

/// The customers who came last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCustomers {
    /// Entered in the last seven days.
    pub this_week: i64,
    /// The newest five.
    pub newest: Vec<Customer>,
}

/// The operator's own record.
#[async_trait]
pub trait OperatorSelf: Send + Sync {
    /// Who is signed in.
    async fn me(&self) -> Answer<OperatorMe>;
}

/// The member's own record and home page.
#[async_trait]
pub trait MemberSelf: Send + Sync {
    /// Who is signed in, and where.
    async fn me(&self) -> Answer<MemberMe>;
    /// The home page.
    async fn home(&self) -> Answer<MemberHome>;
}

/// The admin's first steps.
#[async_trait]
pub trait Onboarding: Send + Sync {
    /// What is done and what is left.
    async fn checklist(&self) -> Answer<Checklist>;
}
