//! The rule that everybody of a workspace needs a second factor, and who has one.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, Page, PageRequest, ids::UserId};

/// Somebody with an account, and what it is asked for besides the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorHolder {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The name of the role.
    pub role_name: String,
    /// Whether an authenticator app is set up.
    pub has_app: bool,
    /// Whether there is a passkey.
    pub has_passkey: bool,
}

impl FactorHolder {
    /// Whether the rule stops this account.
    pub const fn has_none(&self) -> bool {
        !self.has_app && !self.has_passkey
    }
}

/// What a workspace can want of everybody's sign-in.
#[async_trait]
pub trait FactorRules: Send + Sync {
    /// Whether everybody needs a second factor or a passkey.
    async fn factor_rule(&self) -> Answer<bool>;
    /// Decides that, in force from everybody's next request on. For owners, who need one themselves; wants a recent sign-in.
    async fn factor_set_rule(&self, required: bool) -> Answer<()>;
    /// Who has what, by name.
    async fn factor_list(&self, page: PageRequest) -> Answer<Page<FactorHolder>>;
}
