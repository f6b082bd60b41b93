//! What pages need to know of who is signed in, and the home page of a tenant.

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, PageRequest,
    acts::{Act, Role},
    customers::CustomerFilter,
    ids::UserId,
    me::{MemberHome, MemberMe, MemberSelf, NavigationEntry, OperatorMe, OperatorSelf, TenantView},
    roles::RoleKey,
    users::User,
};
use modules::{MODULES, Vocabulary};
use store::{
    Actor,
    tenant::{companies, customers, settings, users},
};

use crate::{OperatorDesk, TenantDesk, mails::words, modules::switched_on};

#[async_trait]
impl OperatorSelf for OperatorDesk {
    async fn me(&self) -> Answer<OperatorMe> {
        Ok(OperatorMe {
            id: self.id,
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role,
            acts: if self.owes_factor {
                Vec::new()
            } else {
                self.role.acts().to_vec()
            },
            to_decide: self.to_decide().await?,
        })
    }
}

#[async_trait]
impl MemberSelf for TenantDesk {
    async fn me(&self) -> Answer<MemberMe> {
        let mut reader = self.read_any(&[]).await?;
        let (person, acts, switched_off) = match reader.actor().clone() {
            Actor::User {
                id,
                acts,
                switched_off,
                ..
            } => {
                let own = reader.own(id)?;
                let user = users::find(&mut reader, own).await?;
                let user = user.ok_or_else(Fault::unauthenticated)?;
                (user.into(), acts, switched_off)
            }
            Actor::Visitor {
                name,
                acts,
                switched_off,
                ..
            } => (Person::visiting(name), acts, switched_off),
            Actor::Operator { .. } | Actor::System(_) | Actor::Anonymous => {
                return Err(Fault::forbidden());
            }
        };
        let modules = switched_on(&mut reader).await?;
        let tenant = self.scope.tenant();
        let vocabulary = settings::config(&mut reader).await?.config.vocabulary;
        let words = words(&tenant.template, &vocabulary);
        let navigation = navigation(&modules, &acts, &words);
        let visit = self.visit_notice(&acts).await?;
        Ok(MemberMe {
            id: person.id,
            name: person.name,
            email: person.email,
            role: person.role,
            role_name: person.role_name,
            acts,
            switched_off,
            navigation,
            tenant: TenantView {
                visit,
                id: tenant.id,
                slug: tenant.slug.clone(),
                status: tenant.status,
                plan: tenant.plan.clone(),
                template: tenant.template.clone(),
                branding: settings::branding(&mut reader).await?,
                vocabulary,
                modules: modules.into_iter().map(str::to_owned).collect(),
            },
        })
    }

    async fn home(&self) -> Answer<MemberHome> {
        let mut reader = self.read(Act::CustomerRead).await?;
        let week_ago = self.platform.clock().now() - TimeDelta::days(7);
        let five = PageRequest {
            limit: Some(5),
            cursor: None,
        };
        let newest = customers::list(&mut reader, &CustomerFilter::default(), &five).await?;
        Ok(MemberHome {
            customers: customers::count(&mut reader).await?,
            customers_this_week: customers::count_since(&mut reader, week_ago).await?,
            companies: companies::count(&mut reader).await?,
            newest: newest.items,
        })
    }
}

/// The pages of modules that a role may see, in the order of the catalogue.
fn navigation(on: &[&str], acts: &[Act], words: &Vocabulary) -> Vec<NavigationEntry> {
    let may_see = |key: &str| {
        acts.iter()
            .any(|act| act.as_str().strip_suffix(".read") == Some(key))
    };
    MODULES
        .into_iter()
        .filter(|module| on.contains(&module.key) && may_see(module.key))
        .map(|module| NavigationEntry {
            module: module.key.into(),
            label: module.navigation.label.text(words).into(),
            path: module.navigation.path.into(),
            icon: module.navigation.icon.into(),
        })
        .collect()
}

/// Who looks at the pages.
struct Person {
    id: UserId,
    name: String,
    email: String,
    role: RoleKey,
    role_name: String,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            email: user.email,
            role: user.role,
            role_name: user.role_name,
        }
    }
}

impl Person {
    /// A visitor has no account here: the id is nobody's, and the role says what is nearest.
    fn visiting(name: String) -> Self {
        Self {
            id: UserId::new(uuid::Uuid::nil()),
            name,
            email: "Visitor".to_owned(),
            role: Role::ReadOnly.into(),
            role_name: "Visitor".to_owned(),
        }
    }
}
