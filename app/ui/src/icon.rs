//! Icons drawn on a 16-pixel grid as one stroked path each.

use leptos::prelude::*;

/// One line a drawing: its name and its path.
macro_rules! glyphs {
    ($($name:ident $path:literal)*) => {
        /// The drawings that [`Icon`] knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each variant is named after what it shows")]
        pub enum Glyph { $($name),* }

        impl Glyph {
            /// Every drawing, for the gallery.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The drawing of this name, written `like-this`.
            pub fn named(name: &str) -> Option<Self> {
                let name = name.replace('-', "");
                let mut all = Self::ALL.iter().copied();
                all.find(|glyph| format!("{glyph:?}").eq_ignore_ascii_case(&name))
            }

            fn path(self) -> &'static str {
                match self { $(Self::$name => $path),* }
            }
        }
    };
}

glyphs! {
    Activity "M1.75 8H4.5l2-5.25 3 10.5 2-5.25h2.75"
    Alert "M8 2.5l6.25 11H1.75L8 2.5zM8 6.5v3.25M8 11.6v.01"
    ArrowDown "M8 2.75v10.5M3.75 9L8 13.25 12.25 9"
    ArrowLeft "M13.25 8H2.75M7 3.75L2.75 8 7 12.25"
    ArrowRight "M2.75 8h10.5M9 3.75L13.25 8 9 12.25"
    ArrowUp "M8 13.25V2.75M3.75 7L8 2.75 12.25 7"
    Bell "M8 2.25a4 4 0 0 0-4 4c0 3.25-1.5 4.75-1.5 4.75h11S12 9.5 12 6.25a4 4 0 0 0-4-4zM6.75 13.5h2.5"
    Bolt "M8.75 1.75L3 9.25h4.5l-.25 5L13 6.75H8.5l.25-5z"
    Box "M8 1.75l5.5 3v6.5l-5.5 3-5.5-3v-6.5l5.5-3zM2.75 5L8 7.75 13.25 5M8 7.75v6.25"
    Building "M3.5 13.5v-10a1 1 0 0 1 1-1h5a1 1 0 0 1 1 1v10M10.5 6.5h1a1 1 0 0 1 1 1v6M2 13.5h12M6 5.5h2M6 8h2M6 10.5h2"
    Calendar "M3.25 3.25h9.5a1 1 0 0 1 1 1v8.5a1 1 0 0 1-1 1h-9.5a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1zM2.25 6.5h11.5M5.25 1.75v3M10.75 1.75v3"
    Check "M3 8.5l3.25 3.25L13 4.75"
    ChevronDown "M4 6.25l4 4 4-4"
    ChevronLeft "M9.75 4l-4 4 4 4"
    ChevronRight "M6.25 4l4 4-4 4"
    ChevronUp "M4 9.75l4-4 4 4"
    Clock "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.75V8l2.25 1.5"
    Close "M4 4l8 8M12 4l-8 8"
    Copy "M6.75 5.75h5.5a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-5.5a1 1 0 0 1-1-1v-5.5a1 1 0 0 1 1-1zM10.25 5.75v-2a1 1 0 0 0-1-1h-5.5a1 1 0 0 0-1 1v5.5a1 1 0 0 0 1 1h2"
    Database "M13 4c0 1.1-2.24 2-5 2s-5-.9-5-2 2.24-2 5-2 5 .9 5 2zM3 4v8c0 1.1 2.24 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.24 2 5 2s5-.9 5-2"
    Download "M8 2.5v7.75M4.75 7L8 10.25 11.25 7M2.75 13.25h10.5"
    Edit "M10.75 3L13 5.25l-7.5 7.5-3 .75.75-3 7.5-7.5zM9 4.75L11.25 7"
    External "M6.5 3.25H3.75a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V9.5M9.5 2.75h3.75V6.5M13 3L7.5 8.5"
    Eye "M1.5 8S3.75 3.75 8 3.75 14.5 8 14.5 8 12.25 12.25 8 12.25 1.5 8 1.5 8zM9.75 8a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0z"
    Filter "M2.5 4h11M4.75 8h6.5M6.75 12h2.5"
    Globe "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM2.25 8h11.5M8 2c1.7 1.7 2.5 3.7 2.5 6S9.7 12.3 8 14c-1.7-1.7-2.5-3.7-2.5-6S6.3 3.7 8 2z"
    Grid "M2.75 2.75h4v4h-4zM9.25 2.75h4v4h-4zM2.75 9.25h4v4h-4zM9.25 9.25h4v4h-4z"
    Home "M2.25 7.5L8 2.5l5.75 5M4 6.25v7h8v-7M6.75 13.25v-3.5h2.5v3.5"
    IdCard "M2.75 3.25h10.5a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1zM7.5 6.6a1.35 1.35 0 1 1-2.7 0 1.35 1.35 0 0 1 2.7 0zM3.9 10.5c.2-1.2 1.1-2 2.25-2s2.05.8 2.25 2M10 6.5h2.25M10 9.25h2.25"
    Inbox "M4.25 2.75h7.5l2 6.25v3.25a1 1 0 0 1-1 1h-9.5a1 1 0 0 1-1-1V9l2-6.25zM2.25 9H5.5l.75 1.75h3.5L10.5 9h3.25"
    Info "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.5v3.25M8 5.25v.01"
    Key "M7.75 10.25a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM7 8.25l6-6M10.5 4.75l2 2"
    Layers "M8 2l6 3.25-6 3.25-6-3.25L8 2zM2 8.1l6 3.25 6-3.25M2 10.9l6 3.25 6-3.25"
    Link "M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.05-2.05a2.75 2.75 0 0 0-3.9-3.9l-.9.9M9.25 6.75a2.75 2.75 0 0 0-3.9 0L3.3 8.8a2.75 2.75 0 0 0 3.9 3.9l.9-.9"
    List "M5.75 4h7.75M5.75 8h7.75M5.75 12h7.75M2.75 4v.01M2.75 8v.01M2.75 12v.01"
    Lock "M4.25 7.25h7.5a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1h-7.5a1 1 0 0 1-1-1v-4.5a1 1 0 0 1 1-1zM5.25 7V5a2.75 2.75 0 0 1 5.5 0v2"
    Mail "M3.25 3.25h9.5a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1h-9.5a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1zM2.5 4.75l5.5 4 5.5-4"
    Menu "M2.5 4.25h11M2.5 8h11M2.5 11.75h11"
    Minus "M3 8h10"
    Monitor "M3.25 2.75h9.5a1 1 0 0 1 1 1V10a1 1 0 0 1-1 1h-9.5a1 1 0 0 1-1-1V3.75a1 1 0 0 1 1-1zM5.5 13.5h5M8 11v2.5"
    Moon "M13.25 9.6A5.75 5.75 0 0 1 6.4 2.75a5.75 5.75 0 1 0 6.85 6.85z"
    More "M3.5 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM8.25 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM13 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0z"
    Palette "M8 2a6 6 0 1 0 0 12c1 0 1.5-.7 1.5-1.4 0-.9-.75-1.2-.75-2 0-.7.55-1.1 1.25-1.1h1.5c1.4 0 2.5-1 2.5-2.4C14 4.2 11.3 2 8 2zM5 8.5v.01M6 5.5v.01M9.5 4.9v.01"
    Pause "M5.5 3.25v9.5M10.5 3.25v9.5"
    Play "M4.5 2.75l8.25 5.25-8.25 5.25V2.75z"
    Plus "M8 3v10M3 8h10"
    Receipt "M3.5 2.25v11.5l1.5-1 1.5 1 1.5-1 1.5 1 1.5-1 1.5 1V2.25l-1.5 1-1.5-1-1.5 1-1.5-1-1.5 1-1.5-1zM6 6.25h4M6 9h4"
    Refresh "M13.25 8a5.25 5.25 0 1 1-1.6-3.75L13.25 5.75M13.25 2.5v3.25H10"
    Search "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.25 10.25l3.25 3.25"
    Selector "M5 6l3-3 3 3M5 10l3 3 3-3"
    Server "M3.5 2.5h9a1 1 0 0 1 1 1v2.75a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V3.5a1 1 0 0 1 1-1zM3.5 8.75h9a1 1 0 0 1 1 1v2.75a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V9.75a1 1 0 0 1 1-1zM5 4.9v.01M5 11.1v.01"
    Settings "M2.5 4.5h5.75M12 4.5h1.5M2.5 11.5H4M7.75 11.5h5.75M12 4.5a1.85 1.85 0 1 1-3.7 0 1.85 1.85 0 0 1 3.7 0zM7.7 11.5a1.85 1.85 0 1 1-3.7 0 1.85 1.85 0 0 1 3.7 0z"
    Share "M13 4.25a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0zM6.5 8A1.75 1.75 0 1 1 3 8a1.75 1.75 0 0 1 3.5 0zM13 11.75a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0zM6.3 7.15l3.4-2M6.3 8.85l3.4 2"
    Shield "M8 1.75L3 3.75v3.75c0 3.1 2 5.5 5 6.75 3-1.25 5-3.65 5-6.75V3.75l-5-2z"
    SignOut "M6.25 13.25h-2.5a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1h2.5M10.25 11l3-3-3-3M13 8H6.25"
    Sun "M10.75 8a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"
    Tag "M2.5 3.25a.75.75 0 0 1 .75-.75h4.5l5.75 5.75a1 1 0 0 1 0 1.4l-3.85 3.85a1 1 0 0 1-1.4 0L2.5 7.75v-4.5zM5.25 5.25v.01"
    Trash "M3 4.25h10M6.25 4.25v-1.5h3.5v1.5M4.25 4.25l.6 9h6.3l.6-9M6.75 7v3.5M9.25 7v3.5"
    Upload "M8 10.25V2.75M4.75 6L8 2.75 11.25 6M2.75 13.25h10.5"
    User "M10.5 5.25a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3.25 13.5c.3-2.4 2.3-4 4.75-4s4.45 1.6 4.75 4"
    Users "M8.25 5.5a2.25 2.25 0 1 1-4.5 0 2.25 2.25 0 0 1 4.5 0zM2 13.25c0-2.2 1.8-3.75 4-3.75s4 1.55 4 3.75M10.5 3.4a2.25 2.25 0 0 1 0 4.2M11.75 9.9c1.4.5 2.25 1.7 2.25 3.35"
}

/// A small drawing; decorative unless `label` gives it a name.
#[component]
pub fn Icon(
    /// What to draw.
    glyph: Glyph,
    /// The name read aloud; leave out beside visible text.
    #[prop(into, optional)]
    label: Option<String>,
    /// Pixels: 16 unless told.
    #[prop(default = 16)]
    size: u8,
) -> impl IntoView {
    let decorative = label.is_none();
    view! {
        <svg
            class="shrink-0"
            width=size
            height=size
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            role=(!decorative).then_some("img")
            aria-label=label
            aria-hidden=decorative.then_some("true")
        >
            <path d=glyph.path() />
        </svg>
    }
}
