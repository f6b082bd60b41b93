//! Pages and blocks with nothing to show.

use leptos::prelude::*;

use crate::{ButtonLink, Glyph, Icon};

/// Nothing is here yet, why, and what to do about it.
#[component]
pub fn EmptyState(
    /// What will be here.
    glyph: Glyph,
    /// What is not here.
    #[prop(into)]
    title: String,
    /// What it would be good for, or why there is none.
    #[prop(into, optional)]
    description: Option<String>,
    /// The button that makes the first one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-3 px-6 py-14 text-center">
            <span class="flex size-10 items-center justify-center rounded-lg border border-line bg-surface text-muted">
                <Icon glyph size=20 />
            </span>
            <div>
                <p class="text-base font-semibold text-ink">{title}</p>
                {description
                    .map(|text| {
                        view! {
                            <p class="mx-auto mt-1 max-w-sm text-base text-pretty text-muted">
                                {text}
                            </p>
                        }
                    })}
            </div>
            {children.map(|actions| view! { <div class="mt-1 flex gap-2">{actions()}</div> })}
        </div>
    }
}

/// Something went wrong, whether it is worth a retry, and what to tell support.
#[component]
pub fn ErrorState(
    /// What did not work.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(into, optional)]
    message: Option<String>,
    /// The number under which the server remembers it.
    #[prop(into, optional)]
    reference: Option<String>,
    /// The address to try again.
    #[prop(into, optional)]
    retry: Option<String>,
) -> impl IntoView {
    view! {
        <div role="alert" class="flex flex-col items-center gap-3 px-6 py-14 text-center">
            <span class="flex size-10 items-center justify-center rounded-lg border border-danger/25 bg-danger-soft text-danger">
                <Icon glyph=Glyph::Alert size=20 />
            </span>
            <div>
                <p class="text-base font-semibold text-ink">{title}</p>
                {message
                    .map(|text| {
                        view! {
                            <p class="mx-auto mt-1 max-w-sm text-base text-pretty text-muted">
                                {text}
                            </p>
                        }
                    })}
            </div>
            {retry.map(|href| view! { <ButtonLink href icon=Glyph::Refresh>"Try again"</ButtonLink> })}
            {reference
                .map(|reference| {
                    view! {
                        <p class="text-sm text-muted">
                            "Reference " <code class="font-mono">{reference}</code>
                        </p>
                    }
                })}
        </div>
    }
}
