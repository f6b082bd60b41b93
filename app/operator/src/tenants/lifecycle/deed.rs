//! The deeds: when each may be offered, and what it says of itself.

use contract::tenants::TenantStatus;
use serde::{Deserialize, Serialize};
use ui::Glyph;

/// One thing to do to a tenant's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// Make it read-only.
    Suspend,
    /// Lift the suspension.
    Resume,
    /// Close its address.
    Deactivate,
    /// Open it again.
    Restore,
    /// Try its provisioning again.
    Retry,
}

impl Deed {
    const ALL: [Self; 5] = [
        Self::Retry,
        Self::Resume,
        Self::Restore,
        Self::Suspend,
        Self::Deactivate,
    ];

    /// What can be done to a tenant in this state.
    pub(crate) fn offered(status: TenantStatus) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |deed| deed.fits(status))
    }

    pub(super) const fn fits(self, status: TenantStatus) -> bool {
        match self {
            Self::Suspend => matches!(status, TenantStatus::Active),
            Self::Resume => matches!(status, TenantStatus::Suspended),
            Self::Deactivate => matches!(status, TenantStatus::Active | TenantStatus::Suspended),
            Self::Restore => matches!(status, TenantStatus::Inactive),
            Self::Retry => matches!(status, TenantStatus::ProvisioningFailed),
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.word() == word)
    }

    /// Its word in the address and in the form.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Deactivate => "deactivate",
            Self::Restore => "restore",
            Self::Retry => "retry",
        }
    }

    /// Its name on a button.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Suspend => "Suspend",
            Self::Resume => "Resume",
            Self::Deactivate => "Deactivate",
            Self::Restore => "Restore",
            Self::Retry => "Try again",
        }
    }

    pub(crate) const fn glyph(self) -> Glyph {
        match self {
            Self::Suspend => Glyph::Pause,
            Self::Resume | Self::Restore => Glyph::Play,
            Self::Deactivate => Glyph::Lock,
            Self::Retry => Glyph::Refresh,
        }
    }

    pub(super) const fn consequence(self) -> &'static str {
        match self {
            Self::Suspend => {
                "Its people can sign in and read everything, but change nothing, at once and by every door: \
                 pages, API and jobs. Resuming lifts it."
            }
            Self::Resume => "Its people can work again at once.",
            Self::Deactivate => {
                "Its address stops answering at once: nobody can sign in, and programs are refused. \
                 All data is kept. Restoring opens it again."
            }
            Self::Restore => "Its address answers again at once, with everything as it was left.",
            Self::Retry => {
                "Provisioning goes on from the step that failed. What was already made is used, not made twice."
            }
        }
    }

    #[cfg(feature = "ssr")]
    pub(crate) const fn done(self) -> &'static str {
        match self {
            Self::Suspend => "is suspended",
            Self::Resume => "is active again",
            Self::Deactivate => "is deactivated",
            Self::Restore => "is restored",
            Self::Retry => "is being provisioned again",
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::tenants::TenantStatus;

    use super::Deed;

    const fn outcome(deed: Deed) -> TenantStatus {
        match deed {
            Deed::Suspend => TenantStatus::Suspended,
            Deed::Resume | Deed::Restore => TenantStatus::Active,
            Deed::Deactivate => TenantStatus::Inactive,
            Deed::Retry => TenantStatus::Provisioning,
        }
    }

    /// TEN-2: only what the state machine allows is offered.
    #[test]
    fn every_deed_offered_is_a_legal_transition() {
        for status in TenantStatus::ALL {
            for deed in Deed::offered(*status) {
                assert!(
                    status.transition(outcome(deed)).is_ok(),
                    "{deed:?} from {status}"
                );
            }
        }
    }

    #[test]
    fn every_deed_is_offered_somewhere() {
        for deed in Deed::ALL {
            assert!(TenantStatus::ALL.iter().any(|status| deed.fits(*status)));
            assert_eq!(Deed::from_word(deed.word()), Some(deed));
        }
    }
}
