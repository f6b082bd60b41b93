//! AUD-3: an export proves itself. The exports here are made by hand, from what decision 0012 says of them.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use domain::{
    audit_check::{Checked, NotChecked, check},
    audit_proof::{Anchor, Flaw},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use vault::log::{Frontier, Hash, Head, HeadKey, Place, commitment, entry_leaf, leaf};

fn tenant() -> TenantId {
    "0192d5f0-0000-7000-8000-000000000001".parse().unwrap()
}

fn key() -> HeadKey {
    HeadKey::new(&[1; 32])
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + 60 * minute, 0).unwrap()
}

fn row(said: &str) -> Hash {
    commitment(&format!("the row of {said}"))
}

fn head(leaves: &[Hash], minute: i64) -> Anchor {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    let head = Head {
        tenant: tenant(),
        size: frontier.size(),
        root: frontier.root(),
        signed_at: at(minute),
    };
    let signature = key().sign(&head);
    Anchor { head, signature }
}

fn leaves(said: &[String]) -> Vec<Hash> {
    let said = (0..).zip(said);
    said.map(|(position, said)| entry_leaf(position, &commitment(said), &row(said)))
        .collect()
}

/// An export with a line for each text; the first line says this head.
fn export(said: &[String], head: &Anchor, key: &HeadKey) -> Vec<Value> {
    let first = json!({
        "format": "tenantry-log/1",
        "slug": "acme",
        "public_key": STANDARD.encode(key.public()),
        "head": serde_json::from_str::<Value>(&head.to_line()).unwrap(),
    });
    let mut lines = vec![first];
    for ((position, said), leaf) in (0..).zip(said).zip(leaves(said)) {
        let place = Place {
            tenant: tenant(),
            position,
            leaf,
            said: Some(commitment(said)),
        };
        lines.push(json!({
            "position": position,
            "said": said,
            "row": STANDARD.encode(row(said)),
            "signature": STANDARD.encode(key.sign_place(&place)),
        }));
    }
    lines
}

fn text(lines: &[Value]) -> String {
    lines
        .iter()
        .fold(String::new(), |text, line| text + &format!("{line}\n"))
}

fn checked(text: &str, anchors: &[Anchor]) -> Checked {
    check(text.as_bytes(), anchors, None).unwrap()
}

fn flaw(lines: &[Value], anchors: &[Anchor]) -> Option<Flaw> {
    checked(&text(lines), anchors).flaw
}

fn texts(number: usize) -> Vec<String> {
    (0..number).map(|at| format!("{{\"at\":{at}}}")).collect()
}

/// What somebody without the key does to the line `at` of an export of so many entries, and what is found.
type Tampering = fn(&mut Vec<Value>, usize, usize) -> Flaw;

fn n(at: usize) -> u64 {
    u64::try_from(at).unwrap()
}

fn gone(at: usize, size: usize) -> Flaw {
    if at + 1 == size {
        Flaw::Cut(n(at))
    } else {
        Flaw::Removed(n(at))
    }
}

fn renumber(lines: &mut [Value]) {
    for (position, line) in lines.iter_mut().skip(1).enumerate() {
        line["position"] = json!(position);
    }
}

