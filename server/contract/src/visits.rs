//! Visits: how an operator comes into a tenant. For a reason, for a while, and, if the tenant wants it so, when the tenant
//! has agreed. What visitors do stands in the tenant's own log.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest,
    acts::{Act, words},
    fault::FieldCheck,
    ids::{OperatorId, TenantId, VisitId},
    text,
};

/// The longest visit, in minutes.
pub const MOST_MINUTES: i32 = 240;

words! {
    /// Where a visit is in its life.
    VisitState {
        /// The tenant has not answered.
        Asked = "asked",
        /// The visitor may be inside now.
        Open = "open",
        /// It is over.
        Over = "over",
        /// The tenant refused it, or nobody answered within a day.
        Refused = "refused",
    }
}

/// A visit, to those who look back at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Where.
    pub tenant: TenantId,
    /// Who.
    pub operator: OperatorId,
    /// The operator's name.
    pub operator_name: String,
    /// Why.
    pub reason: String,
    /// Whether the visitor may change things, or only look.
    pub may_write: bool,
    /// How long it was asked for.
    pub minutes: i32,
    /// Where it is in its life.
    pub state: VisitState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it began.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends, or ended.
    pub ends_at: Option<DateTime<Utc>>,
}

impl Visit {
    /// Whether it can still be ended, or taken back.
    pub fn is_going_on(&self) -> bool {
        matches!(self.state, VisitState::Open | VisitState::Asked)
    }
}

/// What an operator asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitDraft {
    /// Why; required, the tenant reads it.
    pub reason: String,
    /// How long, in minutes.
    pub minutes: String,
    /// Whether things are to be changed.
    pub may_write: bool,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitFields {
    /// Why.
    pub reason: String,
    /// How long, in minutes.
    pub minutes: i32,
    /// Whether things are to be changed.
    pub may_write: bool,
}

impl VisitDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<VisitFields, Fault> {
        let mut check = FieldCheck::default();
        let reason = text::line(&self.reason, "a reason", 300).and_then(|reason| {
            if reason.chars().count() < 10 {
                return Err("Say in a sentence what the visit is for.".to_owned());
            }
            Ok(reason)
        });
        let reason = check.take("reason", reason);
        let minutes = self.minutes.trim().parse().ok();
        let minutes = minutes.filter(|minutes| (5..=MOST_MINUTES).contains(minutes));
        let minutes = check.take(
            "minutes",
            minutes.ok_or_else(|| format!("Enter a number of minutes from 5 to {MOST_MINUTES}.")),
        );
        let fields = (|| {
            Some(VisitFields {
                reason: reason?,
                minutes: minutes?,
                may_write: self.may_write,
            })
        })();
        check.finish(fields, self)
    }
}

/// What a visitor may do: look at the work of the tenant's people, and if it was asked for take part in it. Never what
/// gives access to anybody, settings, or the log, in which the visit itself stands.
pub const fn visitor_acts(may_write: bool) -> &'static [Act] {
    if may_write {
        &[
            Act::CustomerRead,
            Act::CustomerWrite,
            Act::ProfessionalRead,
            Act::ProfessionalWrite,
            Act::ServiceRead,
            Act::ServiceWrite,
            Act::ReferralRead,
            Act::ReferralWrite,
            Act::CompanyRead,
            Act::UserRead,
            Act::SettingsRead,
        ]
    } else {
        &[
            Act::CustomerRead,
            Act::ProfessionalRead,
            Act::ServiceRead,
            Act::ReferralRead,
            Act::CompanyRead,
            Act::UserRead,
            Act::SettingsRead,
        ]
    }
}

/// What the pages of a tenant say of a visit that is under way, or asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNotice {
    /// Its id.
    pub id: VisitId,
    /// Who.
    pub operator_name: String,
    /// Why.
    pub reason: String,
    /// Whether the visitor may change things.
    pub may_write: bool,
    /// When it ends; absent while the tenant has not answered.
    pub ends_at: Option<DateTime<Utc>>,
    /// Whether that is who looks at the page.
    pub is_own: bool,
}

/// What an operator can do with visits.
#[async_trait]
pub trait Visiting: Send + Sync {
    /// The visits of a tenant, newest first.
    async fn tenant_visits(&self, tenant: TenantId, page: PageRequest) -> Answer<Page<Visit>>;
    /// Asks for a visit; it begins at once where the tenant does not want to be asked. Wants a recent sign-in.
    async fn visit_ask(&self, tenant: TenantId, draft: VisitDraft) -> Answer<Visit>;
    /// The address that lets this operator in, once, within five minutes.
    async fn visit_way_in(&self, tenant: TenantId, visit: VisitId) -> Answer<String>;
    /// Ends a visit before its time.
    async fn visit_end(&self, tenant: TenantId, visit: VisitId) -> Answer<()>;
}

/// What a tenant can do with those who visit it.
#[async_trait]
pub trait Visitors: Send + Sync {
    /// The visits, newest first.
    async fn visitor_list(&self, page: PageRequest) -> Answer<Page<Visit>>;
    /// Lets a visitor in who asked, or not.
    async fn visitor_answer(&self, visit: VisitId, allow: bool) -> Answer<()>;
    /// Sends a visitor away; a visitor leaves by it, too. In force from the visitor's next request on.
    async fn visitor_end(&self, visit: VisitId) -> Answer<()>;
    /// Whether the tenant wants to be asked before each visit.
    async fn visitor_rule(&self) -> Answer<bool>;
    /// Decides that.
    async fn visitor_set_rule(&self, ask_first: bool) -> Answer<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_has_a_reason_and_an_end() {
        let wrong = |reason: &str, minutes: &str| {
            let draft = VisitDraft {
                reason: reason.into(),
                minutes: minutes.into(),
                may_write: false,
            };
            let fields = draft.check().map_err(|fault| fault.fields);
            fields.map_or_else(|fields| fields.into_keys().collect(), |_| Vec::new())
        };
        assert!(wrong("The calendar shows a wrong day.", "240").is_empty());
        assert_eq!(wrong("", "0"), ["minutes", "reason"]);
        assert_eq!(wrong("looking", "241"), ["minutes", "reason"]);
        assert_eq!(wrong("The calendar shows a wrong day.", "x"), ["minutes"]);
    }

    #[test]
    fn a_visitor_gives_nobody_access_and_reads_no_log() {
        for acts in [visitor_acts(true), visitor_acts(false)] {
            assert!(!acts.iter().any(|act| act.gives_access()));
            assert!(!acts.contains(&Act::AuditRead) && !acts.contains(&Act::SettingsWrite));
        }
        let reading = visitor_acts(false);
        assert!(!reading.iter().any(|act| act.as_str().ends_with("write")));
    }

    #[test]
    fn a_visitor_sees_the_work_of_every_module() {
        for may_write in [false, true] {
            let acts = visitor_acts(may_write);
            let work = Act::ALL.iter().filter(|act| {
                let verb = act.as_str().rsplit_once('.').map(|(_, verb)| verb);
                act.module().is_some()
                    && (verb == Some("read") || may_write && verb == Some("write"))
            });
            for act in work {
                assert!(acts.contains(act), "{act}");
            }
        }
    }
}
