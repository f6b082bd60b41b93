//! What can be done, and which role may do it. The table below is the policy; a snapshot test shows it whole.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }
        impl $name {
            /// Every one, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word in the database, in JSON and in the audit log.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::acts::UnknownWord;
            fn from_str(word: &str) -> Result<Self, $crate::acts::UnknownWord> {
                match word { $($word => Ok(Self::$variant),)* _ => Err($crate::acts::UnknownWord(word.to_owned())) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;

/// A word that none of ours is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {0:?}")]
pub struct UnknownWord(pub String);

words! {
    /// What a person of a tenant can do; the words are the permissions.
    Act {
        /// See customers.
        CustomerRead = "customers.read",
        /// Create and edit customers.
        CustomerWrite = "customers.write",
        /// Delete customers.
        CustomerDelete = "customers.delete",
        /// See professionals.
        ProfessionalRead = "professionals.read",
        /// Create and edit professionals.
        ProfessionalWrite = "professionals.write",
        /// Delete professionals.
        ProfessionalDelete = "professionals.delete",
        /// See services.
        ServiceRead = "services.read",
        /// Create and edit services and their categories.
        ServiceWrite = "services.write",
        /// Delete services and their categories.
        ServiceDelete = "services.delete",
        /// See referrals.
        ReferralRead = "referrals.read",
        /// Send, answer and edit referrals.
        ReferralWrite = "referrals.write",
        /// Delete referrals.
        ReferralDelete = "referrals.delete",
        /// See companies.
        CompanyRead = "companies.read",
        /// Create, edit and close companies.
        CompanyWrite = "companies.write",
        /// See who has an account.
        UserRead = "users.read",
        /// Invite, change the role of, and remove people.
        UserManage = "users.manage",
        /// Make, change and delete roles of the tenant's own.
        RoleManage = "roles.manage",
        /// See the settings of the workspace.
        SettingsRead = "settings.read",
        /// Change name, colours and configuration.
        SettingsWrite = "settings.write",
        /// Switch modules on and off.
        ModuleManage = "modules.manage",
        /// Make keys for programs.
        ApiKeyManage = "api_keys.manage",
        /// Let operators visit, and send them away.
        VisitManage = "visits.manage",
        /// Read the audit log.
        AuditRead = "audit.read",
        /// Have the log sent elsewhere.
        LogStream = "audit.stream",
    }
}

impl Act {
    /// What it is about.
    pub const fn area(self) -> Area {
        match self {
            Self::CustomerRead | Self::CustomerWrite | Self::CustomerDelete => Area::Customers,
            Self::ProfessionalRead | Self::ProfessionalWrite | Self::ProfessionalDelete => {
                Area::Professionals
            }
            Self::ServiceRead | Self::ServiceWrite | Self::ServiceDelete => Area::Services,
            Self::ReferralRead | Self::ReferralWrite | Self::ReferralDelete => Area::Referrals,
            Self::CompanyRead | Self::CompanyWrite => Area::Companies,
            Self::UserRead | Self::UserManage | Self::RoleManage => Area::People,
            Self::SettingsRead
            | Self::SettingsWrite
            | Self::ModuleManage
            | Self::ApiKeyManage
            | Self::VisitManage => Area::Settings,
            Self::AuditRead | Self::LogStream => Area::Log,
        }
    }

    /// What is done there, on screen, below the name of the area.
    pub const fn title(self) -> &'static str {
        match self {
            Self::CustomerRead
            | Self::ProfessionalRead
            | Self::ServiceRead
            | Self::ReferralRead
            | Self::CompanyRead
            | Self::SettingsRead
            | Self::AuditRead => "See",
            Self::CustomerWrite | Self::ProfessionalWrite | Self::ServiceWrite => "Enter and edit",
            Self::ReferralWrite => "Send, answer and edit",
            Self::CustomerDelete
            | Self::ProfessionalDelete
            | Self::ServiceDelete
            | Self::ReferralDelete => "Delete",
            Self::CompanyWrite => "Enter, edit and delete",
            Self::UserRead => "See who has an account",
            Self::UserManage => "Invite, change and remove",
            Self::RoleManage => "Make and change roles",
            Self::SettingsWrite => "Change name, colours and configuration",
            Self::ModuleManage => "Switch modules on and off",
            Self::ApiKeyManage => "Make, see and delete API keys",
            Self::VisitManage => "Let operators visit",
            Self::LogStream => "Have it sent elsewhere",
        }
    }

    /// Whether whoever may do this can get themselves, or others, more than they have.
    pub const fn gives_access(self) -> bool {
        matches!(
            self,
            Self::UserManage
                | Self::RoleManage
                | Self::ApiKeyManage
                | Self::VisitManage
                | Self::LogStream
        )
    }

    /// The module that the act is gone with; none for what every workspace has.
    pub const fn module(self) -> Option<&'static str> {
        match self {
            Self::ProfessionalRead | Self::ProfessionalWrite | Self::ProfessionalDelete => {
                Some("professionals")
            }
            Self::ServiceRead | Self::ServiceWrite | Self::ServiceDelete => Some("services"),
            Self::ReferralRead | Self::ReferralWrite | Self::ReferralDelete => Some("referrals"),
            Self::CustomerRead
            | Self::CustomerWrite
            | Self::CustomerDelete
            | Self::CompanyRead
            | Self::CompanyWrite
            | Self::UserRead
            | Self::UserManage
            | Self::RoleManage
            | Self::SettingsRead
            | Self::SettingsWrite
            | Self::ModuleManage
            | Self::ApiKeyManage
            | Self::VisitManage
            | Self::AuditRead
            | Self::LogStream => None,
        }
    }
}

words! {
    /// What acts are about; most of the words are nouns of the vocabulary.
    Area {
        /// Customers.
        Customers = "customer",
        /// Professionals.
        Professionals = "professional",
        /// Services.
        Services = "service",
        /// Referrals.
        Referrals = "referral",
        /// Companies.
        Companies = "company",
        /// Accounts and roles.
        People = "user",
        /// The workspace.
        Settings = "settings",
        /// What happened.
        Log = "audit",
    }
}

/// Acts by their words, each once and in order; the sentence for a person if one is unknown or none is there.
pub(crate) fn parse_acts(words: &[String]) -> Result<Vec<Act>, String> {
    let known: Result<Vec<Act>, _> = words.iter().map(|word| word.parse()).collect();
    let mut acts = known.map_err(|unknown| format!("There is no permission {}.", unknown.0))?;
    acts.sort_unstable();
    acts.dedup();
    if acts.is_empty() {
        return Err("Choose at least one thing.".into());
    }
    Ok(acts)
}

words! {
    /// The roles that every tenant starts with.
    Role {
        /// Everything, and cannot be removed while the last one.
        Owner = "owner",
        /// Everything but what concerns owners.
        Admin = "admin",
        /// Daily work and companies.
        Manager = "manager",
        /// Daily work.
        Staff = "staff",
        /// Looking only.
        ReadOnly = "read_only",
    }
}

impl Role {
    /// The role's name on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Manager => "Manager",
            Self::Staff => "Staff",
            Self::ReadOnly => "Read only",
        }
    }

    /// What a role is seeded with; afterwards the tenant's own `roles` rows decide.
    pub const fn acts(self) -> &'static [Act] {
        match self {
            Self::Owner | Self::Admin => Act::ALL,
            Self::Manager => &[
                Act::CustomerRead,
                Act::CustomerWrite,
                Act::CustomerDelete,
                Act::ProfessionalRead,
                Act::ProfessionalWrite,
                Act::ProfessionalDelete,
                Act::ServiceRead,
                Act::ServiceWrite,
                Act::ServiceDelete,
                Act::ReferralRead,
                Act::ReferralWrite,
                Act::ReferralDelete,
                Act::CompanyRead,
                Act::CompanyWrite,
                Act::UserRead,
                Act::SettingsRead,
            ],
            Self::Staff => &[
                Act::CustomerRead,
                Act::CustomerWrite,
                Act::ProfessionalRead,
                Act::ServiceRead,
                Act::ReferralRead,
                Act::ReferralWrite,
                Act::CompanyRead,
            ],
            Self::ReadOnly => &[
                Act::CustomerRead,
                Act::ProfessionalRead,
                Act::ServiceRead,
                Act::ReferralRead,
                Act::CompanyRead,
            ],
        }
    }
}

