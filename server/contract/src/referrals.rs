//! Referrals: what one professional passes on to another, and what becomes of it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::words,
    fault::FieldCheck,
    ids::{CustomerId, ProfessionalId, ReferralId},
    text,
};

words! {
    /// How far a referral is.
    ReferralStatus {
        /// Nobody has answered yet; every referral begins so.
        Sent = "sent",
        /// The other professional takes it on.
        Accepted = "accepted",
        /// The other professional does not take it on.
        Declined = "declined",
        /// It was taken on and is done.
        Completed = "completed",
    }
}

impl ReferralStatus {
    /// The states that may follow this one. Everything else is `illegal_transition`.
    pub const fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Accepted, Self::Declined],
            Self::Accepted => &[Self::Completed],
            Self::Declined | Self::Completed => &[],
        }
    }

    /// The next state, which may be this one again, or the fault that names both.
    pub fn transition(self, next: Self) -> Result<Self, Fault> {
        if next == self || self.successors().contains(&next) {
            Ok(next)
        } else {
            Err(Fault::new(
                FaultCode::IllegalTransition,
                format!("A referral that is {self} cannot become {next}."),
            ))
        }
    }
}

/// One referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// The referral's id.
    pub id: ReferralId,
    /// Who passes on.
    pub from_professional_id: ProfessionalId,
    /// Name of who passes on.
    pub from_professional_name: String,
    /// To whom.
    pub to_professional_id: ProfessionalId,
    /// Name of to whom.
    pub to_professional_name: String,
    /// The customer it is about; absent also after the customer was deleted.
    pub customer_id: Option<CustomerId>,
    /// The customer's name, for those who may see customers.
    pub customer_name: Option<String>,
    /// What for, in one line.
    pub reason: String,
    /// Free text.
    pub notes: Option<String>,
    /// How far it is.
    pub status: ReferralStatus,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a form or the API sends for a referral.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralDraft {
    /// Id of the professional who passes on; required.
    pub from_professional_id: String,
    /// Id of another professional; required.
    pub to_professional_id: String,
    /// Id of a customer, or empty.
    pub customer_id: String,
    /// What for; required.
    pub reason: String,
    /// Free text, or empty.
    pub notes: String,
    /// Word of a [`ReferralStatus`]; empty to leave it as it is.
    pub status: String,
}

/// Leaves how far it is.
impl From<Referral> for ReferralDraft {
    fn from(referral: Referral) -> Self {
        Self {
            from_professional_id: referral.from_professional_id.to_string(),
            to_professional_id: referral.to_professional_id.to_string(),
            customer_id: referral
                .customer_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            reason: referral.reason,
            notes: referral.notes.unwrap_or_default(),
            status: String::new(),
        }
    }
}

/// A draft whose every field was found good. Whose the ids are, is still to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralFields {
    /// Who passes on.
    pub from_professional_id: ProfessionalId,
    /// To whom; never the same.
    pub to_professional_id: ProfessionalId,
    /// The customer it is about.
    pub customer_id: Option<CustomerId>,
    /// What for, in one line.
    pub reason: String,
    /// Free text.
    pub notes: Option<String>,
    /// How far it is to be; absent to leave that.
    pub status: Option<ReferralStatus>,
}

impl ReferralDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<ReferralFields, Fault> {
        let mut check = FieldCheck::default();
        let from = chosen(&self.from_professional_id, "Choose who refers.");
        let from = check.take("from_professional_id", from);
        let to = match chosen(&self.to_professional_id, "Choose to whom.") {
            Ok(to) if Some(to) == from => {
                Err("Choose somebody else than the one who refers.".into())
            }
            to => to,
        };
        let to = check.take("to_professional_id", to);
        let customer = check.take("customer_id", text::optional_id(&self.customer_id));
        let reason = check.take("reason", text::line(&self.reason, "a reason", 500));
        let notes = check.take("notes", text::paragraph(&self.notes, 4000));
        let status = check.take("status", optional_status(&self.status));
        let fields = (|| {
            Some(ReferralFields {
                from_professional_id: from?,
                to_professional_id: to?,
                customer_id: customer?,
                reason: reason?,
                notes: notes?,
                status: status?,
            })
        })();
        check.finish(fields, self)
    }
}

fn chosen(text: &str, sentence: &str) -> Result<ProfessionalId, String> {
    text::optional_id(text)?.ok_or_else(|| sentence.to_owned())
}

fn optional_status(text: &str) -> Result<Option<ReferralStatus>, String> {
    match text.trim() {
        "" => Ok(None),
        word => word
            .parse()
            .map(Some)
            .map_err(|_| "Choose sent, accepted, declined or completed.".into()),
    }
}

/// Which referrals a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferralFilter {
    /// Beginnings of words of the reason; empty for all.
    pub q: String,
    /// Word of a [`ReferralStatus`]; empty for all.
    pub status: String,
}

/// What a member can do with referrals.
#[async_trait]
pub trait Referrals: Send + Sync {
    /// A page of referrals, newest first.
    async fn referral_list(
        &self,
        filter: ReferralFilter,
        page: PageRequest,
    ) -> Answer<Page<Referral>>;
    /// One referral.
    async fn referral_get(&self, id: ReferralId) -> Answer<Referral>;
    /// Sends a referral.
    async fn referral_create(&self, draft: ReferralDraft) -> Answer<Referral>;
    /// Changes a referral and how far it is; `version` is the one the caller saw, absent to overwrite whatever is there.
    async fn referral_update(
        &self,
        id: ReferralId,
        draft: ReferralDraft,
        version: Option<i32>,
    ) -> Answer<Referral>;
    /// Deletes a referral.
    async fn referral_delete(&self, id: ReferralId) -> Answer<()>;
}
