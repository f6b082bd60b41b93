//! Sheets: the records of a module as a table of text (CSV), out of a workspace and into it.

use serde::{Deserialize, Serialize};

use crate::acts::{Act, words};

words! {
    /// Records that go out as a sheet; the words are the modules.
    Sheet {
        /// Customers.
        Customers = "customers",
        /// Professionals.
        Professionals = "professionals",
        /// Services.
        Services = "services",
        /// Referrals; they go out, and not in.
        Referrals = "referrals",
    }
}

impl Sheet {
    /// What seeing the records takes.
    pub const fn read(self) -> Act {
        match self {
            Self::Customers => Act::CustomerRead,
            Self::Professionals => Act::ProfessionalRead,
            Self::Services => Act::ServiceRead,
            Self::Referrals => Act::ReferralRead,
        }
    }
}
