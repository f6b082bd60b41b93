//! Every class in the sources is in the style sheet; a misspelt or glued-together one is not.
//!
//! A class list is a literal after `class=`, or reached from there: through a constant, or through
//! a function, method or variable whose name ends in `class`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{read, root};

/// Classes that only mark an element and need no rule.
const WITHOUT_RULE: &[&str] = &[];

#[test]
fn every_class_is_in_the_style_sheet() {
    let sheet = selectors(&read("style/app.css"));
    let sources = Sources::read();
    let used = sources.classes();
    assert!(
        used.len() > 200,
        "only {} classes were found: the search is broken",
        used.len()
    );
    let missing: Vec<_> = used
        .iter()
        .filter(|(class, _)| !sheet.contains(*class) && !WITHOUT_RULE.contains(&class.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "not in style/app.css (run `cargo xtask css`): {missing:#?}"
    );
}

#[test]
fn no_class_is_glued_together() {
    for (file, source) in &Sources::read().0 {
        for expression in class_expressions(source) {
            assert!(
                !expression.contains("format!"),
                "{file}: class={expression}"
            );
        }
    }
}

/// The names of the classes that the style sheet selects, without their escapes.
fn selectors(css: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in css
        .match_indices('.')
        .filter(|(at, _)| !css[..*at].ends_with('\\'))
    {
        let mut name = String::new();
        let mut characters = css[at + 1..].chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => name.extend(characters.next()),
                '-' | '_' | 'a'..='z' | 'A'..='Z' | '0'..='9' => name.push(character),
                _ => break,
            }
        }
        names.insert(name);
    }
    names
}

/// The Rust sources of the pages and components, by file.
struct Sources(BTreeMap<String, String>);

impl Sources {
    fn read() -> Self {
        let mut all = BTreeMap::new();
        gather(&root().join("app"), &mut all);
        Self(all)
    }

    /// Each class with a file that uses it.
    fn classes(&self) -> BTreeMap<String, &str> {
        let mut classes = BTreeMap::new();
        let mut names = BTreeSet::new();
        let mut waiting: Vec<(&str, &str)> = Vec::new();
        for (file, source) in &self.0 {
            let file = file.as_str();
            classes.extend(single_classes(source).map(|class| (class.to_owned(), file)));
            waiting.extend(
                class_expressions(source)
                    .into_iter()
                    .map(|expression| (file, expression)),
            );
        }
        while let Some((file, expression)) = waiting.pop() {
            for list in literals(expression) {
                classes.extend(
                    list.split_whitespace()
                        .map(|class| (class.to_owned(), file)),
                );
            }
            for name in words(expression).filter(|name| is_class_name(name)) {
                if names.insert(name.to_owned()) {
                    waiting.extend(self.definitions(name));
                }
            }
        }
        classes
    }

    /// What `name` stands for, wherever it is defined.
    fn definitions<'a>(&'a self, name: &str) -> Vec<(&'a str, &'a str)> {
        let mut found = Vec::new();
        for (file, source) in &self.0 {
            for (at, _) in source.match_indices(name) {
                let (before, after) = (&source[..at], &source[at + name.len()..]);
                let inside = |c: char| c.is_alphanumeric() || c == '_';
                if before.ends_with(inside) || after.starts_with(inside) {
                    continue;
                }
                let line = before.rsplit(['\n', ';', '{']).next().unwrap_or_default();
                if (line.contains("const ") || line.contains("let ")) && !line.contains('=') {
                    found.push((file.as_str(), until_semicolon(after)));
                } else if line.trim_end().ends_with("fn") {
                    let body = after
                        .find('{')
                        .map_or("", |brace| balanced(&after[brace..]));
                    found.push((file.as_str(), body));
                }
            }
        }
        found
    }
}

fn gather(folder: &Path, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.components().any(|part| part.as_os_str() == "src")
        {
            let source = fs::read_to_string(&path).expect("a readable source");
            all.insert(path.display().to_string(), without_comments(&source));
        }
    }
}

fn without_comments(source: &str) -> String {
    let code = |line: &&str| !line.trim_start().starts_with("//");
    source.lines().filter(code).collect::<Vec<_>>().join("\n")
}

/// A constant, or a name that says it is a class.
fn is_class_name(name: &str) -> bool {
    let is_constant = name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    is_constant || name.to_lowercase().ends_with("class")
}

/// The values of the `class` attributes.
fn class_expressions(source: &str) -> Vec<&str> {
    attributes(source, "class=").map(value).collect()
}

/// The classes of `class:name=` attributes.
fn single_classes(source: &str) -> impl Iterator<Item = &str> {
    attributes(source, "class:")
        .filter_map(|rest| Some(rest.split_once('=')?.0))
        .filter(|name| !name.starts_with(':') && !name.contains([' ', ',', ';', '\n']))
}

/// What follows `start` where an attribute begins with it.
fn attributes<'a>(source: &'a str, start: &str) -> impl Iterator<Item = &'a str> {
    let length = start.len();
    let starts: Vec<_> = source.match_indices(start).map(|(at, _)| at).collect();
    starts
        .into_iter()
        .filter(|at| source[..*at].ends_with(char::is_whitespace))
        .map(move |at| &source[at + length..])
}

/// The expression at the start of `text`, as the view macro would take it.
fn value(text: &str) -> &str {
    let skipped = text.strip_prefix("move || ").unwrap_or(text);
    if skipped.starts_with("if ") || skipped.starts_with("match ") {
        return branches(skipped);
    }
    let mut end = 0;
    while let Some(next) = skipped[end..].chars().next() {
        match next {
            '"' => end += literal(&skipped[end..]).len(),
            '(' | '[' | '{' => end += balanced(&skipped[end..]).len(),
            _ if next.is_whitespace() || next == '>' => break,
            _ => end += next.len_utf8(),
        }
    }
    &skipped[..end]
}

/// `if … { } else { }` or `match … { }`, whole.
fn branches(text: &str) -> &str {
    let mut end = 0;
    loop {
        let Some(brace) = text[end..].find('{') else {
            return &text[..end];
        };
        end += brace;
        end += balanced(&text[end..]).len();
        if !text[end..].trim_start().starts_with("else") {
            return &text[..end];
        }
    }
}

fn until_semicolon(text: &str) -> &str {
    let mut end = 0;
    while let Some(next) = text[end..].chars().next() {
        match next {
            '"' => end += literal(&text[end..]).len(),
            '(' | '[' | '{' => end += balanced(&text[end..]).len(),
            ';' => break,
            _ => end += next.len_utf8(),
        }
    }
    &text[..end]
}

/// The bracket at the start of `text` with all it holds.
fn balanced(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut end = 0;
    while let Some(next) = text[end..].chars().next() {
        match next {
            '"' => {
                end += literal(&text[end..]).len();
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        end += next.len_utf8();
        if depth == 0 {
            break;
        }
    }
    &text[..end]
}

/// The string literal at the start of `text`, quotes included.
fn literal(text: &str) -> &str {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\\' => escaped = !escaped,
            '"' if !escaped => return &text[..=at],
            _ => escaped = false,
        }
    }
    text
}

fn literals(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(quote) = rest.find('"') {
        let whole = literal(&rest[quote..]);
        found.push(whole.trim_matches('"'));
        rest = &rest[quote + whole.len()..];
    }
    found
}

fn words(expression: &str) -> impl Iterator<Item = &str> {
    expression
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}
