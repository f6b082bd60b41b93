//! The list of keys.

use contract::{acts::Act, api_keys::ApiKey};
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use portal_kit::{Me, Time, loaded, use_me};
use ui::{ButtonKind, ButtonLink, Card, Column, EmptyState, Glyph, Page, PageHeader, Row, Table};

use super::{LIST, calls::api_key_list};

/// The list of keys.
#[component]
pub(crate) fn ApiKeysPage() -> impl IntoView {
    let me = use_me();
    let keys = Resource::new(|| (), |()| api_key_list());
    loaded(move || {
        let me = me.clone();
        async move { Ok(list(&me?, keys.await?)) }
    })
}

fn list(me: &Me, keys: Vec<ApiKey>) -> impl IntoView + use<> {
    let may = me.may(Act::ApiKeyManage);
    let columns = vec![
        Column::new("Name"),
        Column::new("Key").minor(),
        Column::new("In the name of"),
        Column::new("Last used"),
        Column::new("Ends").minor(),
    ];
    let rows = keys.into_iter().map(row).collect();
    let empty = move || {
        view! {
            <EmptyState
                glyph=Glyph::Key
                title="No keys yet"
                description="With a key, a program does some of what you may do yourself, until a day that you choose."
            >
                {may.then(new_button)}
            </EmptyState>
        }
    };
    view! {
        <Title text="API keys" />
        <Page>
            <PageHeader title="API keys" subtitle="For programs that work with this workspace.">
                {may.then(new_button)}
            </PageHeader>
            <Card flush=true>
                <Table caption="API keys, newest first" columns rows empty />
            </Card>
        </Page>
    }
}

fn row(key: ApiKey) -> Row {
    let used = match key.last_used_at {
        Some(at) => Either::Left(view! { <Time at /> }),
        None => Either::Right("Never"),
    };
    Row::link(format!("{LIST}/{}", key.id))
        .cell(key.name)
        .cell(view! { <code class="font-mono text-sm">{key.hint}"…"</code> })
        .cell(key.owner)
        .cell(used)
        .cell(view! { <Time at=key.expires_at /> })
}

fn new_button() -> impl IntoView {
    view! {
        <ButtonLink href="/settings/api-keys/new" kind=ButtonKind::Primary icon=Glyph::Plus>
            "New key"
        </ButtonLink>
    }
}
