//! The command palette: go anywhere from the keyboard.

use leptos::{ev, prelude::*, web_sys};
use wasm_bindgen::JsCast;

use crate::{Glyph, Icon, button::ICON_BUTTON, open_dialog};

/// One thing to go to or do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    label: String,
    href: String,
    glyph: Glyph,
    words: String,
}

impl Command {
    /// A link with its drawing.
    pub fn new(label: impl Into<String>, href: impl Into<String>, glyph: Glyph) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            glyph,
            words: String::new(),
        }
    }

    /// Other words under which it is found.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    /// Every word of `query` begins a word of this.
    fn answers(&self, query: &str) -> bool {
        let text = format!("{} {}", self.label, self.words).to_lowercase();
        query
            .split_whitespace()
            .all(|part| text.split_whitespace().any(|word| word.starts_with(part)))
    }
}

pub(super) const PALETTE: &str = "command-palette";
const LIST: &str = "command-list";

/// Opens the palette; a wide one that looks like a search box, or a compact one.
#[component]
pub(super) fn PaletteButton(#[prop(optional)] compact: bool) -> impl IntoView {
    let class = if compact {
        ICON_BUTTON
    } else {
        "flex h-8 w-full max-w-72 cursor-pointer items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-base text-muted transition-colors hover:border-line-strong"
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=compact.then_some("Search or jump to")
            aria-haspopup="dialog"
            commandfor=PALETTE
            command="show-modal"
            on:click=|_| open_dialog(PALETTE)
        >
            <Icon glyph=Glyph::Search />
            {(!compact)
                .then(|| {
                    view! {
                        <span class="flex-1 text-left">"Search or jump to…"</span>
                        <kbd class="kbd" aria-hidden="true">
                            "Ctrl K"
                        </kbd>
                    }
                })}
        </button>
    }
}

/// The palette itself: type to narrow, arrows to choose, Enter to go.
#[component]
pub(super) fn CommandPalette(commands: Vec<Command>) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let query = query.get().to_lowercase();
        commands
            .iter()
            .filter(|command| command.answers(&query))
            .cloned()
            .collect::<Vec<_>>()
    });
    open_on_shortcut();
    let on_key = move |event: ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => count.saturating_sub(1),
            "Enter" => return follow(&event, active.get()),
            _ => return,
        };
        event.prevent_default();
        if count > 0 {
            active.update(|active| *active = (*active + step) % count);
            reveal(active.get());
        }
    };
    view! {
        <dialog id=PALETTE class="palette" aria-label="Search or jump to" closedby="any">
            <div class="flex items-center gap-2.5 border-b border-line px-4 text-muted">
                <Icon glyph=Glyph::Search />
                <input
                    type="text"
                    role="combobox"
                    class="h-12 min-w-0 flex-1 bg-transparent text-lg text-ink outline-none placeholder:text-faint"
                    placeholder="Search or jump to…"
                    aria-label="Search or jump to"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-activedescendant=move || option_id(active.get())
                    autocomplete="off"
                    spellcheck="false"
                    on:keydown=on_key
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        active.set(0);
                    }
                />
                <kbd class="kbd">"Esc"</kbd>
            </div>
            <div id=LIST role="listbox" aria-label="Results" class="max-h-80 overflow-y-auto p-1.5">
                {move || {
                    found.get().into_iter().enumerate().map(|(at, one)| option(at, one, active)).collect_view()
                }}
            </div>
            {move || {
                found
                    .with(Vec::is_empty)
                    .then(|| {
                        view! { <p class="px-4 pb-6 text-center text-base text-muted">"Nothing found"</p> }
                    })
            }}
        </dialog>
    }
}

fn option(at: usize, command: Command, active: RwSignal<usize>) -> impl IntoView {
    view! {
        <a
            id=option_id(at)
            role="option"
            tabindex="-1"
            href=command.href
            class="menu-item aria-selected:bg-selected aria-selected:text-ink"
            aria-selected=move || if active.get() == at { "true" } else { "false" }
            on:mousemove=move |_| active.set(at)
        >
            <Icon glyph=command.glyph />
            {command.label}
        </a>
    }
}

fn option_id(at: usize) -> String {
    format!("command-{at}")
}

fn option_element(at: usize) -> Option<web_sys::HtmlElement> {
    document()
        .get_element_by_id(&option_id(at))?
        .dyn_into()
        .ok()
}

/// A click, so that the router takes it as any other link.
fn follow(event: &ev::KeyboardEvent, at: usize) {
    event.prevent_default();
    if let Some(element) = option_element(at) {
        element.click();
    }
}

fn reveal(at: usize) {
    if let Some(element) = option_element(at) {
        element.scroll_into_view_with_bool(false);
    }
}

fn open_on_shortcut() {
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "k" {
                event.prevent_default();
                open_dialog(PALETTE);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

#[cfg(test)]
mod tests {
    use super::Command;
    use crate::Glyph;

    #[test]
    fn every_word_typed_must_begin_a_word() {
        let command = Command::new("New invoice", "/x", Glyph::Plus).words("bill");
        assert!(command.answers(""));
        assert!(command.answers("inv new"));
        assert!(command.answers("bil"));
        assert!(!command.answers("voice"));
        assert!(!command.answers("new customer"));
    }
}
