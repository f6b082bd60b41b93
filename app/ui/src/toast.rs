//! Short news of what just happened.

use std::time::Duration;

use leptos::prelude::*;

use crate::{Glyph, Icon, Tone, button::ICON_BUTTON, class::join};

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Good or bad.
    pub tone: Tone,
    /// One sentence.
    pub message: String,
    /// Where to go from here, such as "Undo": words and address.
    pub link: Option<(String, String)>,
}

impl Toast {
    /// Something went well.
    pub fn ok(message: impl Into<String>) -> Self {
        Self {
            tone: Tone::Ok,
            message: message.into(),
            link: None,
        }
    }

    /// Something did not; stays until dismissed.
    pub fn danger(message: impl Into<String>) -> Self {
        Self {
            tone: Tone::Danger,
            message: message.into(),
            link: None,
        }
    }

    /// Adds where to go from here.
    #[must_use]
    pub fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((words.into(), href.into()));
        self
    }
}

/// How long good news stays; a person who reads slowly can still find it on the page it is about.
const STAYS: Duration = Duration::from_secs(8);

/// The news of one page, newest last.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<(u32, Toast)>>, StoredValue<u32>);

impl Toasts {
    /// Shows `toast`; good news leaves by itself.
    pub fn push(self, toast: Toast) {
        let id = self.1.with_value(|last| last + 1);
        self.1.set_value(id);
        let tone = toast.tone;
        self.0.update(|all| all.push((id, toast)));
        self.dismiss_later(id, tone);
    }

    fn dismiss_later(self, id: u32, tone: Tone) {
        if tone != Tone::Danger {
            set_timeout(move || self.dismiss(id), STAYS);
        }
    }

    fn dismiss(self, id: u32) {
        // The page may be gone by the time the clock strikes.
        self.0
            .try_update(|all| all.retain(|(other, _)| *other != id));
    }
}

/// The news of the page around; needs a [`ToastRegion`] above.
pub fn use_toasts() -> Option<Toasts> {
    use_context()
}

/// Shows news over the page's corner and reads it aloud; `flash` is news the server sends along.
#[component]
pub fn ToastRegion(
    /// What the request before this page did.
    #[prop(into, optional)]
    flash: Option<Toast>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let tone = flash.as_ref().map(|toast| toast.tone);
    let news = RwSignal::new(flash.into_iter().map(|toast| (0, toast)).collect());
    let toasts = Toasts(news, StoredValue::new(0));
    provide_context(toasts);
    Effect::new(move || {
        if let Some(tone) = tone {
            toasts.dismiss_later(0, tone);
        }
    });
    view! {
        {children()}
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || news.get() key=|(id, _)| *id let((id, toast))>
                {card(toast, move || toasts.dismiss(id))}
            </For>
        </div>
    }
}

fn card(toast: Toast, dismiss: impl Fn() + 'static) -> AnyView {
    let (glyph, tint_class) = match toast.tone {
        Tone::Ok => (Glyph::Check, "text-ok"),
        Tone::Warn => (Glyph::Alert, "text-warn"),
        Tone::Danger => (Glyph::Alert, "text-danger"),
        Tone::Neutral | Tone::Accent | Tone::Info => (Glyph::Info, "text-info"),
    };
    view! {
        <div class="toast">
            <span class=tint_class>
                <Icon glyph />
            </span>
            <p class="min-w-0 flex-1 text-base text-ink">
                {toast.message}
                {toast
                    .link
                    .map(|(words, href)| {
                        view! {
                            " "
                            <a href=href class="link font-medium">
                                {words}
                            </a>
                        }
                    })}
            </p>
            <button
                type="button"
                class=join(&[ICON_BUTTON, "-my-1.5 -mr-2"])
                aria-label="Dismiss"
                on:click=move |_| dismiss()
            >
                <Icon glyph=Glyph::Close />
            </button>
        </div>
    }
    .into_any()
}
