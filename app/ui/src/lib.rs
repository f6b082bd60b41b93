//! The design system: components without domain words.
//!
//! A component may take text, links, tones and views, and may know the browser; it may not know
//! what a page is about, call the server, or read the clock. Each works as plain HTML first and
//! gains comfort where the browser's code runs. Colours and sizes come from `style/tokens.css`.
//!
//! ```no_run
//! use leptos::prelude::*;
//! use ui::{Button, ButtonKind, Glyph};
//!
//! let save = view! { <Button kind=ButtonKind::Primary submit=true icon=Glyph::Check>"Save"</Button> };
//! # _ = save;
//! ```

mod avatar;
mod badge;
mod banner;
mod button;
mod chart;
mod class;
mod confirm;
mod copy;
mod dialog;
mod field;
mod filter_bar;
pub mod gallery;
mod hydrated;
mod icon;
mod key_value;
mod menu;
mod nav;
mod page;
mod pager;
mod progress;
mod shell;
mod spinner;
mod stat;
mod state;
mod stepper;
mod table;
mod theme;
mod toast;
mod tone;

pub use avatar::*;
pub use badge::*;
pub use banner::*;
pub use button::*;
pub use chart::*;
pub use confirm::*;
pub use copy::*;
pub use dialog::*;
pub use field::*;
pub use filter_bar::*;
pub use icon::*;
pub use key_value::*;
pub use menu::*;
pub use nav::*;
pub use page::*;
pub use pager::*;
pub use progress::*;
pub use shell::*;
pub use spinner::*;
pub use stat::*;
pub use state::*;
pub use stepper::*;
pub use table::*;
pub use theme::*;
pub use toast::*;
pub use tone::*;
