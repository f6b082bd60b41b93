//! How states read on screen, and in which tone.

use contract::{
    approvals::ApprovalState,
    mails::MailState,
    tenants::{StepState, Strategy, SubscriptionStatus, TenantStatus},
    users::UserStatus,
};
use leptos::prelude::*;
use ui::{Badge, Tone};

/// A tenant's status as a badge.
#[component]
pub(crate) fn StatusBadge(status: TenantStatus) -> impl IntoView {
    let tone = match status {
        TenantStatus::Provisioning => Tone::Info,
        TenantStatus::Active => Tone::Ok,
        TenantStatus::Suspended | TenantStatus::Offboarding => Tone::Warn,
        TenantStatus::ProvisioningFailed => Tone::Danger,
        TenantStatus::Inactive | TenantStatus::Deleted => Tone::Neutral,
    };
    view! { <Badge tone dot=true>{status_title(status)}</Badge> }
}

/// A tenant's status in words.
pub(crate) const fn status_title(status: TenantStatus) -> &'static str {
    match status {
        TenantStatus::Provisioning => "Provisioning",
        TenantStatus::ProvisioningFailed => "Failed",
        TenantStatus::Active => "Active",
        TenantStatus::Suspended => "Suspended",
        TenantStatus::Inactive => "Inactive",
        TenantStatus::Offboarding => "Off-boarding",
        TenantStatus::Deleted => "Deleted",
    }
}

/// A placement strategy in words.
pub(crate) const fn strategy_title(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Shared => "Shared tables",
        Strategy::Schema => "Own schema",
        Strategy::Database => "Own database",
        Strategy::Dedicated => "Dedicated server",
    }
}

/// The word of a placement strategy in words; itself where it is none.
pub(crate) fn strategy_word_title(word: &str) -> String {
    let title = word.parse().map(strategy_title);
    title.map_or_else(|_| word.to_owned(), str::to_owned)
}

/// What a placement strategy means for the tenant, and what it costs to run.
pub(crate) const fn strategy_meaning(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Shared => {
            "Rows among those of other tenants, kept apart by row-level security. \
             The lightest to run: right for thousands of small tenants."
        }
        Strategy::Schema => {
            "Tables and a database role of its own in the platform's database. \
             Backed up and moved by itself."
        }
        Strategy::Database => {
            "A database and a login of its own on the same server. \
             No query of another tenant can reach it."
        }
        Strategy::Dedicated => {
            "A database on a server of its own, in a region of your choice. \
             For tenants whose contract asks for it."
        }
    }
}

/// A subscription's state in words.
pub(crate) const fn subscription_title(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Trialing => "Trial",
        SubscriptionStatus::Active => "Paid",
        SubscriptionStatus::PastDue => "Payment late",
        SubscriptionStatus::Canceled => "Ended",
    }
}

/// A mail's state as a badge.
#[component]
pub(crate) fn MailBadge(state: MailState) -> impl IntoView {
    let (tone, word) = match state {
        MailState::Queued => (Tone::Info, "Queued"),
        MailState::Sent => (Tone::Ok, "Sent"),
        MailState::Failed => (Tone::Danger, "Failed"),
    };
    view! { <Badge tone dot=true>{word}</Badge> }
}

/// An approval's state as a badge.
#[component]
pub(crate) fn ApprovalBadge(state: ApprovalState) -> impl IntoView {
    let tone = match state {
        ApprovalState::Waiting => Tone::Info,
        ApprovalState::Approved => Tone::Ok,
        ApprovalState::Declined => Tone::Danger,
        ApprovalState::Withdrawn | ApprovalState::Lapsed | ApprovalState::Void => Tone::Neutral,
    };
    view! { <Badge tone dot=true>{state.title()}</Badge> }
}

/// A user's state as a badge.
#[component]
pub(crate) fn UserBadge(status: UserStatus) -> impl IntoView {
    let (tone, word) = match status {
        UserStatus::Invited => (Tone::Info, "Invited"),
        UserStatus::Active => (Tone::Ok, "Active"),
        UserStatus::Removed => (Tone::Neutral, "Removed"),
    };
    view! { <Badge tone dot=true>{word}</Badge> }
}

/// A provisioning step's state in the words of the design system.
pub(crate) const fn step_state(state: StepState) -> ui::StepState {
    match state {
        StepState::Waiting => ui::StepState::Waiting,
        StepState::Running => ui::StepState::Running,
        StepState::Done => ui::StepState::Done,
        StepState::Failed => ui::StepState::Failed,
    }
}
