//! The first steps of a tenant's admin, each ticked by the facts.

use async_trait::async_trait;
use contract::{
    Answer,
    acts::Act,
    me::{Checklist, ChecklistItem, Onboarding},
    vocabulary::Vocabulary,
};
use store::tenant::{companies, events, settings, users};

use crate::TenantDesk;

#[async_trait]
impl Onboarding for TenantDesk {
    async fn checklist(&self) -> Answer<Checklist> {
        let mut reader = self.read(Act::SettingsRead).await?;
        let branding = settings::branding(&mut reader).await?;
        let config = settings::config(&mut reader).await?;
        let companies = companies::list(&mut reader).await?;
        let users = users::count(&mut reader).await?;
        // Demo data and imports are there without anybody having learned the page: the log knows the difference.
        let entered = events::was_done_by_user(&mut reader, "customer.create").await?;
        let company_is_named = companies.len() > 1 || companies.iter().any(|one| one.version > 1);
        let words = Words(&config.config.vocabulary);
        let items = vec![
            ChecklistItem {
                key: "branding".into(),
                title: "Make it look like yours".into(),
                description: "Name and colours of every page, every mail and the sign-in form."
                    .into(),
                href: "/settings/branding".into(),
                done: branding.version > 1,
            },
            ChecklistItem {
                key: "configuration".into(),
                title: "Check language, time zone and currency".into(),
                description: "Dates, prices and your own words follow from them.".into(),
                href: "/settings/configuration".into(),
                done: config.version > 1,
            },
            ChecklistItem {
                key: "companies".into(),
                title: format!("Name your {}", words.one("company")),
                description: format!(
                    "Rename the first one, or add more {}.",
                    words.many("company")
                ),
                href: "/settings/companies".into(),
                done: company_is_named,
            },
            ChecklistItem {
                key: "users".into(),
                title: "Invite somebody".into(),
                description: "Each person gets an account with a role of its own.".into(),
                href: "/settings/users/new".into(),
                done: users > 1,
            },
            ChecklistItem {
                key: "customers".into(),
                title: format!("Enter your first {}", words.one("customer")),
                description: format!(
                    "Everything else begins with your {}.",
                    words.many("customer")
                ),
                href: "/customers/new".into(),
                done: entered,
            },
        ];
        Ok(Checklist { items })
    }
}

/// The tenant's terms as they read inside a sentence.
struct Words<'a>(&'a Vocabulary);

impl Words<'_> {
    fn one(&self, noun: &str) -> String {
        self.0.term(noun).singular.to_lowercase()
    }

    fn many(&self, noun: &str) -> String {
        self.0.term(noun).plural.to_lowercase()
    }
}
