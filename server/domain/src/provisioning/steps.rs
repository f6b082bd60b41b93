//! What each step does. Every one of them can be run again.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Fault,
    acts::Role,
    branding::{BrandingFields, TenantConfig},
    tenants::SubscriptionStatus,
    vocabulary::{Term, Vocabulary},
};
use modules::{Template, Word, mails::Mail};
use store::{
    AuditEntry, PlatformWriter, TenantScope, TenantWriter,
    platform::{links::Purpose, placements, tenants},
    tenant,
};

use super::{JOB, Work};
use crate::{
    Subject,
    mails::{INVITATION_HOURS, Letterhead},
    modules::contains,
};

/// How long a tenant on the trial plan may try.
const TRIAL: TimeDelta = TimeDelta::days(14);

/// One step of provisioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Schema, database or rows, with the role that reaches them.
    Placement,
    /// The keys that the tenant begins with.
    Key,
    /// Built-in roles with their permissions.
    Roles,
    /// Look, words and modules of the template.
    Settings,
    /// Service categories and services of the template.
    Services,
    /// The tenant's copies of the mail texts.
    MailTexts,
    /// The first company.
    Company,
    /// The owner's account.
    Owner,
    /// Realistic examples.
    Demo,
    /// Subscription and welcome mail, in the transaction that opens the doors.
    Welcome,
}

impl Step {
    /// In the order they are done.
    pub const ALL: &'static [Self] = &[
        Self::Placement,
        Self::Key,
        Self::Roles,
        Self::Settings,
        Self::Services,
        Self::MailTexts,
        Self::Company,
        Self::Owner,
        Self::Demo,
        Self::Welcome,
    ];

    /// The step's key in records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Placement => "placement",
            Self::Key => "key",
            Self::Roles => "roles",
            Self::Settings => "settings",
            Self::Services => "services",
            Self::MailTexts => "mail_texts",
            Self::Company => "company",
            Self::Owner => "owner",
            Self::Demo => "demo",
            Self::Welcome => "welcome",
        }
    }

    /// What it does, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Placement => "Make the isolated place",
            Self::Key => "Make the encryption keys",
            Self::Roles => "Set up roles and permissions",
            Self::Settings => "Apply the template's look and words",
            Self::Services => "Fill the service menu",
            Self::MailTexts => "Prepare the mail texts",
            Self::Company => "Open the first company",
            Self::Owner => "Create the owner's account",
            Self::Demo => "Add realistic examples",
            Self::Welcome => "Start the subscription and invite the owner",
        }
    }

    pub(crate) fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.key() == key)
    }
}

/// The owner who is to be invited, and how the tenant writes.
pub(super) struct Guest {
    scope: TenantScope,
    owner: tenant::users::Account,
    letterhead: Letterhead,
}

