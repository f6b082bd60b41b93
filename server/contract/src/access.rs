//! The three capability objects. What is not a method of the one you hold cannot be asked for.

use crate::{
    api_keys::ApiKeys,
    approvals::Approvals,
    audit::AuditLog,
    branding::{BrandingDesk, TenantSettings},
    companies::Companies,
    customers::Customers,
    factor_rule::FactorRules,
    isolation::Isolation,
    keys::Keys,
    logo::LogoDesk,
    mails::Mails,
    me::{MemberSelf, Onboarding, OperatorSelf},
    modules::Modules,
    plans::Plans,
    professionals::Professionals,
    receivers::Receivers,
    referrals::Referrals,
    retention::RetentionDesk,
    roles::Roles,
    servers::Servers,
    services::Services,
    sheets::Imports,
    tenants::Tenants,
    users::Users,
    visits::{Visiting, Visitors},
};

/// What a signed-in operator can do. Nothing of it reads a tenant's own records.
pub trait OperatorAccess:
    OperatorSelf
    + Tenants
    + TenantSettings
    + Approvals
    + Visiting
    + Plans
    + Keys
    + Mails
    + Servers
    + Isolation
    + AuditLog
{
}
impl<T> OperatorAccess for T where
    T: OperatorSelf
        + Tenants
        + TenantSettings
        + Approvals
        + Visiting
        + Plans
        + Keys
        + Mails
        + Servers
        + Isolation
        + AuditLog
{
}

/// What a signed-in admin of a tenant can do in its settings. The tenant is inside.
pub trait TenantAccess:
    MemberSelf
    + Onboarding
    + BrandingDesk
    + LogoDesk
    + Modules
    + Users
    + Roles
    + Companies
    + ApiKeys
    + FactorRules
    + Visitors
    + AuditLog
    + RetentionDesk
    + Receivers
{
}
impl<T> TenantAccess for T where
    T: MemberSelf
        + Onboarding
        + BrandingDesk
        + LogoDesk
        + Modules
        + Users
        + Roles
        + Companies
        + ApiKeys
        + FactorRules
        + Visitors
        + AuditLog
        + RetentionDesk
        + Receivers
{
}

/// What a signed-in member of a tenant can do in the app. The tenant is inside.
pub trait MemberAccess:
    MemberSelf + Customers + Professionals + Services + Referrals + Companies + Imports
{
}
impl<T> MemberAccess for T where
    T: MemberSelf + Customers + Professionals + Services + Referrals + Companies + Imports
{
}
