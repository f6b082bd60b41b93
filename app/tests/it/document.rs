//! The document around the app.

use contract::{acts::Role, door::Realm};
use leptos::prelude::*;
use ui::Theme;

use crate::{
    render::{in_document, render, render_realm},
    workspace::Workspace,
};

#[tokio::test]
async fn a_tenants_colours_are_in_the_first_bytes_of_its_pages() {
    let page = render(&Workspace::seen_by(Role::Owner), "/sign-in").await;
    page.shows(&[
        ":root{--brand:light-dark(#be185d,",
        "--brand-second:#f59e0b}</style>",
    ]);
}

#[tokio::test]
async fn what_is_no_colour_stays_out_of_the_style() {
    let workspace = Workspace {
        primary_color: "red;}body{display:none",
        ..Workspace::seen_by(Role::Owner)
    };
    render(&workspace, "/sign-in")
        .await
        .hides(&["<style", "--brand:"]);
}

#[tokio::test]
async fn the_chosen_theme_and_the_hashed_style_sheet_are_on_the_document() {
    let page = in_document("/", || {
        provide_context(Theme::Dark);
        provide_context(app::StyleHref("/pkg/app.1a2b.css".into()));
    })
    .await;
    page.shows(&[
        "<html lang=\"en\" data-theme=\"dark\"",
        "href=\"/pkg/app.1a2b.css\"",
    ]);
    let page = render_realm(Realm::Public, "/").await;
    page.shows(&["href=\"/app.css\""]);
    page.hides(&["data-theme=\""]);
}

#[tokio::test]
async fn a_host_has_the_pages_of_its_realm_alone() {
    for address in ["/customers", "/settings", "/tenants", "/sign-in"] {
        assert_eq!(
            render_realm(Realm::Public, address).await.status,
            404,
            "{address}"
        );
    }
    let workspace = Workspace::seen_by(Role::Owner);
    for address in ["/tenants", "/plans", "/outbox", "/nowhere"] {
        assert_eq!(render(&workspace, address).await.status, 404, "{address}");
    }
    for address in [
        "/",
        "/customers",
        "/settings",
        "/settings/audit",
        "/settings/audit/receiver",
        "/sign-in",
        "/forgot",
    ] {
        assert_eq!(render(&workspace, address).await.status, 200, "{address}");
    }
}

#[tokio::test]
async fn the_landing_page_says_which_workspace_is_unknown_and_nothing_more() {
    let page = render_realm(Realm::Public, "/?unknown=%3Cscript%3E").await;
    assert_eq!(page.status, 200);
    page.shows(&[
        "action=\"/find\"",
        "There is no workspace called “&lt;script&gt;”",
    ]);
}