impl Work<'_> {
    pub(super) async fn run(&self, step: Step) -> Result<(), Fault> {
        match step {
            Step::Placement => self.placement().await,
            Step::Key => self.key().await,
            Step::Roles => self.roles().await,
            Step::Settings => self.settings().await,
            Step::Services => self.services().await,
            Step::MailTexts => self.mail_texts().await,
            Step::Company => self.company().await,
            Step::Owner => self.owner().await,
            Step::Demo => self.demo().await,
            // Everything of it belongs into the transaction of `open_doors`.
            Step::Welcome => Ok(()),
        }
    }

    fn template(&self) -> Result<&'static Template, Fault> {
        modules::template(&self.record.row.template).ok_or_else(|| Fault::not_found("template"))
    }

    async fn scope(&self) -> Result<TenantScope, Fault> {
        let scope = self.platform.database().job_scope(self.id, JOB).await?;
        scope.ok_or_else(Fault::tenant_unknown)
    }

    async fn writer(&self) -> Result<TenantWriter, Fault> {
        let scope = self.scope().await?;
        Ok(self.platform.database().write(&scope).await?)
    }

    async fn placement(&self) -> Result<(), Fault> {
        let database = self.platform.database();
        let mut reader = database.platform_read().await?;
        let found = placements::of_tenant(&mut reader, self.id).await?;
        drop(reader);
        let (placement, is_built) = found.ok_or_else(|| Fault::not_found("placement"))?;
        if is_built {
            return Ok(());
        }
        database.plane_build(&placement).await?;
        let mut writer = database.platform_write().await?;
        placements::built(&mut writer, placement.id()).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    async fn key(&self) -> Result<(), Fault> {
        Ok(self.platform.database().make_tenant_keys(self.id).await?)
    }

    async fn roles(&self) -> Result<(), Fault> {
        let names = &self.template()?.roles;
        let name = |role: Role| match role {
            Role::Owner => names.owner,
            Role::Admin => names.admin,
            Role::Manager => names.manager,
            Role::Staff => names.staff,
            Role::ReadOnly => names.read_only,
        };
        let roles: Vec<(Role, &str)> = Role::ALL.iter().map(|role| (*role, name(*role))).collect();
        let mut writer = self.writer().await?;
        tenant::roles::insert_built_in(&mut writer, &roles).await?;
        self.commit(writer, "provisioning.roles").await
    }

    async fn settings(&self) -> Result<(), Fault> {
        let template = self.template()?;
        let branding = BrandingFields {
            display_name: self.record.row.display_name.clone(),
            primary_color: template.palette.primary.to_string(),
            secondary_color: template.palette.secondary.to_string(),
            sign_in_text: None,
        };
        let config = TenantConfig {
            vocabulary: words(template),
            ..TenantConfig::default()
        };
        let scope = self.scope().await?;
        let plan = self.platform.plan_modules(scope.tenant()).await?;
        let modules = template
            .modules
            .iter()
            .filter_map(|key| modules::module(key));
        let modules: Vec<&str> = modules
            .filter(|module| module.is_shipped() && contains(&plan, module))
            .map(|module| module.key)
            .collect();
        let mut writer = self.writer().await?;
        tenant::settings::insert(&mut writer, &branding, &config).await?;
        tenant::modules::insert(&mut writer, &modules).await?;
        self.commit(writer, "provisioning.settings").await
    }

    async fn services(&self) -> Result<(), Fault> {
        let categories: Vec<_> = self
            .template()?
            .services
            .iter()
            .map(|category| tenant::services::CategorySeed {
                name: category.name,
                services: category
                    .services
                    .iter()
                    .map(|service| tenant::services::ServiceSeed {
                        name: service.name,
                        minutes: i32::from(service.minutes),
                        price_minor: i64::from(service.price_cents),
                        currency: "USD",
                    })
                    .collect(),
            })
            .collect();
        let mut writer = self.writer().await?;
        tenant::services::insert_catalogue(&mut writer, &categories).await?;
        self.commit(writer, "provisioning.services").await
    }

    async fn mail_texts(&self) -> Result<(), Fault> {
        let mut writer = self.writer().await?;
        tenant::mail_texts::insert_defaults(&mut writer, &modules::mails::tenant_texts()).await?;
        self.commit(writer, "provisioning.mail_texts").await
    }

    async fn company(&self) -> Result<(), Fault> {
        let mut writer = self.writer().await?;
        tenant::companies::insert_default(&mut writer, &self.record.row.display_name).await?;
        self.commit(writer, "provisioning.company").await
    }

    async fn owner(&self) -> Result<(), Fault> {
        let mut writer = self.writer().await?;
        let hash = self.record.owner_password.as_deref();
        let (name, email) = (&self.record.owner_name, &self.record.owner_email);
        tenant::users::insert_owner(&mut writer, name, email, hash).await?;
        self.commit(writer, "provisioning.owner").await
    }

    async fn demo(&self) -> Result<(), Fault> {
        let mut writer = self.writer().await?;
        // Examples are all there or none is: they came in one transaction.
        if tenant::customers::count(&mut writer).await? > 0 {
            return Ok(());
        }
        let seed = self.id.uuid().as_u64_pair().1;
        super::demo::fill(&mut writer, self.template()?, seed).await?;
        self.commit(writer, "provisioning.demo").await
    }

    async fn commit(&self, writer: TenantWriter, action: &'static str) -> Result<(), Fault> {
        writer
            .commit(AuditEntry::new(action, "tenant", self.id))
            .await?;
        Ok(())
    }

    /// Whoever is to be invited. Read before the doors open: that transaction waits for no other connection.
    pub(super) async fn guest(&self) -> Result<Option<Guest>, Fault> {
        let scope = self.scope().await?;
        let owner = {
            let mut reader = self.platform.database().read(&scope).await?;
            tenant::users::by_email(&mut reader, &self.record.owner_email).await?
        };
        let owner = owner.ok_or_else(|| Fault::not_found("owner"))?;
        if owner.password_hash.is_some() {
            return Ok(None);
        }
        let letterhead = self.platform.letterhead(&scope).await?;
        Ok(Some(Guest {
            scope,
            owner,
            letterhead,
        }))
    }

    /// The subscription starts, the owner is invited, and the address answers: all of it or nothing.
    pub(super) async fn open_doors(
        &self,
        writer: &mut PlatformWriter,
        guest: Option<&Guest>,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let (subscription, trial_ends_at) = if self.record.row.plan == "trial" {
            (SubscriptionStatus::Trialing, Some(now + TRIAL))
        } else {
            (SubscriptionStatus::Active, None)
        };
        if let Some(guest) = guest {
            self.invite(writer, guest).await?;
        }
        tenants::set_live(writer, self.id, subscription, trial_ends_at, now).await?;
        Ok(())
    }

    async fn invite(&self, writer: &mut PlatformWriter, guest: &Guest) -> Result<(), Fault> {
        let Guest {
            scope,
            owner,
            letterhead,
        } = guest;
        let subject = Subject::User {
            tenant: self.id,
            user: owner.id,
        };
        let link = self
            .platform
            .new_link(writer, scope, subject, Purpose::Invitation)
            .await?;
        let record = &self.record;
        let address = self
            .platform
            .settings()
            .tenant_url(&record.row.slug, record.custom_domain.as_deref());
        let welcome = letterhead
            .sender()
            .vocabulary
            .fill(self.template()?.welcome);
        let mail = Mail::OwnerInvitation {
            name: &owner.name,
            workspace: &record.row.display_name,
            address: &address,
            welcome: &welcome,
            link: &link.url,
            valid_hours: INVITATION_HOURS,
        };
        self.platform
            .post(
                writer,
                &mail,
                &letterhead.sender(),
                Some(self.id),
                owner.email.as_disclosed(),
                Some(&link),
            )
            .await?;
        Ok(())
    }
}

/// The template's words, as the tenant's own to change.
fn words(template: &Template) -> Vocabulary {
    let terms = Word::ALL.iter().map(|word| {
        let term = template.vocabulary.term(*word);
        (
            word.keys().0.to_owned(),
            Term::new(term.singular.clone(), term.plural.clone()),
        )
    });
    Vocabulary(terms.collect())
}
