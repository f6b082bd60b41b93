//! How the branding will look, on light and on dark paper, as it is typed.

use contract::{branding::BrandingDraft, logo::LogoForm};
use leptos::{either::Either, html, prelude::*};
use portal_kit::{BrandColours, FormState};
use ui::Card;

/// What the form holds.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) name: RwSignal<String>,
    pub(super) primary: RwSignal<String>,
    pub(super) secondary: RwSignal<String>,
    pub(super) welcome: RwSignal<String>,
}

impl Look {
    /// What was typed before the form failed, or else `draft`.
    pub(super) fn of(form: FormState, draft: BrandingDraft) -> Self {
        Self {
            name: RwSignal::new(form.typed("display_name", draft.display_name)),
            primary: RwSignal::new(form.typed("primary_color", draft.primary_color)),
            secondary: RwSignal::new(form.typed("secondary_color", draft.secondary_color)),
            welcome: RwSignal::new(form.typed("sign_in_text", draft.sign_in_text)),
        }
    }
}

/// The sign-in page in small, in both themes. Without the browser's code it shows the saved look.
#[component]
pub(super) fn Preview(
    /// What the form holds.
    look: Look,
    /// Hash of the logo.
    logo: Option<String>,
) -> impl IntoView {
    let logo = logo.map(|hash| LogoForm::Whole.path(&hash));
    view! {
        <Card title="Preview" description="The sign-in page, light and dark.">
            <div class="grid gap-4 sm:grid-cols-2">
                <Paper look logo=logo.clone() theme="light" />
                <Paper look logo theme="dark" />
            </div>
        </Card>
    }
}

#[component]
fn Paper(look: Look, logo: Option<String>, theme: &'static str) -> impl IntoView {
    let paper = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let colours = BrandColours::new(&look.primary.get(), &look.secondary.get());
        if let (Some(paper), Some(colours)) = (paper.get(), colours) {
            colours.paint(&paper);
        }
    });
    let letter = move || {
        look.name
            .get()
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .collect::<String>()
    };
    let mark = match logo {
        Some(src) => {
            Either::Left(view! { <img src=src alt="" class="size-6 rounded-md object-contain" /> })
        }
        None => Either::Right(view! {
            <span class="flex size-6 items-center justify-center rounded-md bg-accent text-sm text-accent-ink">
                {letter}
            </span>
        }),
    };
    view! {
        <div
            node_ref=paper
            data-theme=theme
            aria-hidden="true"
            class="flex flex-col gap-3 overflow-clip rounded-lg border border-line bg-canvas p-4 text-ink"
        >
            <div class="-mx-4 -mt-4 h-1 bg-(--brand-second)"></div>
            <div class="flex items-center gap-2 font-semibold">
                {mark}
                <span class="min-w-0 truncate">{look.name}</span>
            </div>
            <p class="text-sm text-pretty text-muted">{look.welcome}</p>
            <span class="flex h-8 items-center justify-center rounded-md bg-accent text-base font-medium text-accent-ink">
                "Sign in"
            </span>
            <span class="text-sm text-accent-text underline">"Forgot your password?"</span>
        </div>
    }
}
