//! Buttons and links that look like them.

use leptos::prelude::*;

use crate::{Glyph, Icon, Spinner, class::join};

/// How loud a button is; one primary a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this view is for.
    Primary,
    /// Anything else.
    #[default]
    Secondary,
    /// Quiet, inside bars and rows.
    Ghost,
    /// Destroys something.
    Danger,
}

/// How tall a control is: 28, 32 or 40 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// Inside rows and bars.
    Small,
    /// Everywhere.
    #[default]
    Medium,
    /// Sign-in and other single-purpose pages.
    Large,
}

const BASE: &str = "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors cursor-pointer disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:pointer-events-none aria-disabled:opacity-55";

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "border-transparent bg-accent text-accent-ink hover:bg-accent-hover",
            Self::Secondary => {
                "border-line-strong/60 bg-surface text-ink hover:bg-sunken hover:border-line-strong"
            }
            Self::Ghost => "border-transparent text-muted hover:bg-hover hover:text-ink",
            Self::Danger => {
                "border-transparent bg-danger-solid text-danger-ink hover:bg-danger-hover"
            }
        }
    }
}

impl Size {
    fn class(self) -> &'static str {
        match self {
            Self::Small => "h-7 px-2 text-sm pointer-coarse:h-9",
            Self::Medium => "h-8 px-3 text-base pointer-coarse:h-10",
            Self::Large => "h-10 px-4 text-base pointer-coarse:h-11",
        }
    }
}

pub(crate) fn button_class(kind: ButtonKind, size: Size, wide: bool) -> String {
    join(&[
        BASE,
        kind.class(),
        size.class(),
        if wide { "w-full" } else { "" },
    ])
}

/// A button; `submit` makes it send its form, `loading` shows work and refuses a second click.
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: Size,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Fills the width it is given.
    #[prop(optional)]
    wide: bool,
    /// Work is under way: shows a spinner and is disabled.
    #[prop(into, optional)]
    loading: Signal<bool>,
    /// Cannot be used now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Sent with the form when this button sends it.
    #[prop(into, optional)]
    name: Option<String>,
    /// The value sent under `name`.
    #[prop(into, optional)]
    value: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=button_class(kind, size, wide)
            name=name
            value=value
            disabled=move || loading.get() || disabled.get()
            aria-busy=move || loading.get().then_some("true")
        >
            {move || loading.get().then(|| view! { <Spinner /> })}
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: Size,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Fills the width it is given.
    #[prop(optional)]
    wide: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            href=href
            class=button_class(kind, size, wide)
        >
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </a>
    }
}

/// A square button that shows only a drawing; `label` is its name.
#[component]
pub fn IconButton(
    /// What to draw.
    glyph: Glyph,
    /// The name read aloud and shown on hover.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <button type="button" class=ICON_BUTTON aria-label=label.clone() title=label>
            <Icon glyph />
        </button>
    }
}

pub(crate) const ICON_BUTTON: &str = "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors cursor-pointer hover:bg-hover hover:text-ink pointer-coarse:size-10";
