//! Rows that a test begins with, written through the store and past every rule.

use contract::{
    acts::{Act, OperatorRole, Role},
    api_keys::{ApiKey, ApiKeyDraft, ApiKeys},
    approvals::HeldAct,
    companies::{Company, CompanyFields},
    customers::{Customer, CustomerFields},
    ids::{ApprovalId, ImportId, VisitId},
    money::Money,
    professionals::{Professional, ProfessionalFields},
    receivers::{Receiver, ReceiverDraft, Receivers},
    referrals::{Referral, ReferralFields},
    roles::{RoleFields, RoleKey, TenantRole},
    services::{Service, ServiceCategory, ServiceCategoryFields, ServiceFields},
    sheets::{Imports, Sheet},
    users::{User, UserFields},
    visits::VisitDraft,
    vocabulary::Term,
};
use store::{
    platform::{approvals, operators, visits},
    tenant::{companies, customers, professionals, referrals, roles, services, settings, users},
};

use crate::{
    Plane,
    tenant::{TenantPlane, commit},
};

/// A picture, as a file: PNG, two pixels square.
pub const PICTURE: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4\x9as\x00\x00\x00\x10IDATx\x9cc\xd8'\x11\x0bD\x0c\x10\x0a\x00#&\x04\xcd\x0cP\xc01\x00\x00\x00\x00IEND\xaeB`\x82";

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery staple";

/// Argon2id of [`PASSWORD`] at the least cost: a sign-in in a test is about the answer, not about the work.
pub(crate) const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$YzUUqK+UoGZuoezRg4s+vg$prRLpon8JZ3CKP/DpHf71lCveT0SuWwVHsZ+2yELPpg";

/// A customer with a name and nothing else.
pub async fn customer(tenant: &TenantPlane, name: &str) -> Customer {
    let mut writer = tenant.write().await;
    let customer = customers::insert(&mut writer, &named(name)).await.unwrap();
    commit(writer).await;
    customer
}

/// This many customers, `Customer 0001` and so on.
pub async fn customers(tenant: &TenantPlane, count: u32) {
    let fields: Vec<CustomerFields> = (1..=count)
        .map(|number| named(&format!("Customer {number:04}")))
        .collect();
    let mut writer = tenant.write().await;
    customers::insert_many(&mut writer, &fields).await.unwrap();
    commit(writer).await;
}

/// A company.
pub async fn company(tenant: &TenantPlane, name: &str) -> Company {
    let mut writer = tenant.write().await;
    let fields = CompanyFields { name: name.into() };
    let company = companies::insert(&mut writer, &fields).await.unwrap();
    commit(writer).await;
    company
}

/// One more version of the settings, in which this is the word for what an appointment occupies.
pub async fn config_version(tenant: &TenantPlane, word: &str) {
    let mut writer = tenant.write().await;
    let mut config = settings::config(&mut writer).await.unwrap().config;
    let term = Term::new(word, word);
    config.vocabulary.0.insert("resource".into(), term);
    settings::update_config(&mut writer, &config, None)
        .await
        .unwrap();
    commit(writer).await;
}

/// A visit of the operator of this role, open or waiting for the tenant's answer.
pub async fn visit(
    plane: &Plane,
    tenant: &TenantPlane,
    of: OperatorRole,
    is_open: bool,
) -> VisitId {
    let operator = plane.operator_with(of).await.id();
    let now = plane.clock().now();
    let fields = visit_draft(false).check().unwrap();
    let mut writer = plane.database().platform_write().await.unwrap();
    let (whose, starts_at) = ((tenant.id(), operator), is_open.then_some(now));
    let visit = visits::insert(&mut writer, whose, &fields, now, starts_at).await;
    writer.commit_bookkeeping().await.unwrap();
    visit.unwrap()
}

/// Something that the operator of this role asked for and the others are to decide: closing the tenant.
pub async fn approval(plane: &Plane, tenant: &TenantPlane, of: OperatorRole) -> ApprovalId {
    let operator = plane.operator_with(of).await.id();
    let mut writer = plane.database().platform_write().await.unwrap();
    let account = operators::find(&mut writer, operator).await.unwrap();
    let who = (operator, account.expect("an operator").access_version);
    let what = (HeldAct::TenantDeactivate, tenant.id());
    let now = plane.clock().now();
    let approval = approvals::ask(&mut writer, what, who, "The contract ended.", now).await;
    writer.commit_bookkeeping().await.unwrap();
    approval.unwrap()
}

/// What an operator asks for who wants to look, or to change something.
pub fn visit_draft(may_write: bool) -> VisitDraft {
    VisitDraft {
        reason: "The calendar shows a wrong day.".into(),
        minutes: "30".into(),
        may_write,
    }
}

