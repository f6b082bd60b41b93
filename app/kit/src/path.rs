//! Paths that a visitor may be sent to.

/// The path, if it stays on this host: it begins with one slash and holds nothing that browsers take for another.
///
/// Browsers read `\` as `/` and drop tabs and line ends (WHATWG URL §4.4), so `/\evil.test` and `/<tab>/evil.test`
/// would leave the host.
pub fn safe_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let leaves_host =
        rest.starts_with('/') || path.contains('\\') || path.chars().any(char::is_control);
    (!leaves_host).then_some(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::safe_path;

    proptest! {
        /// A browser that is sent to whatever passes stays where it is: read as browsers read it (WHATWG URL).
        #[test]
        fn no_path_that_passes_leaves_the_host(
            path in prop_oneof![
                r"[/\\\\:@.?#%]{1,4}[\t\r\n a-z0-9/\\\\:@.?#%]{0,12}",
                r"/[/\\\\\t\r\n]{0,3}evil\.test.{0,5}",
                r"(https?|javascript|data)?:[/\\\\]{0,3}evil\.test",
                any::<String>(),
            ],
        ) {
            let here = Url::parse("https://acme.test/settings/roles").unwrap();
            if let Some(passes) = safe_path(&path) {
                let there = here.join(passes).unwrap();
                prop_assert_eq!(there.origin(), here.origin());
                prop_assert!(!passes.contains(['\r', '\n', '\t', '\\']));
            }
        }
    }

    #[test]
    fn paths_of_this_host_pass() {
        for path in [
            "/",
            "/customers",
            "/customers?q=a%20b&sort=name",
            "/a//b",
            "/ümlaut#part",
        ] {
            assert_eq!(safe_path(path), Some(path));
        }
    }

    #[test]
    fn paths_that_could_leave_this_host_do_not() {
        let bad = [
            "",
            "customers",
            "//evil.test",
            "///evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "https://evil.test",
            "javascript:alert(1)",
            "/\t/evil.test",
            "/\n/evil.test",
            "/a\r\nSet-Cookie: b",
            " /a",
            "/a\\..\\b",
        ];
        for path in bad {
            assert_eq!(safe_path(path), None, "{path:?}");
        }
    }
}
