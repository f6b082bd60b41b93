//! The incidents of others: each is held by a test, or the list says why it cannot apply.

use std::{collections::BTreeSet, fs, path::Path};

const LIST: &str = "docs/incidents.md";

/// The incidents that are known.
fn known() -> impl Iterator<Item = String> {
    (1..=47)
        .chain(50..=64)
        .chain(70..=78)
        .map(|number| format!("I-{number:02}"))
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).expect("a file of the workspace")
}

/// The names of all tests below a folder.
fn tests_below(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            tests_below(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            names.extend(tests_in(&text));
        }
    }
}

/// Whatever follows on an attribute such as `#[test]` or `#[tokio::test(…)]`, and what is inside of `proptest!`.
fn tests_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ")
            && is_test
        {
            names.extend(rest.split('(').next().map(str::to_owned));
            is_test = false;
        }
    }
    names
}

/// Incident and what holds it, row by row.
fn rows(list: &str) -> Vec<(&str, &str)> {
    list.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| I-")?.split(" | ");
            let (number, held) = (cells.next()?, cells.nth(1)?);
            Some((number, held.trim_end_matches(" |")))
        })
        .collect()
}

#[test]
fn every_incident_is_held_by_a_test_or_cannot_apply() {
    let mut tests = BTreeSet::new();
    for folder in ["app", "server", "src", "xtask"] {
        tests_below(&root().join(folder), &mut tests);
    }
    let list = read(LIST);
    let rows = rows(&list);
    let listed: Vec<_> = rows
        .iter()
        .map(|(number, _)| format!("I-{number}"))
        .collect();
    assert_eq!(listed, known().collect::<Vec<_>>(), "each once, in order");
    for (number, held) in rows {
        let named: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        if held.starts_with("does not apply") {
            assert!(held.contains(": "), "I-{number} does not say why");
            continue;
        }
        assert!(!named.is_empty(), "I-{number} names no test");
        for name in named {
            assert!(tests.contains(name), "I-{number}: there is no test {name}");
        }
    }
}

/// I-29, I-61, I-62, I-64: what is known to be broken in older versions is not in the lock, nor what has no mend.
#[test]
fn no_library_is_older_than_its_known_holes() {
    // Names, and the first version without the hole.
    const FIRST_GOOD: [(&str, [u32; 3]); 5] = [
        ("h2", [0, 4, 16]),
        ("idna", [1, 0, 0]),
        ("jsonwebtoken", [10, 3, 0]),
        ("lettre", [0, 11, 22]),
        ("tracing-subscriber", [0, 3, 20]),
    ];
    let lock = read("Cargo.lock");
    let mut seen = 0;
    for package in lock.split("[[package]]") {
        let field = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim_matches('"'))
        };
        let (Some(name), Some(version)) = (field("name = "), field("version = ")) else {
            continue;
        };
        // In every version a private key can be timed (RUSTSEC-2023-0071). Passkeys alone may bring it, which verify only.
        let has_rsa = package.lines().any(|line| line.trim() == "\"rsa\",");
        assert!(!has_rsa || name == "crypto-glue", "{name} uses rsa");
        let Some((_, first)) = FIRST_GOOD.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        seen += 1;
        let parts: Vec<u32> = version
            .split(['.', '-', '+'])
            .map_while(|part| part.parse().ok())
            .collect();
        assert!(parts.as_slice() >= first.as_slice(), "{name} {version}");
    }
    assert!(seen >= 4, "the lock was not understood");
}
