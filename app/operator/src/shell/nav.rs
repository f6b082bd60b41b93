//! The sidebar.

use contract::acts::{OperatorAct, OperatorRole};
use ui::{Glyph, NavItem, NavSection};

/// The pages that these acts open, and how many approvals wait.
pub(super) fn sections(acts: &[OperatorAct], to_decide: i64) -> Vec<NavSection> {
    let mut approvals = NavItem::new("Approvals", "/approvals", Glyph::Check);
    if to_decide > 0 {
        approvals = approvals.count(to_decide);
    }
    let pages = [
        (
            OperatorAct::PlanRead,
            NavItem::new("Plans", "/plans", Glyph::Receipt),
        ),
        (
            OperatorAct::MailRead,
            NavItem::new("Outbox", "/outbox", Glyph::Mail),
        ),
        (
            OperatorAct::ServerRead,
            NavItem::new("Servers", "/servers", Glyph::Server),
        ),
        (
            OperatorAct::IsolationRead,
            NavItem::new("Isolation", "/isolation", Glyph::Lock),
        ),
        (
            OperatorAct::AuditRead,
            NavItem::new("Audit", "/audit", Glyph::Shield),
        ),
    ];
    let open = pages
        .into_iter()
        .filter(|(act, _)| acts.contains(act))
        .map(|(_, item)| item);
    vec![
        NavSection::untitled(vec![
            NavItem::new("Home", "/", Glyph::Home),
            NavItem::new("Tenants", "/tenants", Glyph::Building),
            approvals,
        ]),
        NavSection::new("Platform", open.collect()),
    ]
}

/// The name of an operator's role.
pub(super) const fn role_title(role: OperatorRole) -> &'static str {
    match role {
        OperatorRole::Owner => "Owner",
        OperatorRole::Support => "Support",
        OperatorRole::Billing => "Billing",
        OperatorRole::Auditor => "Auditor",
    }
}
