//! The gallery's HTML: nothing inline that the policy refuses, no id twice, none pointed at in vain.

use std::collections::HashSet;

use leptos::prelude::*;
use ui::gallery::{Gallery, PAGES};

fn pages() -> impl Iterator<Item = (&'static str, String)> {
    PAGES.iter().map(|path| {
        let html = Owner::new().with(|| view! { <Gallery path=(*path).to_owned() /> }.to_html());
        (*path, html)
    })
}

/// Each tag with its attributes.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(tag, _)| tag)
}

/// The values of the attribute in all tags.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    tags(html)
        .filter_map(|tag| Some(tag.split_once(&start)?.1.split_once('"')?.0))
        .collect()
}

/// An attribute such as `onclick="…"`.
fn has_handler(tag: &str) -> bool {
    tag.split(" on").skip(1).any(|rest| {
        rest.split_once("=\"")
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase()))
    })
}

#[test]
fn nothing_is_inline_that_the_policy_refuses() {
    for (path, html) in pages() {
        for tag in tags(&html) {
            assert!(!tag.contains(" style="), "{path}: <{tag}>");
            assert!(!has_handler(tag), "{path}: <{tag}>");
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_is_answered() {
    for (path, html) in pages() {
        let ids = values(&html, "id");
        let known: HashSet<_> = ids.iter().copied().collect();
        let mut seen = HashSet::new();
        let twice: Vec<_> = ids.iter().filter(|id| !seen.insert(**id)).collect();
        assert!(twice.is_empty(), "{path}: {twice:?}");
        let pointers = [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
            "aria-activedescendant",
            "popovertarget",
            "commandfor",
        ];
        for pointer in pointers {
            for id in values(&html, pointer).iter().flat_map(|ids| ids.split(' ')) {
                assert!(known.contains(id), "{path}: {pointer}={id}");
            }
        }
    }
}

#[test]
fn tables_have_a_body_because_browsers_would_add_one_before_hydration() {
    for (path, html) in pages() {
        let count = |text: &str| html.matches(text).count();
        assert_eq!(count("<table"), count("<tbody"), "{path}");
    }
}

#[test]
fn a_problem_of_the_form_reaches_its_field() {
    let html = Owner::new().with(|| {
        let problems = vec![ui::Problem::new("mail", "Enter an address.")];
        view! {
            <ui::FormScope problems>
                <ui::TextField name="mail" label="E-mail" hint="Yours." value="ana@" />
            </ui::FormScope>
        }
        .to_html()
    });
    assert!(html.contains(r##"href="#field-mail""##), "{html}");
    assert_eq!(
        values(&html, "aria-describedby"),
        ["field-mail-hint field-mail-error"]
    );
    assert_eq!(values(&html, "aria-invalid"), ["true"]);
    assert_eq!(values(&html, "value"), ["ana@"]);
}
