//! The HTML document around the app.

use contract::{door::Realm, logo::LogoForm};
use leptos::{either::Either, hydration::HydrationScripts, nonce::use_nonce, prelude::*};
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
                {icons()}
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

/// The tenant's logo in small, or ours.
fn icons() -> impl IntoView {
    let Some(Realm::Tenant {
        logo: Some(hash), ..
    }) = use_context()
    else {
        return Either::Left(
            view! { <link rel="icon" href="/favicon.svg" type="image/svg+xml" /> },
        );
    };
    let (icon, touch_icon) = (LogoForm::Icon.path(&hash), LogoForm::TouchIcon.path(&hash));
    Either::Right(view! {
        <link rel="icon" href=icon type="image/png" sizes="32x32" />
        <link rel="apple-touch-icon" href=touch_icon sizes="180x180" />
    })
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