const TAMPERINGS: &[(&str, Tampering)] = &[
    ("another text", |lines, at, _| {
        lines[at + 1]["said"] = json!("another story");
        Flaw::Changed(n(at))
    }),
    ("another row", |lines, at, _| {
        lines[at + 1]["row"] = json!(STANDARD.encode([9; 32]));
        Flaw::Changed(n(at))
    }),
    ("no text", |lines, at, _| {
        let said = lines[at + 1]["said"].as_str().unwrap().to_owned();
        let leaf = entry_leaf(n(at), &commitment(&said), &row(&said));
        lines[at + 1]["leaf"] = json!(STANDARD.encode(leaf));
        lines[at + 1].as_object_mut().unwrap().remove("said");
        lines[at + 1].as_object_mut().unwrap().remove("row");
        Flaw::Changed(n(at))
    }),
    (
        "another text that its leaf says nothing of",
        |lines, at, _| {
            let said = lines[at + 1]["said"].as_str().unwrap().to_owned();
            let leaf = entry_leaf(n(at), &commitment(&said), &row(&said));
            lines[at + 1]["leaf"] = json!(STANDARD.encode(leaf));
            lines[at + 1].as_object_mut().unwrap().remove("row");
            lines[at + 1]["said"] = json!("another story");
            Flaw::Changed(n(at))
        },
    ),
    ("another signature", |lines, at, _| {
        lines[at + 1]["signature"] = json!(STANDARD.encode([0; 64]));
        Flaw::Changed(n(at))
    }),
    ("no entry at all", |lines, at, size| {
        lines[at + 1] = json!({ "position": at });
        // Nothing tells the last line from one that broke off.
        if at + 1 == size {
            Flaw::Cut(n(at))
        } else {
            Flaw::Changed(n(at))
        }
    }),
    ("removed", |lines, at, size| {
        lines.remove(at + 1);
        gone(at, size)
    }),
    ("removed, the others moved up", |lines, at, size| {
        lines.remove(at + 1);
        renumber(lines);
        if at + 1 == size {
            Flaw::Cut(n(at))
        } else {
            Flaw::Changed(n(at))
        }
    }),
    ("put in twice", |lines, at, _| {
        lines.insert(at + 1, lines[at + 1].clone());
        Flaw::Changed(n(at + 1))
    }),
    ("put in, the others moved down", |lines, at, _| {
        let mut made_up = lines[at + 1].clone();
        made_up["said"] = json!("never happened");
        lines.insert(at + 1, made_up);
        renumber(lines);
        Flaw::Changed(n(at))
    }),
    ("cut", |lines, at, _| {
        lines.truncate(at + 1);
        Flaw::Cut(n(at))
    }),
    ("a genuine entry after the last", |lines, _, size| {
        let said = vec!["later".to_owned(); size + 1];
        let longer = export(&said, &head(&leaves(&said), 0), &key());
        lines.extend(longer.into_iter().next_back());
        Flaw::Changed(n(size))
    }),
    ("half an entry after the last", |lines, _, size| {
        lines.push(json!({ "position": size }));
        Flaw::Changed(n(size))
    }),
    ("another size", |lines, at, _| {
        lines[0]["head"]["size"] = json!(at);
        Flaw::Forged(n(at))
    }),
];

proptest! {
    /// Whatever is done to whichever entry of whichever log, the first that is wrong is named.
    #[test]
    fn an_export_that_was_tampered_with_is_found_and_where(
        said in proptest::collection::vec("\\PC{0,12}", 1..12),
        which in any::<prop::sample::Index>(),
        tampering in 0..TAMPERINGS.len(),
    ) {
        let (size, at) = (said.len(), which.index(said.len()));
        let head = head(&leaves(&said), 0);
        let lines = export(&said, &head, &key());
        let whole = checked(&text(&lines), &[]);
        prop_assert_eq!((whole.flaw, whole.entries, whole.vouched), (None, n(size), 0));
        let (name, tamper) = TAMPERINGS[tampering];
        let mut tampered = lines;
        let expected = tamper(&mut tampered, at, size);
        prop_assert_eq!(flaw(&tampered, &[]), Some(expected), "{}", name);
    }

    /// A download that broke off anywhere is told from a whole one.
    #[test]
    fn an_export_that_broke_off_is_cut(size in 1..6_usize, at in any::<prop::sample::Index>()) {
        let said = texts(size);
        let lines = export(&said, &head(&leaves(&said), 0), &key());
        let (first, whole) = (text(&lines[..1]).len(), text(&lines));
        // Without its last line feed it is whole.
        let broken = &whole[..first + at.index(whole.len() - first - 1)];
        let entries = broken[first..].matches('\n').count();
        let found = checked(broken, &[]);
        let ends_whole = entries < size && text(&lines[..entries + 2]).trim_end() == broken;
        prop_assert_eq!(found.flaw, Some(Flaw::Cut(n(entries + usize::from(ends_whole)))));
    }
}

#[test]
fn entries_that_were_signed_and_are_not_those_of_the_head_are_rewritten() {
    let (said, mut others) = (texts(6), texts(6));
    others[4] = "another story".into();
    let head_now = head(&leaves(&said), 10);
    let rewritten = export(&others, &head_now, &key());
    let found = flaw(&rewritten, &[]);
    assert_eq!(found, Some(Flaw::Rewritten { from: 0, to: 6 }));
    // A head that was kept elsewhere says where it begins.
    let anchors = [head(&leaves(&said)[..3], 1), head(&leaves(&said)[..5], 2)];
    let found = flaw(&rewritten, &anchors);
    assert_eq!(found, Some(Flaw::Rewritten { from: 3, to: 5 }));
    assert_eq!(flaw(&export(&said, &head_now, &key()), &anchors), None);
}

