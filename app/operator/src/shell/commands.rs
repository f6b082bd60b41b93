//! What the command palette offers beside the pages of the sidebar.

use contract::{acts::OperatorAct, mails::MailState, tenants::TenantStatus};
use portal_kit::with_query;
use ui::{Command, Glyph};

/// The actions and lists that these acts open.
pub(super) fn commands(acts: &[OperatorAct]) -> Vec<Command> {
    let tenants = |status: TenantStatus| with_query("/tenants", [("status", status.as_str())]);
    let failed_mails = with_query("/outbox", [("state", MailState::Failed.as_str())]);
    let all = [
        (
            OperatorAct::TenantCreate,
            Command::new("New tenant", "/tenants/new", Glyph::Plus)
                .words("create add customer wizard"),
        ),
        (
            OperatorAct::TenantRead,
            Command::new(
                "Suspended tenants",
                tenants(TenantStatus::Suspended),
                Glyph::Pause,
            )
            .words("read only"),
        ),
        (
            OperatorAct::TenantRead,
            Command::new(
                "Failed provisionings",
                tenants(TenantStatus::ProvisioningFailed),
                Glyph::Alert,
            )
            .words("tenants retry errors"),
        ),
        (
            OperatorAct::MailRead,
            Command::new("Failed mails", failed_mails, Glyph::Mail).words("outbox retry errors"),
        ),
    ];
    all.into_iter()
        .filter(|(act, _)| acts.contains(act))
        .map(|(_, command)| command)
        .collect()
}
