//! The HTML document around the app.

use contract::door::Realm;
use leptos::{hydration::HydrationScripts, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use portal_kit::BrandColours;
use ui::Theme;

use crate::App;

/// Where the style sheet is: a hashed name, so that it can be kept for ever.
#[derive(Clone, Debug)]
pub struct StyleHref(pub String);

/// The document that the server sends: brand and theme are in it, so nothing flashes.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = use_context::<Theme>().unwrap_or_default();
    let style = use_context().map_or_else(|| "/app.css".to_owned(), |StyleHref(href)| href);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
                {brand_style()}
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The tenant's colours, over those of the style sheet.
fn brand_style() -> Option<impl IntoView> {
    let Some(Realm::Tenant {
        primary_color,
        secondary_color,
        ..
    }) = use_context()
    else {
        return None;
    };
    let colours = BrandColours::new(&primary_color, &secondary_color)?;
    Some(view! { <style nonce=use_nonce() inner_html=colours.css()></style> })
}
