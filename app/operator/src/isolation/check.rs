//! How runs and checks read on screen.

use contract::{
    isolation::{Check, Family, Run, RunState},
    tenants::Strategy,
};
use leptos::prelude::*;
use portal_kit::Time;
use ui::{Badge, Card, KeyValue, KeyValueList, Tone};

use crate::words::strategy_title;

/// A way in words.
pub(super) const fn family_title(family: Family) -> &'static str {
    match family {
        Family::Database => "Database",
        Family::Catalogue => "Catalogue",
        Family::FrontDoor => "Front door",
        Family::Leaks => "Leaks",
    }
}

/// The places that checks are about; the last is the whole installation.
pub(super) fn places() -> impl Iterator<Item = Option<Strategy>> {
    Strategy::ALL.iter().copied().map(Some).chain([None])
}

/// A place in words.
pub(super) fn place_title(place: Option<Strategy>) -> &'static str {
    place.map_or("Installation", strategy_title)
}

/// How a run went as a badge.
pub(super) fn run_badge(run: &Run) -> impl IntoView + use<> {
    let (tone, words) = match run.state {
        RunState::Waiting => (Tone::Neutral, "Waiting".to_owned()),
        RunState::Running => (Tone::Info, "Running".to_owned()),
        RunState::BrokenOff => (Tone::Warn, "Broken off".to_owned()),
        RunState::Finished if run.is_whole() => (Tone::Ok, run.score()),
        RunState::Finished => (Tone::Danger, run.score()),
    };
    view! { <Badge tone dot=true>{words}</Badge> }
}

/// Checks with their evidence on demand, or at once for those that failed.
pub(super) fn checks(title: &'static str, checks: Vec<Check>) -> impl IntoView {
    let checks: Vec<_> = checks.into_iter().map(check).collect();
    (!checks.is_empty()).then(|| {
        view! {
            <Card title flush=true>
                <ul class="divide-y divide-line">{checks}</ul>
            </Card>
        }
    })
}

fn check(check: Check) -> impl IntoView {
    let (probed, at) = (check.probed, check.at);
    let (tone, word) = if probed.passed {
        (Tone::Ok, "Passed")
    } else {
        (Tone::Danger, "Failed")
    };
    let place = format!(
        "{}, {}",
        family_title(check.family),
        place_title(check.strategy)
    );
    view! {
        <li>
            <details class="disclosure" open=!probed.passed>
                <summary class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken">
                    <Badge tone>{word}</Badge>
                    <span class="min-w-0 text-ink">{probed.tried}</span>
                    <span class="ml-auto text-sm text-muted">{place}</span>
                </summary>
                <div class="border-t border-line bg-sunken px-4 py-3">
                    <KeyValueList>
                        <KeyValue label="Expected">{probed.expected}</KeyValue>
                        <KeyValue label="Seen">
                            <span class="break-words">{probed.seen}</span>
                        </KeyValue>
                        <KeyValue label="Check">
                            <code class="font-mono text-sm">{probed.key}</code>
                        </KeyValue>
                        <KeyValue label="Made">
                            <Time at />
                        </KeyValue>
                    </KeyValueList>
                </div>
            </details>
        </li>
    }
}