words! {
    /// What an operator can do.
    OperatorAct {
        /// See tenants and their provisioning.
        TenantRead = "tenants.read",
        /// Create tenants.
        TenantCreate = "tenants.create",
        /// Suspend, resume, deactivate, restore and retry.
        TenantLifecycle = "tenants.lifecycle",
        /// Visit tenants.
        TenantVisit = "tenants.visit",
        /// See plans.
        PlanRead = "plans.read",
        /// Edit plans.
        PlanWrite = "plans.write",
        /// Read the outbox: mails hold links that let somebody in.
        MailRead = "mails.read",
        /// See the database servers.
        ServerRead = "servers.read",
        /// Register database servers.
        ServerWrite = "servers.write",
        /// Read the platform's audit log.
        AuditRead = "audit.read",
        /// See which versions tenants' keys have.
        KeyRead = "keys.read",
        /// Change tenants' keys.
        KeyRotate = "keys.rotate",
        /// See what the isolation prober tried, and what came of it.
        IsolationRead = "isolation.read",
        /// Have the isolation prober run.
        IsolationRun = "isolation.run",
    }
}

words! {
    /// The roles of operators.
    OperatorRole {
        /// Everything.
        Owner = "owner",
        /// Tenants, without plans.
        Support = "support",
        /// Plans, and tenants for reading.
        Billing = "billing",
        /// Reading only.
        Auditor = "auditor",
    }
}

impl OperatorRole {
    /// What this role may do.
    pub const fn acts(self) -> &'static [OperatorAct] {
        use OperatorAct as A;
        match self {
            Self::Owner => A::ALL,
            Self::Support => &[
                A::TenantRead,
                A::TenantCreate,
                A::TenantLifecycle,
                A::TenantVisit,
                A::PlanRead,
                A::MailRead,
                A::ServerRead,
                A::KeyRead,
                A::IsolationRead,
            ],
            Self::Billing => &[A::TenantRead, A::PlanRead, A::PlanWrite],
            Self::Auditor => &[
                A::TenantRead,
                A::PlanRead,
                A::ServerRead,
                A::AuditRead,
                A::KeyRead,
                A::IsolationRead,
            ],
        }
    }
}