/// A role of the tenant's own.
pub async fn role(tenant: &TenantPlane, name: &str, acts: &[Act]) -> TenantRole {
    let mut writer = tenant.write().await;
    let fields = RoleFields {
        name: name.into(),
        key: RoleKey::of_name(name).unwrap(),
        acts: acts.to_vec(),
    };
    let role = roles::insert(&mut writer, &fields).await.unwrap();
    commit(writer).await;
    role
}

/// An active professional with a name and nothing else.
pub async fn professional(tenant: &TenantPlane, name: &str) -> Professional {
    let mut writer = tenant.write().await;
    let fields = ProfessionalFields {
        company_id: None,
        name: name.into(),
        email: None,
        phone: None,
        specialty: None,
        is_active: true,
    };
    let professional = professionals::insert(&mut writer, &fields).await.unwrap();
    commit(writer).await;
    professional
}

/// A category with nothing under it.
pub async fn service_category(tenant: &TenantPlane, name: &str) -> ServiceCategory {
    let mut writer = tenant.write().await;
    let fields = ServiceCategoryFields {
        name: name.into(),
        position: None,
    };
    let category = services::insert_category(&mut writer, &fields).await;
    commit(writer).await;
    category.unwrap()
}

/// A service of an hour for fifty, under a new category of the same name.
pub async fn service(tenant: &TenantPlane, name: &str) -> Service {
    let category = service_category(tenant, name).await;
    let mut writer = tenant.write().await;
    let fields = ServiceFields {
        category_id: category.id,
        name: name.into(),
        minutes: 60,
        price: Money {
            minor: 5000,
            currency: "USD".into(),
        },
        is_active: true,
    };
    let service = services::insert(&mut writer, &fields).await.unwrap();
    commit(writer).await;
    service
}

/// A file of one customer that waits to be imported, for the person with this address.
pub async fn import(tenant: &TenantPlane, name: &str, email: &str) -> ImportId {
    let file = format!("Name\n\"{name}\"\n").into_bytes();
    let desk = tenant.desk(email).await;
    desk.import_begin(Sheet::Customers, file).await.unwrap()
}

/// A referral of nobody in particular, between two new professionals.
pub async fn referral(tenant: &TenantPlane, reason: &str) -> Referral {
    let (from, to) = (
        professional(tenant, "From").await,
        professional(tenant, "To").await,
    );
    let mut writer = tenant.write().await;
    let fields = ReferralFields {
        from_professional_id: from.id,
        to_professional_id: to.id,
        customer_id: None,
        reason: reason.into(),
        notes: None,
        status: None,
    };
    let referral = referrals::insert(&mut writer, &fields).await.unwrap();
    commit(writer).await;
    referral
}

/// A user who has accepted the invitation and signs in with [`PASSWORD`].
pub async fn user(tenant: &TenantPlane, name: &str, email: &str, role: Role) -> User {
    let mut writer = tenant.write().await;
    let user = users::insert(&mut writer, &person(name, email, role))
        .await
        .unwrap();
    users::set_password(&mut writer, user.id, PASSWORD_HASH)
        .await
        .unwrap();
    let own = writer.own(user.id).unwrap();
    let user = users::find(&mut writer, own).await.unwrap();
    commit(writer).await;
    user.expect("the user that was just made")
}

/// A user who has not accepted the invitation, and was sent none.
pub async fn invited_user(tenant: &TenantPlane, name: &str, email: &str, role: Role) -> User {
    let mut writer = tenant.write().await;
    let user = users::insert(&mut writer, &person(name, email, role))
        .await
        .unwrap();
    commit(writer).await;
    user
}

/// A key for some acts, in the name of the user with this address.
pub async fn api_key(tenant: &TenantPlane, name: &str, email: &str, acts: &[Act]) -> ApiKey {
    let draft = ApiKeyDraft {
        name: name.into(),
        acts: acts.iter().map(ToString::to_string).collect(),
        days: "30".into(),
    };
    let desk = tenant.desk(email).await;
    desk.api_key_create(draft).await.unwrap()
}

/// A receiver of the log at this address, which is on.
pub async fn receiver(tenant: &TenantPlane, url: &str) -> Receiver {
    let draft = ReceiverDraft {
        url: url.into(),
        is_on: true,
    };
    tenant.owner().await.receiver_set(draft).await.unwrap()
}

fn named(name: &str) -> CustomerFields {
    CustomerFields {
        name: name.into(),
        email: None,
        phone: None,
        notes: None,
    }
}

fn person(name: &str, email: &str, role: Role) -> UserFields {
    UserFields {
        name: name.into(),
        email: email.into(),
        role: role.into(),
    }
}
