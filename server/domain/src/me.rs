//! What pages need to know of who is signed in, and the home page of a tenant.

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, PageRequest,
    acts::{Act, Role},
    customers::CustomerFilter,
    ids::UserId,
    me::{
        HomeTile, MemberHome, MemberMe, MemberSelf, NavigationEntry, NewCustomers, OperatorMe,
        OperatorSelf, TenantView,
    },
    roles::RoleKey,
    users::User,
};
use modules::{MODULES, Module, Vocabulary};
use store::{
    Actor, TenantReader,
    tenant::{self, customers, settings, users},
};

use crate::{
    OperatorDesk, TenantDesk,
    mails::{vocabulary, words},
    modules::switched_on,
};

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
        let config = settings::config(&mut reader).await?.config;
        let (vocabulary, currency) = (config.vocabulary, config.currency);
        let words = words(&tenant.template, &vocabulary);
        let navigation = seen(&modules, |act| acts.contains(&act))
            .map(|module| entry(module, &words))
            .collect();
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
                currency,
                modules: modules.into_iter().map(str::to_owned).collect(),
            },
        })
    }

    async fn home(&self) -> Answer<MemberHome> {
        let mut reader = self.read_any(&[]).await?;
        let actor = reader.actor().clone();
        let on = switched_on(&mut reader).await?;
        let words = vocabulary(&self.scope, &mut reader).await?;
        let mut tiles = Vec::new();
        for module in seen(&on, |act| actor.can(act)) {
            if let Some(table) = module.tables.first() {
                tiles.push(HomeTile {
                    entry: entry(module, &words),
                    count: tenant::modules::count_records(&mut reader, table.name).await?,
                });
            }
        }
        let new_customers = if actor.can(Act::CustomerRead) {
            Some(self.new_customers(&mut reader).await?)
        } else {
            None
        };
        Ok(MemberHome {
            tiles,
            new_customers,
        })
    }
}

impl TenantDesk {
    async fn new_customers(&self, reader: &mut TenantReader) -> Answer<NewCustomers> {
        let week_ago = self.platform.clock().now() - TimeDelta::days(7);
        let five = PageRequest {
            limit: Some(5),
            cursor: None,
        };
        let newest = customers::list(reader, &CustomerFilter::default(), &five).await?;
        Ok(NewCustomers {
            this_week: customers::count_since(reader, week_ago).await?,
            newest: newest.items,
        })
    }
}

/// The modules whose pages somebody may see, in the order of the catalogue.
fn seen(on: &[&str], can: impl Fn(Act) -> bool) -> impl Iterator<Item = &'static Module> {
    let may_see = move |key: &str| {
        let mut acts = Act::ALL.iter().filter(|act| can(**act));
        acts.any(|act| act.as_str().strip_suffix(".read") == Some(key))
    };
    MODULES
        .into_iter()
        .filter(move |module| on.contains(&module.key) && may_see(module.key))
}

fn entry(module: &Module, words: &Vocabulary) -> NavigationEntry {
    NavigationEntry {
        module: module.key.into(),
        label: module.navigation.label.text(words).into(),
        path: module.navigation.path.into(),
        icon: module.navigation.icon.into(),
    }
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