#[test]
fn a_log_that_was_taken_back_before_it_was_exported_is_told_by_a_head() {
    let said = texts(6);
    let taken_back = export(&said[..4], &head(&leaves(&said[..4]), 10), &key());
    assert_eq!(flaw(&taken_back, &[]), None);
    let earlier = head(&leaves(&said), 5);
    assert_eq!(flaw(&taken_back, &[earlier]), Some(Flaw::Cut(4)));
    // What came later is not in it, and need not be.
    // A minute is for clocks that differ.
    for minute in [9, 10, 11] {
        let later = head(&leaves(&said), minute);
        assert_eq!(flaw(&taken_back, &[later]), None);
    }
}

#[test]
fn heads_and_keys_of_others_are_forged() {
    let said = texts(3);
    let head_now = head(&leaves(&said), 0);
    let (ours, stranger) = (STANDARD.encode(key().public()), HeadKey::new(&[2; 32]));
    let good = text(&export(&said, &head_now, &key()));
    let by_key = |text: &str, key: &str| check(text.as_bytes(), &[], Some(key)).unwrap().flaw;
    assert_eq!(by_key(&good, &ours), None);
    // Whoever has a key of their own signs whatever they like, and shows their own key.
    let mut theirs = head_now.clone();
    theirs.signature = stranger.sign(&theirs.head);
    let made_up = text(&export(&said, &theirs, &stranger));
    assert_eq!(checked(&made_up, &[]).flaw, None);
    assert_eq!(by_key(&made_up, &ours), Some(Flaw::Forged(3)));
    let found = checked(&made_up, std::slice::from_ref(&head_now)).flaw;
    assert_eq!(found, Some(Flaw::Forged(3)));
    let mut another = head_now.clone();
    another.head.tenant = "0192d5f0-0000-7000-8000-000000000002".parse().unwrap();
    another.signature = key().sign(&another.head);
    assert_eq!(checked(&good, &[another]).flaw, Some(Flaw::Forged(3)));
    assert_eq!(checked(&good, &[head_now]).flaw, None);
}

#[test]
fn the_text_of_an_older_entry_is_vouched_for_by_its_signature() {
    let leaf = leaf(b"every column");
    let place = Place {
        tenant: tenant(),
        position: 0,
        leaf,
        said: Some(commitment("said")),
    };
    let mut lines = export(&[], &head(&[leaf], 0), &key());
    lines.push(json!({
        "position": 0,
        "said": "said",
        "leaf": STANDARD.encode(leaf),
        "signature": STANDARD.encode(key().sign_place(&place)),
    }));
    let found = checked(&text(&lines), &[]);
    assert_eq!((found.flaw, found.vouched), (None, 1));
    lines[1]["said"] = json!("another story");
    assert_eq!(flaw(&lines, &[]), Some(Flaw::Changed(0)));
}

#[test]
fn what_is_no_export_is_not_checked() {
    let lines = export(&[], &head(&[], 0), &key());
    let other = text(&lines).replace("tenantry-log/1", "tenantry-log/9");
    for file in ["", "\n", "{}", "position,at\r\n", &other] {
        let refused = check(file.as_bytes(), &[], None);
        assert!(matches!(refused, Err(NotChecked::NoExport)), "{file}");
    }
}

/// What an auditor reads.
#[test]
fn each_flaw_says_where() {
    for (flaw, says) in [
        (Flaw::Changed(7), "entry 7 was changed or put in"),
        (Flaw::Stray, "entries were put in outside of the positions"),
        (Flaw::Removed(7), "entry 7 was removed"),
        (Flaw::Cut(7), "the log was cut off before entry 7"),
        (
            Flaw::Rewritten { from: 3, to: 7 },
            "the entries from 3 to 6 were rewritten",
        ),
        (
            Flaw::Uncounted,
            "what said how many entries are from before they were sealed was changed or removed",
        ),
        (
            Flaw::Forged(7),
            "the head over 7 entries was not signed by this installation",
        ),
    ] {
        assert_eq!(flaw.to_string(), says);
    }
}
