//! Form fields: a label, a hint, a control and what is wrong with it, wired for screen readers.
//!
//! Fields are uncontrolled: the browser keeps what was typed, `value` is what the page was
//! rendered with. A change of `value` shows only while the person has not touched the field,
//! which is what a suggestion should do.

mod choice;
mod colour;
mod form;
mod input;
mod radio;
mod select;
mod textarea;
mod wiring;

pub use choice::*;
pub use colour::*;
pub use form::*;
pub use input::*;
pub use radio::*;
pub use select::*;
pub use textarea::*;

use wiring::Wiring;

/// The look of a one-line control.
pub(crate) const CONTROL: &str = "block h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-faint transition-colors hover:border-muted focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-focus disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-danger aria-invalid:focus:outline-danger pointer-coarse:h-11 pointer-coarse:text-lg";
