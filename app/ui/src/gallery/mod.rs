//! Every component in every state, in both themes; for development, not for the product.
//!
//! Mount [`Gallery`] at `/gallery` and below: it shows the components at `/gallery` and whole
//! sample pages at the addresses of [`PAGES`].

mod content;
mod controls;
mod feedback;
mod pages;

use leptos::prelude::*;

use crate::{
    Account, Brand, Glyph, MenuButton, MenuLink, NavItem, NavSection, Page, PageHeader, Shell,
    Toast, ToastRegion,
};

/// The addresses that [`Gallery`] answers.
pub const PAGES: &[&str] = &[
    "/gallery",
    "/gallery/home",
    "/gallery/list",
    "/gallery/form",
    "/gallery/job",
    "/gallery/sign-in",
];

/// The components, or the sample page at `path`.
#[component]
pub fn Gallery(
    /// The path of the page shown.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    move || match path.get().as_str() {
        "/gallery/home" => framed(path, pages::home()),
        "/gallery/list" => framed(path, pages::list()),
        "/gallery/form" => framed(path, pages::form()),
        "/gallery/job" => framed(path, pages::job()),
        "/gallery/sign-in" => pages::sign_in(),
        _ => framed(path, components()),
    }
}

fn framed(path: Signal<String>, page: AnyView) -> AnyView {
    let sections = vec![
        NavSection::untitled(vec![
            NavItem::new("Components", "/gallery", Glyph::Grid),
            NavItem::new("Home", "/gallery/home", Glyph::Home),
        ]),
        NavSection::new(
            "Samples",
            vec![
                NavItem::new("List", "/gallery/list", Glyph::Users).count(248),
                NavItem::new("Form", "/gallery/form", Glyph::Edit),
                NavItem::new("Running job", "/gallery/job", Glyph::Activity),
                NavItem::new("Sign-in", "/gallery/sign-in", Glyph::Lock),
            ],
        ),
    ];
    view! {
        <ToastRegion flash=Toast::ok("Ana Silva was added.").link("Undo", "#undo")>
            <Shell
                brand=Brand::new("Acme", "/gallery").note("Gallery")
                sections
                path
                account=Account::new("Ana Silva", "ana@example.test")
                menu=|| {
                    view! {
                        <MenuLink href="#profile" icon=Glyph::User>
                            "Profile"
                        </MenuLink>
                        <MenuLink href="#keys" icon=Glyph::Key>
                            "Security"
                        </MenuLink>
                        <form method="post" action="#sign-out">
                            <MenuButton icon=Glyph::SignOut>"Sign out"</MenuButton>
                        </form>
                    }
                }
            >
                {page}
            </Shell>
        </ToastRegion>
    }
    .into_any()
}

/// One side of an exhibit; its name keeps the ids of both sides apart.
#[derive(Clone, Copy)]
struct Side(&'static str);

impl Side {
    fn id(self, name: &str) -> String {
        format!("{}-{name}", self.0)
    }
}

fn components() -> AnyView {
    view! {
        <Page>
            <PageHeader title="Components" subtitle="Every one in every state, light and dark." />
            {controls::exhibits()}
            {content::exhibits()}
            {feedback::exhibits()}
        </Page>
    }
    .into_any()
}

/// The same components on light and on dark paper.
fn exhibit(title: &'static str, show: fn(Side) -> AnyView) -> AnyView {
    let pane = |theme: &'static str| {
        view! {
            <div
                data-theme=theme
                class="flex min-w-0 flex-col gap-4 bg-canvas p-4 text-ink sm:p-5"
            >
                {show(Side(theme))}
            </div>
        }
    };
    view! {
        <section class="flex flex-col gap-2">
            <h2 class="text-base font-semibold text-ink">{title}</h2>
            <div class="grid overflow-clip rounded-lg border border-line xl:grid-cols-2">
                {pane("light")} {pane("dark")}
            </div>
        </section>
    }
    .into_any()
}
