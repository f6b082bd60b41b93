//! Checked drafts, as the rules would hand them down.

use contract::{
    acts::Role, companies::CompanyFields, customers::CustomerFields, ids::UserId,
    professionals::ProfessionalFields, referrals::ReferralFields, users::UserFields,
};
use store::{AuditEntry, TenantWriter, tenant::professionals};
use testkit::TenantPlane;

pub(crate) fn customer(name: &str) -> CustomerFields {
    CustomerFields {
        name: name.into(),
        email: None,
        phone: None,
        notes: None,
    }
}

pub(crate) fn professional(name: &str) -> ProfessionalFields {
    ProfessionalFields {
        company_id: None,
        name: name.into(),
        email: None,
        phone: None,
        specialty: None,
        is_active: true,
    }
}

/// A referral between two professionals made for it.
pub(crate) async fn referral(writer: &mut TenantWriter, reason: &str) -> ReferralFields {
    let mut made = Vec::new();
    for name in ["From", "To"] {
        let one = professionals::insert(writer, &professional(name)).await;
        made.push(one.unwrap().id);
    }
    ReferralFields {
        from_professional_id: made[0],
        to_professional_id: made[1],
        customer_id: None,
        reason: reason.into(),
        notes: None,
        status: None,
    }
}

pub(crate) fn company(name: &str) -> CompanyFields {
    CompanyFields { name: name.into() }
}

pub(crate) fn person(name: &str, email: &str, role: Role) -> UserFields {
    UserFields {
        name: name.into(),
        email: email.into(),
        role: role.into(),
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
