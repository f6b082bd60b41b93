//! The capability objects of the request that is being served.

use std::sync::Arc;

use contract::{
    Answer, Fault, MemberAccess, OperatorAccess, TenantAccess, account::OwnAccount, door::Door,
};
use leptos::prelude::use_context;

/// What the signed-in operator can do.
pub fn operator() -> Answer<Arc<dyn OperatorAccess>> {
    held()
}

/// What the signed-in admin can do in the tenant's settings.
pub fn tenant() -> Answer<Arc<dyn TenantAccess>> {
    held()
}

/// What the signed-in member can do in the tenant's app.
pub fn member() -> Answer<Arc<dyn MemberAccess>> {
    held()
}

/// What whoever is signed in can do with their own account.
pub fn account() -> Answer<Arc<dyn OwnAccount>> {
    held()
}

/// What anybody can do at this host.
pub fn door() -> Answer<Arc<dyn Door>> {
    held()
}

fn held<T: Clone + 'static>() -> Answer<T> {
    use_context().ok_or_else(Fault::unauthenticated)
}
