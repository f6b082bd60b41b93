//! Where an account is in its life, as a badge.

use contract::users::UserStatus;
use leptos::prelude::*;
use ui::{Badge, Tone};

/// The status in a word.
#[component]
pub(super) fn StatusBadge(status: UserStatus) -> impl IntoView {
    let (tone, word) = match status {
        UserStatus::Invited => (Tone::Info, "Invited"),
        UserStatus::Active => (Tone::Ok, "Active"),
        UserStatus::Removed => (Tone::Neutral, "Removed"),
    };
    view! { <Badge tone dot=true>{word}</Badge> }
}
