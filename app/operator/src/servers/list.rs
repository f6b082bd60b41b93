//! The page of servers.

use contract::servers::{Server, ServerHealth};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{count, loaded};
use ui::{
    Badge, Banner, ButtonLink, Card, EmptyState, Glyph, KeyValue, KeyValueList, Meter, Page,
    PageHeader, Tone,
};

use super::server_list;
use crate::{format::counted, words::strategy_word_title};

/// Each server with its health, what lives on it and what is ready.
#[component]
pub(crate) fn ServersPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| server_list());
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(servers: Vec<Server>) -> impl IntoView {
    view! {
        <Title text="Servers" />
        <Page>
            <PageHeader title="Servers" subtitle="The database servers that tenants live on, asked just now.">
                <ButtonLink href="/servers" icon=Glyph::Refresh>
                    "Ask again"
                </ButtonLink>
            </PageHeader>
            {cards(servers)}
        </Page>
    }
}

fn cards(servers: Vec<Server>) -> AnyView {
    if servers.is_empty() {
        return view! {
            <Card flush=true>
                <EmptyState glyph=Glyph::Server title="No servers" description="The platform registers its own when it starts." />
            </Card>
        }
        .into_any();
    }
    let cards: Vec<_> = servers.into_iter().map(card).collect();
    view! { <div class="grid items-start gap-6 lg:grid-cols-2">{cards}</div> }.into_any()
}

fn card(server: Server) -> impl IntoView {
    let (tone, word) = match server.health {
        ServerHealth::Up { .. } => (Tone::Ok, "Up"),
        ServerHealth::Barred => (Tone::Warn, "Not served"),
        ServerHealth::Down => (Tone::Danger, "Down"),
    };
    let badge = move || view! { <Badge tone dot=true>{word}</Badge> };
    let ready: Vec<_> = server.ready.into_iter().map(ready).collect();
    view! {
        <Card title=server.name description=role(server.is_primary, server.accepts_dedicated) actions=badge>
            <div class="flex flex-col gap-4">
                {health(server.health)}
                <KeyValueList>
                    <KeyValue label="Region">{server.region}</KeyValue>
                    <KeyValue label="Address">
                        <code class="font-mono text-sm break-all">
                            {format!("{}:{}", server.host, server.port)}
                        </code>
                    </KeyValue>
                    <KeyValue label="Lives here">
                        {counted(server.tenants, "tenant", "tenants")}
                    </KeyValue>
                    <KeyValue label="Made ahead of need">
                        {if ready.is_empty() {
                            "None".into_any()
                        } else {
                            view! { <ul>{ready}</ul> }.into_any()
                        }}
                    </KeyValue>
                </KeyValueList>
            </div>
        </Card>
    }
}

const fn role(is_primary: bool, accepts_dedicated: bool) -> &'static str {
    match (is_primary, accepts_dedicated) {
        (true, true) => "Holds the control plane; takes dedicated tenants",
        (true, false) => "Holds the control plane",
        (false, true) => "Takes dedicated tenants",
        (false, false) => "Takes no new dedicated tenants",
    }
}

fn ready((word, number): (String, i64)) -> impl IntoView {
    let place = strategy_word_title(&word);
    view! { <li>{format!("{} × {place}", count(number))}</li> }
}

fn health(health: ServerHealth) -> AnyView {
    match health {
        ServerHealth::Up {
            version,
            round_trip_us,
            connections,
            max_connections,
        } => {
            let detail = format!("{} of {}", count(connections), count(max_connections));
            view! {
                <p class="text-sm text-muted">
                    {format!("{version} · answers in {}", round_trip(round_trip_us))}
                </p>
                <Meter label="Connections" value=float(connections) max=float(max_connections) detail />
            }
            .into_any()
        }
        ServerHealth::Barred => view! {
            <Banner tone=Tone::Warn title="It answers, and is not served yet.">
                "It was down when the platform started. It is brought up to date and checked now; if this stays, the platform's log says what keeps it out."
            </Banner>
        }
        .into_any(),
        ServerHealth::Down => view! {
            <Banner tone=Tone::Danger title="It does not answer.">
                "Its tenants cannot be reached. Look at the server and at the network between; placements come back by themselves."
            </Banner>
        }
        .into_any(),
    }
}

/// Microseconds, ready to read.
fn round_trip(us: i64) -> String {
    if us < 1_000 {
        format!("{us} µs")
    } else {
        format!("{}.{} ms", us / 1_000, us % 1_000 / 100)
    }
}

/// Exact: a server takes some thousands of connections.
fn float(number: i64) -> f64 {
    u32::try_from(number).map_or(0.0, f64::from)
}
