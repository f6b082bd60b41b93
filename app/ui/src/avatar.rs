//! Initials in place of a picture.

use leptos::prelude::*;

use crate::class::join;

const BASE: &str = "inline-flex size-7 shrink-0 select-none items-center justify-center rounded-full text-xs font-semibold";

/// The initials of `name` on a colour that always goes with it; decorative beside the name.
#[component]
pub fn Avatar(
    /// The whole name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! {
        <span class=join(&[BASE, colour_class(&name)]) aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

fn colour_class(name: &str) -> &'static str {
    let sum = name.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    match sum % 5 {
        0 => "bg-info-soft text-info",
        1 => "bg-ok-soft text-ok",
        2 => "bg-warn-soft text-warn",
        3 => "bg-selected text-ink",
        _ => "bg-accent-soft text-accent-text",
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ana Maria da Silva"), "AS");
        assert_eq!(initials("  plato "), "P");
        assert_eq!(initials("Ångström Östen"), "ÅÖ");
        assert_eq!(initials(""), "");
    }
}
