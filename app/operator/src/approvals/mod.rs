//! Approvals: what takes two operators, asked for by one and decided by another.

mod calls;
mod list;
mod show;

pub(crate) use calls::{approval_rule_get, waiting_for};
pub(crate) use list::ApprovalsPage;
pub(crate) use show::ApprovalPage;
