//! What people type: slugs, addresses, names.

use contract::text;
use proptest::prelude::*;

/// I-19: it names a host, and nothing in the database.
#[test]
fn a_slug_is_one_plain_dns_label() {
    for good in [
        "luna",
        "acme-2",
        "a1b",
        "forty-characters-long-is-the-very-limit",
    ] {
        assert_eq!(text::slug(good).as_deref(), Ok(good));
    }
    let long = "a".repeat(41);
    let hostile = [
        "",
        "ab",
        "-luna",
        "luna-",
        "lu--na",
        "xn--luna-9ta",
        "Luna",
        "lüna",
        "lunа",
        "luna.x",
        "lu na",
        "1luna",
        "luna\n",
        "..",
        "a\";drop schema x;--",
        "$user",
        "pg_temp",
        "public",
        "admin",
        "adm1n",
        "l0gin",
        "ad-min",
        "www",
        "api",
        &long,
    ];
    // A trailing newline is trimmed like any pasted white space; what is left must be good by itself.
    for bad in hostile.iter().filter(|slug| **slug != "luna\n") {
        assert!(text::slug(bad).is_err(), "{bad:?} passed");
    }
}

/// I-61: mails are sent to it.
#[test]
fn an_address_cannot_carry_a_second_header() {
    for bad in [
        "a@b",
        "a b@c.de",
        "a@b.c\r\nBcc: x@y.z",
        "a@b..c",
        ".a@b.cd",
        "@b.cd",
        "a@-b.cd",
        "\"a\"@b.cd",
    ] {
        assert!(text::email(bad).is_err(), "{bad:?} passed");
    }
    assert_eq!(
        text::email(" Ada@Example.COM "),
        Ok("ada@example.com".into())
    );
}

/// I-54: it stands in a style.
#[test]
fn a_colour_cannot_leave_the_style() {
    assert_eq!(text::colour("#2563EB"), Ok("#2563eb".into()));
    for bad in [
        "red",
        "#fff",
        "#2563eb;}body{",
        "#2563e\u{0}",
        "url(x)",
        "#２５６３ｅｂ",
    ] {
        assert!(text::colour(bad).is_err(), "{bad:?} passed");
    }
}

#[test]
fn names_keep_every_script_but_no_control_characters() {
    for good in [
        "Zoë Ångström",
        "مريم",
        "李雷",
        "O'Brien; DROP TABLE x;--",
        "<b>Bob</b>",
        "e\u{301}",
    ] {
        assert_eq!(text::line(good, "a name", 200).as_deref(), Ok(good));
    }
    for bad in ["a\u{0}b", "a\nb", "\u{202E}gnp.exe", "\u{1b}[2J"] {
        assert!(text::line(bad, "a name", 200).is_err(), "{bad:?} passed");
    }
}

proptest! {
    #[test]
    fn whatever_passes_as_slug_is_safe_in_a_host_name(text in "\\PC{0,50}") {
        if let Ok(slug) = text::slug(&text) {
            prop_assert!(slug.len() <= text::SLUG_MAX);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
    }

    #[test]
    fn parsing_twice_changes_nothing(text in "\\PC{0,80}") {
        if let Ok(once) = text::line(&text, "a name", 60) {
            prop_assert_eq!(text::line(&once, "a name", 60), Ok(once.clone()));
        }
        if let Ok(once) = text::email(&text) {
            prop_assert_eq!(text::email(&once), Ok(once.clone()));
        }
    }
}
