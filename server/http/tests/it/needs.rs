//! Who may make a call.

use contract::acts::{Act, OperatorAct};

/// Who may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Anybody.
    Nothing,
    /// Whoever is signed in.
    Account,
    /// A person of the tenant whose role may do this.
    Tenant(Act),
    /// An operator whose role may do this.
    Operator(OperatorAct),
}

impl From<Act> for Needs {
    fn from(act: Act) -> Self {
        Self::Tenant(act)
    }
}

impl From<OperatorAct> for Needs {
    fn from(act: OperatorAct) -> Self {
        Self::Operator(act)
    }
}
