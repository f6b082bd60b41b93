//! Entries of an audit log, each with its detail on demand.

use contract::{audit::Event, ids::TenantId};
use leptos::{prelude::*, serde_json::Value};
use ui::{Badge, Card, Column, EmptyState, Glyph, KeyValue, KeyValueList, Row, Table, Tone};

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
    let (changes, facts) = told(&event.detail);
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| view! { <KeyValue label=name>{value}</KeyValue> })
        .collect();
    view! {
        {(!changes.is_empty()).then(|| changed(changes))}
        <KeyValueList>
            {facts} {tenant} {known("Target id", Some(event.target_id))}
            {known("Actor id", event.actor_id.map(|id| id.to_string()))}
            {known("Address of the caller", event.ip)} {known("Request id", event.request_id)}
        </KeyValueList>
    }
}

/// A field of something that was changed: its path, what it was, what it is.
type Change = (String, String, String);

fn changed(changes: Vec<Change>) -> impl IntoView {
    let columns = ["Field", "Before", "After"].map(Column::new).into();
    let row = |(field, before, after): Change| Row::new().cell(field).cell(before).cell(after);
    view! {
        <div class="mb-3">
            <Table caption="What was changed" columns rows=changes.into_iter().map(row).collect() />
        </div>
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

/// What was changed, field by field, and all else that a detail says.
fn told(detail: &Value) -> (Vec<Change>, Vec<(String, String)>) {
    let side = |name: &str| detail.get(name).filter(|side| side.is_object());
    let (Some(before), Some(after)) = (side("before"), side("after")) else {
        return (Vec::new(), facts(detail));
    };
    let mut changes: Vec<Change> = Vec::new();
    for (field, value) in facts(before) {
        changes.push((field, value, String::new()));
    }
    for (field, value) in facts(after) {
        match changes.iter_mut().find(|change| change.0 == field) {
            Some(change) => change.2 = value,
            None => changes.push((field, String::new(), value)),
        }
    }
    changes.sort();
    let is_side = |path: &str| path.starts_with("before · ") || path.starts_with("after · ");
    let mut rest = facts(detail);
    rest.retain(|(path, _)| !is_side(path));
    (changes, rest)
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

    use super::{facts, told};

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

    #[test]
    fn what_was_changed_stands_side_by_side() {
        let detail = json!({
            "api_key": "k",
            "before": { "name": "Ana", "phone": null, "notes": "Tea" },
            "after": { "name": "Anna", "phone": "1", "notes": null },
        });
        let change = |field: &str, before: &str, after: &str| {
            (field.to_owned(), before.to_owned(), after.to_owned())
        };
        let (changes, rest) = told(&detail);
        let expected = [
            change("name", "Ana", "Anna"),
            change("notes", "Tea", ""),
            change("phone", "", "1"),
        ];
        assert_eq!(changes, expected);
        assert_eq!(rest, [("api_key".to_owned(), "k".to_owned())]);
        // Older entries say it in other ways.
        let (changes, rest) = told(&json!({ "before": "staff", "after": "manager" }));
        assert!(changes.is_empty());
        assert_eq!(rest.len(), 2);
    }
}
