//! The landing page: what Tenantry is, and the way to one's workspace.

use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::use_page_query;
use ui::{
    Brand, Button, ButtonKind, ButtonLink, Card, FormScope, Glyph, Icon, Problem, PublicLayout,
    TextField,
};

/// The landing page; `unknown` in the address is a workspace that was looked for in vain.
#[component]
pub(crate) fn Landing() -> impl IntoView {
    let links = || {
        view! {
            <ButtonLink href="#find" kind=ButtonKind::Secondary>
                "Find your workspace"
            </ButtonLink>
        }
    };
    view! {
        <Title text="Multi-tenant software, operated with ease" />
        <PublicLayout
            brand=Brand::new("Tenantry", "/")
            links
            footer=|| "Tenantry: one binary, one PostgreSQL, any number of tenants."
        >
            <div class="flex flex-col gap-16 py-6 lg:py-12">
                <Pitch /> <Reasons /> <Find />
            </div>
        </PublicLayout>
    }
}

#[component]
fn Pitch() -> impl IntoView {
    view! {
        <div class="max-w-2xl">
            <h1 class="text-3xl font-semibold tracking-tight text-balance text-ink">
                "Every customer their own workspace. One system to run."
            </h1>
            <p class="mt-4 text-lg text-pretty text-muted">
                "Tenantry creates and runs the workspaces of a business software: each with its own address, colours, words and people, each kept apart in the database itself."
            </p>
        </div>
    }
}

const REASONS: [(Glyph, &str, &str); 4] = [
    (
        Glyph::Bolt,
        "Live in seconds",
        "A new workspace is provisioned step by step while you watch, and picks up where it stopped if anything fails.",
    ),
    (
        Glyph::Lock,
        "Kept apart",
        "Shared tables, an own schema, an own database or an own server: PostgreSQL itself refuses the rows of others.",
    ),
    (
        Glyph::Palette,
        "In their name",
        "Each workspace speaks the words of its trade, patients, members or vehicle owners, and wears its own colours.",
    ),
    (
        Glyph::Shield,
        "On the record",
        "Who did what, when and from where is in a log that each workspace can read for itself.",
    ),
];

#[component]
fn Reasons() -> impl IntoView {
    let reasons: Vec<_> = REASONS
        .into_iter()
        .map(|(glyph, title, text)| {
            view! {
                <li class="flex flex-col gap-1.5">
                    <span class="text-accent-text">
                        <Icon glyph size=20 />
                    </span>
                    <h2 class="text-base font-semibold text-ink">{title}</h2>
                    <p class="text-base text-pretty text-muted">{text}</p>
                </li>
            }
        })
        .collect();
    view! { <ul class="grid gap-8 sm:grid-cols-2 lg:grid-cols-4">{reasons}</ul> }
}

/// A plain form: the server knows where workspaces live, so it answers with the way there.
#[component]
fn Find() -> impl IntoView {
    let unknown = use_page_query().now().get("unknown");
    let problems = if unknown.is_empty() {
        Vec::new()
    } else {
        vec![Problem::new(
            "slug",
            format!(
                "There is no workspace called “{unknown}”. Look at the address in your invitation."
            ),
        )]
    };
    view! {
        <section id="find" class="max-w-md">
            <Card title="Find your workspace" description="It is the first part of the address in your invitation.">
                <form method="get" action="/find">
                    <FormScope problems=Signal::stored(problems)>
                        <TextField
                            name="slug"
                            label="Name of the workspace"
                            value=unknown
                            placeholder="luna"
                            autocomplete="organization"
                            maxlength=40
                            required=true
                        />
                        <div>
                            <Button submit=true kind=ButtonKind::Primary icon=Glyph::ArrowRight>
                                "Go there"
                            </Button>
                        </div>
                    </FormScope>
                </form>
            </Card>
        </section>
    }
}
