//! The shapes that several nouns of the API share.

use std::collections::BTreeMap;

use contract::{Fault, fault::Concern, modules::ModuleImpact};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// Why a call did not do what was asked (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The code as a URI; it names the kind of problem and leads nowhere.
    #[serde(rename = "type")]
    #[schema(example = "urn:tenantry:problem:invalid")]
    kind: String,
    /// One sentence: what happened and what to do.
    #[schema(example = "Some fields need another look.")]
    title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// The stable code that programs may rely on.
    #[schema(example = "invalid")]
    code: &'static str,
    /// What is wrong with each field, for `invalid`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, String>,
    /// Codes of the plans that contain what was asked for, for `plan_upgrade_required`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    plans: Vec<String>,
    /// Keys of the modules that would be switched along, for `dependency_conflict`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    modules: Vec<String>,
    /// What switching them all would bring, for `dependency_conflict`.
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<Impact>,
    /// Finds the request in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl Problem {
    pub(crate) fn new(fault: Fault, request_id: Option<String>) -> Self {
        let (plans, impact) = match fault.concern.map(|concern| *concern) {
            Some(Concern::Plans(plans)) => (plans, None),
            Some(Concern::Modules(impact)) => (Vec::new(), Some(Impact::from(impact))),
            None => (Vec::new(), None),
        };
        let modules = impact.as_ref().map(|impact| impact.modules.clone());
        Self {
            kind: format!("urn:tenantry:problem:{}", fault.code.as_str()),
            title: fault.title,
            status: fault.code.status(),
            code: fault.code.as_str(),
            fields: fault.fields,
            plans,
            modules: modules.unwrap_or_default(),
            impact,
            request_id,
        }
    }
}

/// What switching a module brings, with all that are switched along.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Impact {
    /// Keys of the modules that are switched along.
    modules: Vec<String>,
    /// People whose role reaches something in it.
    people: i64,
    /// How many records are in it, by noun. They are kept, and cannot be reached while it is off.
    records: BTreeMap<String, i64>,
    /// Names of the pages that come or go.
    pages: Vec<String>,
}

impl From<ModuleImpact> for Impact {
    fn from(impact: ModuleImpact) -> Self {
        let records = impact.records.into_iter();
        Self {
            modules: impact.along.into_iter().map(|one| one.key).collect(),
            people: impact.people,
            records: records.map(|of| (of.noun, of.count)).collect(),
            pages: impact.pages,
        }
    }
}

/// What every operation may answer besides its success.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers that the problem layer writes")]
pub(crate) enum Problems {
    /// The request was refused; `code` says why.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(Problem),
    /// The platform could not answer.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(Problem),
}

/// Some things of a kind, and where the next ones begin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// The things, in the order asked for.
    items: Vec<T>,
    /// Pass it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A page in the API's words.
    pub(crate) fn page<Row>(page: contract::Page<Row>) -> Self
    where
        T: From<Row>,
    {
        Self {
            items: page.items.into_iter().map(T::from).collect(),
            next_cursor: page.next_cursor,
        }
    }

    /// A list that is never long enough for a second page.
    pub(crate) fn whole<Row>(rows: Vec<Row>) -> Self
    where
        T: From<Row>,
    {
        Self {
            items: rows.into_iter().map(T::from).collect(),
            next_cursor: None,
        }
    }
}

/// Documents a word of the contract as a string with exactly those values.
macro_rules! documented_words {
    ($($(#[$doc:meta])* $name:ident = $source:ty;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) enum $name {}

            impl utoipa::PartialSchema for $name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    utoipa::openapi::schema::ObjectBuilder::new()
                        .schema_type(utoipa::openapi::schema::Type::String)
                        .enum_values(Some(<$source>::ALL.iter().map(|word| word.as_str())))
                        .into()
                }
            }

            impl utoipa::ToSchema for $name {
                fn name() -> std::borrow::Cow<'static, str> {
                    stringify!($name).into()
                }
            }
        )*
    };
}

documented_words! {
    /// Documents [`contract::acts::Act`].
    ActWord = contract::acts::Act;
    /// Documents [`contract::approvals::ApprovalState`].
    ApprovalStateWord = contract::approvals::ApprovalState;
    /// Documents [`contract::approvals::HeldAct`].
    HeldActWord = contract::approvals::HeldAct;
    /// Documents [`contract::acts::OperatorAct`].
    OperatorActWord = contract::acts::OperatorAct;
    /// Documents [`contract::acts::OperatorRole`].
    OperatorRoleWord = contract::acts::OperatorRole;
    /// Documents [`contract::isolation::Family`].
    FamilyWord = contract::isolation::Family;
    /// Documents [`contract::isolation::RunState`].
    RunStateWord = contract::isolation::RunState;
    /// Documents [`contract::mails::MailState`].
    MailStateWord = contract::mails::MailState;
    /// Documents [`contract::modules::ModuleStatus`].
    ModuleStatusWord = contract::modules::ModuleStatus;
    /// Documents [`contract::referrals::ReferralStatus`].
    ReferralStatusWord = contract::referrals::ReferralStatus;
    /// Documents [`contract::tenants::TenantStatus`].
    TenantStatusWord = contract::tenants::TenantStatus;
    /// Documents [`contract::tenants::Strategy`].
    StrategyWord = contract::tenants::Strategy;
    /// Documents [`contract::tenants::SubscriptionStatus`].
    SubscriptionWord = contract::tenants::SubscriptionStatus;
    /// Documents [`contract::tenants::StepState`].
    StepStateWord = contract::tenants::StepState;
    /// Documents [`contract::visits::VisitState`].
    VisitStateWord = contract::visits::VisitState;
    /// Documents [`contract::users::UserStatus`].
    UserStatusWord = contract::users::UserStatus;
}

/// An exact amount of money.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Money {
    /// The amount in minor units (cents of a dollar).
    minor: i64,
    /// ISO 4217 code.
    currency: String,
}

impl From<contract::money::Money> for Money {
    fn from(money: contract::money::Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency,
        }
    }
}
