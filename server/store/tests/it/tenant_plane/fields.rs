//! Checked drafts, as the rules would hand them down.

use contract::{
    acts::Role, companies::CompanyFields, customers::CustomerFields, ids::UserId, users::UserFields,
};
use store::{AuditEntry, TenantWriter};
use testkit::TenantPlane;

pub(crate) fn customer(name: &str) -> CustomerFields {
    CustomerFields {
        name: name.into(),
        email: None,
        phone: None,
        notes: None,
    }
}

pub(crate) fn company(name: &str) -> CompanyFields {
    CompanyFields { name: name.into() }
}

pub(crate) fn person(name: &str, email: &str, role: Role) -> UserFields {
    UserFields {
        name: name.into(),
        email: email.into(),
        role,
    }
}

/// The owner that the tenant was ordered with.
pub(crate) async fn owner(tenant: &TenantPlane) -> UserId {
    let account = tenant.account(&tenant.email("owner")).await;
    account.unwrap().id
}

/// Makes everything last that was written.
pub(crate) async fn commit(writer: TenantWriter) {
    let entry = AuditEntry::new("test.write", "test", "it");
    writer.commit(entry).await.unwrap();
}
