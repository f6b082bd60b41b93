//! Suggesting an address for a name.

use contract::text::SLUG_MAX;

/// Latin letters that read as others; what is not here and not ASCII separates words.
const READ_AS: [(&str, &str); 16] = [
    ("àáâãäåāăą", "a"),
    ("çćč", "c"),
    ("ďđ", "d"),
    ("èéêëēęě", "e"),
    ("ğ", "g"),
    ("ìíîïīı", "i"),
    ("łľ", "l"),
    ("ñńň", "n"),
    ("òóôõöøőō", "o"),
    ("ř", "r"),
    ("śšş", "s"),
    ("ťţ", "t"),
    ("ùúûüůűū", "u"),
    ("ýÿ", "y"),
    ("žźż", "z"),
    ("ß", "ss"),
];

/// The address that a name suggests: lower-case words joined by hyphens; empty where it suggests none.
pub(super) fn suggest(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match read_as(letter) {
            Some(text) => slug.push_str(text),
            None if letter.is_ascii_alphanumeric() => slug.push(letter),
            None if letter == '\'' || letter == '’' => {}
            None if slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    let begins_with_letter = slug.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let within = begins_with_letter
        .get(..SLUG_MAX)
        .unwrap_or(begins_with_letter);
    within.trim_end_matches('-').to_owned()
}

fn read_as(letter: char) -> Option<&'static str> {
    READ_AS
        .iter()
        .find(|(letters, _)| letters.contains(letter))
        .map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use contract::text;

    use super::suggest;

    #[test]
    fn names_become_addresses() {
        assert_eq!(suggest("Luna Hair & Beauty"), "luna-hair-beauty");
        assert_eq!(suggest("  Joe's Gym!  "), "joes-gym");
        assert_eq!(suggest("Café Größe, Łódź"), "cafe-grosse-lodz");
        assert_eq!(suggest("24 Hours"), "hours");
        assert_eq!(suggest("日本"), "");
        assert_eq!(suggest(""), "");
    }

    #[test]
    fn what_is_suggested_is_accepted_unless_short_or_reserved() {
        for name in [
            "Luna Hair & Beauty",
            "A--B  C",
            &"long word ".repeat(9),
            "x/../y z",
            "<b>bold</b>",
        ] {
            assert!(
                text::slug(&suggest(name)).is_ok(),
                "{name}: {}",
                suggest(name)
            );
        }
    }
}
