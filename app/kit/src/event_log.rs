//! Entries of an audit log, each with its detail on demand.

use contract::{audit::Event, ids::TenantId};
use leptos::{prelude::*, serde_json::Value};
use ui::{Badge, Card, EmptyState, Glyph, KeyValue, KeyValueList, Tone};

use crate::Time;

/// Entries in the order they come; `tenant_href` leads to the tenant that an entry concerns.
#[component]
pub fn EventLog(
    /// The entries.
    events: Vec<Event>,
    /// The page of a tenant, where there is one.
    #[prop(optional)]
    tenant_href: Option<fn(TenantId) -> String>,
) -> impl IntoView {
    let entries: Vec<_> = events
        .into_iter()
        .map(|event| entry(event, tenant_href))
        .collect();
    let content = if entries.is_empty() {
        view! {
            <EmptyState
                glyph=Glyph::Shield
                title="Nothing logged"
                description="Every change that somebody makes is an entry here, and every refusal that matters."
            />
        }
        .into_any()
    } else {
        view! { <ol class="divide-y divide-line">{entries}</ol> }.into_any()
    };
    view! { <Card flush=true>{content}</Card> }
}

fn entry(event: Event, tenant_href: Option<fn(TenantId) -> String>) -> impl IntoView {
    let target = format!("{} {}", event.target_kind, event.target_id);
    let (at, tone) = (event.at, actor_tone(&event.actor_kind));
    let (action, name, kind) = (
        event.action.clone(),
        event.actor_name.clone(),
        event.actor_kind.clone(),
    );
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
                        {name} <Badge tone>{kind}</Badge>
                    </span>
                </summary>
                <div class="border-t border-line bg-sunken px-4 py-3">{detail(event, tenant_href)}</div>
            </details>
        </li>
    }
}

fn actor_tone(kind: &str) -> Tone {
    match kind {
        "operator" => Tone::Accent,
        "user" => Tone::Info,
        "anonymous" => Tone::Warn,
        _ => Tone::Neutral,
    }
}

fn detail(event: Event, tenant_href: Option<fn(TenantId) -> String>) -> impl IntoView {
    let tenant = event.tenant_id.zip(tenant_href).map(|(id, href)| {
        view! {
            <KeyValue label="Tenant">
                <a class="link" href=href(id)>
                    {id.to_string()}
                </a>
            </KeyValue>
        }
    });
    let facts: Vec<_> = facts(&event.detail)
        .into_iter()
        .map(|(name, value)| view! { <KeyValue label=name>{value}</KeyValue> })
        .collect();
    view! {
        <KeyValueList>
            {facts} {tenant} {known("Target id", Some(event.target_id))}
            {known("Actor id", event.actor_id.map(|id| id.to_string()))}
            {known("Address of the caller", event.ip)} {known("Request id", event.request_id)}
        </KeyValueList>
    }
}

fn known(label: &'static str, value: Option<String>) -> impl IntoView {
    value.map(|value| {
        view! {
            <KeyValue label>
                <span class="font-mono text-sm break-all">{value}</span>
            </KeyValue>
        }
    })
}

/// The leaves of a JSON value by their path, sorted: the order of keys differs between server and browser.
fn facts(value: &Value) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    collect(String::new(), value, &mut facts);
    facts.sort();
    facts
}

fn collect(path: String, value: &Value, facts: &mut Vec<(String, String)>) {
    let below = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path} · {key}")
        }
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| collect(below(key), value, facts)),
        Value::Array(items) => {
            items
                .iter()
                .zip(1..)
                .for_each(|(item, at): (_, u32)| collect(below(&at.to_string()), item, facts));
        }
        Value::String(text) => facts.push((path, text.clone())),
        Value::Bool(_) | Value::Number(_) => facts.push((path, value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use leptos::serde_json::json;

    use super::facts;

    #[test]
    fn a_detail_is_read_leaf_by_leaf_in_one_order() {
        let detail = json!({ "reason": "late", "before": { "name": "Ana", "age": 3 }, "gone": null, "ids": [true] });
        let pairs = [
            ("before · age", "3"),
            ("before · name", "Ana"),
            ("ids · 1", "true"),
            ("reason", "late"),
        ];
        assert_eq!(
            facts(&detail),
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
