//! Light, dark, or as the system says.

use leptos::{prelude::*, web_sys};
use wasm_bindgen::JsCast;

use crate::{Glyph, Icon, hydrated::hydrated};

/// The cookie that remembers the choice; the server puts it on `<html data-theme>`.
pub const THEME_COOKIE: &str = "theme";

/// Which of the two looks a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Reads the choice from a `Cookie` header.
    pub fn from_cookies(header: &str) -> Self {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == THEME_COOKIE)
            .map_or(Self::System, |(_, value)| Self::from_attribute(Some(value)))
    }

    /// The value for `<html data-theme>`; none leaves it to the system.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn from_attribute(value: Option<&str>) -> Self {
        match value {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    fn apply(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // Neither can fail: the names are constants and the element exists.
        let _ = match self.attribute() {
            Some(value) => root.set_attribute("data-theme", value),
            None => root.remove_attribute("data-theme"),
        };
        let value = self.attribute().unwrap_or("system");
        let cookie = format!("{THEME_COOKIE}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
        let _ = document()
            .unchecked_into::<web_sys::HtmlDocument>()
            .set_cookie(&cookie);
    }
}

/// Three buttons that choose the look at once and remember it; absent without the browser's code.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let (ready, chosen) = (hydrated(), RwSignal::new(Theme::System));
    Effect::new(move || {
        let attribute = document()
            .document_element()
            .and_then(|root| root.get_attribute("data-theme"));
        chosen.set(Theme::from_attribute(attribute.as_deref()));
    });
    let option = move |theme: Theme, glyph: Glyph, label: &'static str| {
        view! {
            <button
                type="button"
                class="segment"
                title=label
                aria-label=label
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |_| {
                    theme.apply();
                    chosen.set(theme);
                }
            >
                <Icon glyph />
            </button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label="Theme" hidden=move || !ready.get()>
            {option(Theme::System, Glyph::Monitor, "As the system")}
            {option(Theme::Light, Glyph::Sun, "Light")}
            {option(Theme::Dark, Glyph::Moon, "Dark")}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn the_cookie_is_found_among_others() {
        assert_eq!(Theme::from_cookies("a=b; theme=dark; c=d"), Theme::Dark);
        assert_eq!(Theme::from_cookies("theme=light"), Theme::Light);
        assert_eq!(
            Theme::from_cookies("mytheme=dark; theme=\"><b>"),
            Theme::System
        );
        assert_eq!(Theme::from_cookies(""), Theme::System);
    }
}
