//! Entries of the audit log, each with its detail on demand.

use contract::audit::Event;
use leptos::prelude::*;
use portal_kit::Time;
use ui::{Badge, Card, CodeBlock, CopyValue, EmptyState, Glyph, KeyValue, KeyValueList, Tone};

use crate::address;

/// Entries in the order they come.
pub(crate) fn event_log(events: Vec<Event>) -> impl IntoView {
    if events.is_empty() {
        return view! {
            <Card flush=true>
                <EmptyState
                    glyph=Glyph::Shield
                    title="Nothing logged"
                    description="Every change that somebody makes is an entry here, and every refusal that matters."
                />
            </Card>
        }
        .into_any();
    }
    let entries: Vec<_> = events.into_iter().map(entry).collect();
    view! {
        <Card flush=true>
            <ol class="divide-y divide-line">{entries}</ol>
        </Card>
    }
    .into_any()
}

fn entry(event: Event) -> impl IntoView {
    let (at, action, target) = (event.at, event.action.clone(), target(&event));
    let (name, kind) = (event.actor_name.clone(), event.actor_kind.clone());
    let detail = detail(event);
    view! {
        <li>
            <details class="disclosure">
                <summary class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken">
                    <span class="text-sm text-muted">
                        <Time at />
                    </span>
                    <span class="font-medium text-ink">{action}</span>
                    <span class="min-w-0 truncate text-muted">{target}</span>
                    <span class="ml-auto flex items-center gap-2 text-sm text-muted">
                        {name}
                        <Badge tone=actor_tone(&kind)>{kind.clone()}</Badge>
                    </span>
                </summary>
                <div class="border-t border-line bg-sunken px-4 py-3">{detail}</div>
            </details>
        </li>
    }
}

fn target(event: &Event) -> String {
    format!("{} {}", event.target_kind, event.target_id)
}

fn actor_tone(kind: &str) -> Tone {
    match kind {
        "operator" => Tone::Accent,
        "user" => Tone::Info,
        "anonymous" => Tone::Warn,
        _ => Tone::Neutral,
    }
}

fn detail(event: Event) -> impl IntoView {
    let code = (!event.detail.is_null()).then(|| format!("{:#}", event.detail));
    view! {
        <KeyValueList>
            {event
                .tenant_id
                .map(|id| {
                    view! {
                        <KeyValue label="Tenant">
                            <a class="link" href=address::tenant(id)>
                                {id.to_string()}
                            </a>
                        </KeyValue>
                    }
                })} {event.actor_id.map(|id| copied("Actor id", id.to_string()))}
            {copied("Target id", event.target_id)} {event.ip.map(|ip| copied("Address of the caller", ip))}
            {event.request_id.map(|id| copied("Request id", id))}
        </KeyValueList>
        {code
            .map(|code| {
                view! {
                    <div class="mt-3">
                        <CodeBlock code label="detail" />
                    </div>
                }
            })}
    }
}

fn copied(label: &'static str, value: String) -> impl IntoView {
    view! {
        <KeyValue label>
            <CopyValue value label=label.to_lowercase() />
        </KeyValue>
    }
}
