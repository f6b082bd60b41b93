//! The demonstration: two operators and four tenants with people in them.

use contract::{
    Fault,
    acts::{OperatorRole, Role},
    tenants::{TenantDraft, Tenants},
    users::UserFields,
};
use store::{
    Actor, AuditEntry, Caller, TenantScope,
    platform::{operators, tenants},
    tenant,
};

use crate::{OperatorDesk, Platform, provisioning};

/// One account of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    /// Where to sign in.
    pub url: String,
    /// With which address.
    pub email: String,
    /// What it can do there.
    pub role: String,
}

struct Demo {
    slug: &'static str,
    name: &'static str,
    plan: &'static str,
    strategy: &'static str,
    template: &'static str,
    owner: &'static str,
    member: &'static str,
}

const TENANTS: [Demo; 4] = [
    Demo {
        slug: "luna",
        name: "Luna Hair Studio",
        plan: "professional",
        strategy: "schema",
        template: "salon",
        owner: "Sofia Marchetti",
        member: "Noor Haddad",
    },
    Demo {
        slug: "forge",
        name: "Forge Athletics",
        plan: "starter",
        strategy: "shared",
        template: "gym",
        owner: "Marcus Oyelaran",
        member: "Elin Sandberg",
    },
    Demo {
        slug: "apex",
        name: "Apex Motorworks",
        plan: "enterprise",
        strategy: "database",
        template: "auto",
        owner: "Dana Kowalczyk",
        member: "Tomas Rivera",
    },
    Demo {
        slug: "bright",
        name: "Bright Smiles Dental",
        plan: "professional",
        strategy: "schema",
        template: "dental",
        owner: "Priya Raman",
        member: "Jonas Weber",
    },
];

/// The operators: one who may do everything, and a second for what takes two.
const OPERATORS: [(&str, &str, OperatorRole); 2] = [
    ("Robin Park", "operator@tenantry.test", OperatorRole::Owner),
    (
        "Kim Lindqvist",
        "support@tenantry.test",
        OperatorRole::Support,
    ),
];

/// Makes what is missing of the demonstration and returns every account. All have the same password.
pub async fn seed_demo(platform: &Platform, password: &str) -> Result<Vec<Seeded>, Fault> {
    let [first, second] = OPERATORS;
    let desk = seed_operator(platform, first, password).await?;
    seed_operator(platform, second, password).await?;
    let operator = |(_, email, role): (&str, &str, OperatorRole)| Seeded {
        url: platform.settings().operator_url(),
        email: email.into(),
        role: format!("operator ({role})"),
    };
    let mut accounts: Vec<_> = OPERATORS.map(operator).into();
    for demo in &TENANTS {
        seed_tenant(platform, &desk, demo, password).await?;
        let url = platform.settings().tenant_url(demo.slug, None);
        for role in ["owner", "member"] {
            accounts.push(Seeded {
                url: url.clone(),
                email: format!("{role}@{}.test", demo.slug),
                role: format!("{role} of {}", demo.name),
            });
        }
    }
    Ok(accounts)
}

async fn seed_operator(
    platform: &Platform,
    (name, email, role): (&str, &str, OperatorRole),
    password: &str,
) -> Result<OperatorDesk, Fault> {
    let hash = platform.hash_password(password).await?;
    let mut writer = platform.database().platform_write().await?;
    let id = match operators::by_email(&mut writer, email).await? {
        Some(operator) => operator.id,
        None => operators::upsert(&mut writer, name, email, role.as_str(), Some(&hash)).await?,
    };
    let operator = operators::find(&mut writer, id).await?;
    let operator = operator.ok_or_else(Fault::internal)?;
    let entry = AuditEntry::new("demo.seed", "operator", id);
    writer
        .commit(&Actor::System("seed"), &Caller::default(), None, entry)
        .await?;
    platform.operator_desk(operator, Caller::default())
}

async fn seed_tenant(
    platform: &Platform,
    desk: &OperatorDesk,
    demo: &Demo,
    password: &str,
) -> Result<(), Fault> {
    let known = {
        let mut reader = platform.database().platform_read().await?;
        tenants::id_by_slug(&mut reader, demo.slug).await?
    };
    let id = if let Some(id) = known {
        id
    } else {
        let draft = TenantDraft {
            slug: demo.slug.into(),
            name: demo.name.into(),
            plan: demo.plan.into(),
            strategy: demo.strategy.into(),
            template: demo.template.into(),
            demo_data: true,
            owner_name: demo.owner.into(),
            owner_email: format!("owner@{}.test", demo.slug),
            owner_password: password.into(),
            ..TenantDraft::default()
        };
        desk.tenant_create(draft).await?.row.id
    };
    provisioning::run(platform, id).await?;
    let scope = platform
        .database()
        .job_scope(id, "seed")
        .await?
        .filter(|scope| scope.tenant().status.is_writable());
    match scope {
        Some(scope) => seed_member(platform, &scope, demo, password).await,
        // Suspended or deactivated by somebody who tries the demonstration: left as it is.
        None => Ok(()),
    }
}

async fn seed_member(
    platform: &Platform,
    scope: &TenantScope,
    demo: &Demo,
    password: &str,
) -> Result<(), Fault> {
    let email = format!("member@{}.test", demo.slug);
    let mut writer = platform.database().write(scope).await?;
    if tenant::users::by_email(&mut writer, &email)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let fields = UserFields {
        name: demo.member.into(),
        email,
        role: Role::Staff.into(),
    };
    let user = tenant::users::insert(&mut writer, &fields).await?;
    let hash = platform.hash_password(password).await?;
    tenant::users::set_password(&mut writer, user.id, &hash).await?;
    writer
        .commit(AuditEntry::new("demo.seed", "user", user.id))
        .await?;
    Ok(())
}
