//! Numbers ready to read, the same on the server and in the browser.

use portal_kit::count;

/// A count with its noun: `1 tenant`, `12 tenants`.
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A size in powers of 1,000: `16.4 kB`.
pub(crate) fn bytes(number: i64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut tenths = number.saturating_mul(10);
    let mut unit = "B";
    for larger in UNITS {
        if tenths < 10_000 {
            break;
        }
        tenths /= 1_000;
        unit = larger;
    }
    if unit == "B" {
        format!("{number} B")
    } else {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    }
}

/// A duration: `38 ms`, `1.24 s`.
pub(crate) fn millis(number: i64) -> String {
    if number < 1_000 {
        format!("{number} ms")
    } else {
        format!("{}.{:02} s", number / 1_000, number % 1_000 / 10)
    }
}

/// The first letter as a capital, underscores as spaces: `past_due` is `Past due`.
pub(crate) fn title(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first
        .chain(letters)
        .map(|letter| if letter == '_' { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{bytes, counted, millis, title};

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(counted(1, "tenant", "tenants"), "1 tenant");
        assert_eq!(counted(0, "tenant", "tenants"), "0 tenants");
    }

    #[test]
    fn sizes_and_durations_have_units() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(16_384), "16.3 kB");
        assert_eq!(bytes(1_250_000_000), "1.2 GB");
        assert_eq!(millis(38), "38 ms");
        assert_eq!(millis(1_249), "1.24 s");
    }

    #[test]
    fn words_read_well() {
        assert_eq!(title("past_due"), "Past due");
        assert_eq!(title(""), "");
    }
}
