//! The rules of a tenant's own nouns, asked through the desks that pages and API hold.

mod companies;
mod customers;
mod me;
mod modules;
mod professionals;
mod referrals;
mod roles;
mod services;
mod settings;
mod users;

use contract::{
    acts::{Act, Role},
    users::Users,
};
use domain::TenantDesk;
use testkit::{TenantPlane, given};

/// Somebody with a role of the tenant's own.
pub(crate) async fn with_role(
    tenant: &TenantPlane,
    local: &str,
    name: &str,
    acts: &[Act],
) -> TenantDesk {
    let role = given::role(tenant, name, acts).await;
    let email = tenant.email(local);
    let user = given::user(tenant, local, &email, Role::ReadOnly).await;
    let owner = tenant.owner().await;
    owner.user_set_role(user.id, role.key, None).await.unwrap();
    tenant.desk(&email).await
}
