//! Frames for pages that need no sign-in.

use leptos::{children::ViewFnOnce, prelude::*};

use super::{Brand, BrandMark};

/// One thing in the middle of the page: signing in, accepting, an error.
#[component]
pub fn CentredLayout(
    /// Whose product it is.
    brand: Brand,
    /// What the card asks for; the page's `h1`.
    #[prop(into)]
    title: String,
    /// One line about it.
    #[prop(into, optional)]
    subtitle: Option<String>,
    /// Links below the card.
    #[prop(into, optional)]
    footer: Option<ViewFnOnce>,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <main id="main" class="centred">
            <div class="flex w-full max-w-sm flex-col gap-6">
                <BrandMark brand />
                <div>
                    <h1 class="text-xl font-semibold tracking-tight text-balance text-ink">{title}</h1>
                    {subtitle
                        .map(|text| {
                            view! { <p class="mt-1 text-base text-pretty text-muted">{text}</p> }
                        })}
                </div>
                <div class="rounded-xl border border-line bg-surface p-5 sm:p-6">{children()}</div>
                {footer
                    .map(|footer| {
                        view! { <div class="text-sm text-muted">{footer.run()}</div> }
                    })}
            </div>
        </main>
    }
}

/// A plain page with a head and a foot: prices, sign-up, terms.
#[component]
pub fn PublicLayout(
    /// Whose product it is.
    brand: Brand,
    /// Links and buttons at the end of the head.
    #[prop(into, optional)]
    links: Option<ViewFnOnce>,
    /// The foot.
    #[prop(into, optional)]
    footer: Option<ViewFnOnce>,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to content"
        </a>
        <div class="flex min-h-dvh flex-col">
            <header class="border-b border-line">
                <div class="mx-auto flex h-14 max-w-6xl items-center justify-between gap-4 px-4 lg:px-8">
                    <BrandMark brand />
                    <nav class="flex items-center gap-2" aria-label="Main">
                        {links.map(ViewFnOnce::run)}
                    </nav>
                </div>
            </header>
            <main id="main" tabindex="-1" class="mx-auto w-full max-w-6xl flex-1 px-4 py-10 outline-none lg:px-8">
                {children()}
            </main>
            {footer
                .map(|footer| {
                    view! {
                        <footer class="border-t border-line">
                            <div class="mx-auto max-w-6xl px-4 py-6 text-sm text-muted lg:px-8">
                                {footer.run()}
                            </div>
                        </footer>
                    }
                })}
        </div>
    }
}
