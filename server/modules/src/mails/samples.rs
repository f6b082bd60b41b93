//! Example mails, for previews and tests.

use super::Mail;
use crate::templates::Template;

const NAME: &str = "Zoë O'Brien";
const WORKSPACE: &str = "Luna & Sons";

/// One mail of each kind, to a workspace of this template. The names hold what breaks careless mails: an apostrophe, an
/// ampersand, a letter beyond ASCII.
pub fn samples(template: &Template) -> Vec<Mail<'static>> {
    let people = to_people(template).into_iter();
    people.chain(to_owners()).chain(to_operators()).collect()
}

/// What people are mailed about their accounts.
fn to_people(template: &Template) -> [Mail<'static>; 9] {
    let (name, workspace) = (NAME, WORKSPACE);
    let factor_changed = |is_on| Mail::SecondFactorChanged {
        name,
        workspace,
        is_on,
        link: way_back(is_on),
        valid_hours: 168,
    };
    let passkeys_changed = |is_new| Mail::PasskeysChanged {
        name,
        workspace,
        is_new,
        link: way_back(is_new),
        valid_hours: 168,
    };
    [
        Mail::OwnerInvitation {
            name,
            workspace,
            address: "https://luna.example.com",
            welcome: template.welcome,
            link: "https://luna.example.com/invitation/7f3a9c",
            valid_hours: 72,
        },
        Mail::UserInvitation {
            name,
            inviter: "Kwame Mensah",
            workspace,
            role: template.roles.staff,
            link: "https://luna.example.com/invitation/51be02",
            valid_hours: 72,
        },
        Mail::PasswordReset {
            name,
            workspace,
            link: "https://luna.example.com/reset/d04e77",
            valid_hours: 1,
        },
        Mail::PasswordChanged {
            name,
            workspace,
            link: "https://luna.example.com/forgot",
        },
        factor_changed(true),
        factor_changed(false),
        passkeys_changed(true),
        passkeys_changed(false),
        Mail::PasskeysGone {
            name,
            workspace,
            link: "https://luna.example.com/sign-in",
        },
    ]
}

/// What owners are mailed about their workspaces.
fn to_owners() -> [Mail<'static>; 5] {
    let (name, workspace) = (NAME, WORKSPACE);
    let visit_asked = |waits| Mail::VisitAsked {
        name,
        workspace,
        operator: "Kwame Mensah",
        reason: "The calendar shows a wrong day.",
        minutes: if waits { 30 } else { 60 },
        may_write: waits,
        waits,
        link: "https://luna.example.com/settings/visits",
    };
    [
        visit_asked(true),
        visit_asked(false),
        Mail::ReceiverStopped {
            name,
            workspace,
            entries: 311,
            told: 398,
            link: "https://luna.example.com/settings/audit/receiver",
        },
        Mail::TenantSuspended {
            name,
            workspace,
            reason: "The invoice of 1 October is unpaid.",
            contact: "support@example.com",
        },
        Mail::TenantResumed {
            name,
            workspace,
            address: "https://luna.example.com",
        },
    ]
}

/// What operators are mailed.
fn to_operators() -> [Mail<'static>; 4] {
    let (name, workspace) = (NAME, WORKSPACE);
    let approval_decided = |approved| Mail::ApprovalDecided {
        name,
        workspace,
        operator: "Kwame Mensah",
        act: "Deactivate",
        approved,
        note: "The customer wrote so on 3 October.",
        link: "https://admin.example.com/approvals/7f3a9c",
    };
    [
        Mail::ApprovalAsked {
            name,
            workspace,
            operator: "Kwame Mensah",
            act: "Deactivate",
            reason: "The contract ended on 1 October.",
            link: "https://admin.example.com/approvals/7f3a9c",
        },
        approval_decided(true),
        approval_decided(false),
        Mail::IsolationBroken {
            name,
            workspace,
            failed: 2,
            total: 214,
            first: "Read every tenant table without saying which tenant it is.",
            link: "https://admin.example.com/isolation/7f3a9c",
        },
    ]
}

/// Whoever reads of something new may take it away again; whoever reads of something gone chooses a new password.
fn way_back(is_new: bool) -> &'static str {
    if is_new {
        "https://luna.example.com/link/7a6c1e"
    } else {
        "https://luna.example.com/forgot"
    }
}
