//! Blind indexes: hashes under a key of the tenant by which sealed values are found.
//!
//! A reader of the database without the key learns which rows share the beginning of a word, and not what it is. That
//! is the price of a search box over sealed values; texts that nobody searches have no hashes.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use zeroize::Zeroize;

use crate::DataKey;

/// Characters of a word that count: who types more finds the same.
const LONGEST: usize = 24;
/// Digits from which a number is found by its end.
const SHORTEST_END: usize = 4;
/// Digits of the longest country code (ITU-T E.164).
const COUNTRY_CODE: usize = 3;

pub(crate) struct Index {
    /// Keyed once; a copy starts each hash.
    mac: Hmac<Sha256>,
}

impl Index {
    pub(crate) fn new(key: &DataKey) -> Self {
        // As long as a block of SHA-256, so that it is taken as it is.
        let mut derived = [0; 64];
        let expanded = Hkdf::<Sha256>::new(Some(b"tenantry/index/1"), key.expose())
            .expand(b"blind index", &mut derived);
        debug_assert!(expanded.is_ok(), "HKDF-SHA-256 gives up to 8,160 bytes");
        let mac = <Hmac<Sha256> as KeyInit>::new(&derived.into());
        derived.zeroize();
        Self { mac }
    }

    pub(crate) fn exact(&self, table: &str, column: &str, value: &str) -> Vec<u8> {
        let value = value.trim().to_lowercase();
        self.hash(&[table, "=", column, &value])[..16].to_vec()
    }

    pub(crate) fn terms(&self, table: &str, texts: &[Option<&str>]) -> Vec<i64> {
        let texts = texts.iter().flatten();
        let mut beginnings: Vec<String> = texts.flat_map(|text| beginnings(text)).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        let mut terms: Vec<i64> = beginnings
            .iter()
            .map(|beginning| self.term(table, beginning))
            .collect();
        // By value: the order of the words is not for the database to know.
        terms.sort_unstable();
        terms
    }

    pub(crate) fn query(&self, table: &str, typed: &str) -> Option<Vec<i64>> {
        if typed.chars().all(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let mut typed_words = match number(typed) {
            Some(digits) => vec![digits],
            None => words(typed),
        };
        if typed_words.is_empty() {
            // Nothing but punctuation is in no row, and must not find every row.
            typed_words.push(typed.to_owned());
        }
        let cut = typed_words.iter().map(|word| cut(word));
        Some(cut.map(|word| self.term(table, word)).collect())
    }

    fn term(&self, table: &str, word: &str) -> i64 {
        let hash = self.hash(&[table, "^", word]);
        let first = hash.first_chunk().copied();
        i64::from_be_bytes(first.unwrap_or_default())
    }

    /// HMAC-SHA-256 over the parts. None of them holds the separator: names of tables and columns do not, words are
    /// letters and digits, and a value is the last part.
    fn hash(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Everything by which a text is found: each beginning of each of its words. A telephone number is found by its
/// beginning, with and without country code, from each of its groups on, and by its end.
fn beginnings(text: &str) -> Vec<String> {
    let mut found: Vec<String> = words(text).iter().flat_map(|word| prefixes(word)).collect();
    if let Some(digits) = number(text) {
        let codes = 0..=if is_international(text) {
            COUNTRY_CODE
        } else {
            0
        };
        let groups = groups(&without_trunk(text), digits.len());
        let starts = codes.chain(groups).filter_map(|start| digits.get(start..));
        found.extend(starts.flat_map(|rest| prefixes(rest.trim_start_matches('0'))));
        let ends =
            (0..=digits.len().saturating_sub(SHORTEST_END)).filter_map(|at| digits.get(at..));
        found.extend(ends.map(|end| cut(end.trim_start_matches('0')).to_owned()));
    }
    found
}

/// Where the groups of a telephone number begin in its digits, of which there are so many without leading zeros.
fn groups(text: &str, digits: usize) -> Vec<usize> {
    let mut left = 0;
    let groups = text.rsplit(|c: char| !c.is_ascii_digit());
    groups
        .map(str::len)
        .filter_map(|length| {
            left += length;
            digits.checked_sub(left)
        })
        .collect()
}

/// Many write the zero that is only dialled at home into a number with country code.
fn without_trunk(text: &str) -> String {
    text.replace("(0)", " ")
}

fn is_international(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('+') || text.starts_with("00")
}

/// The digits of a telephone number without what stands before and between them; none for any other text.
fn number(text: &str) -> Option<String> {
    let text = without_trunk(text);
    let is_punctuation = |c: char| c.is_whitespace() || "+-/().".contains(c);
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || is_punctuation(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (is_number && digits.len() >= SHORTEST_END).then(|| digits.to_owned())
}

/// The words of a text, folded. Numbers lose leading zeros, which nobody types alike.
fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| match word.trim_start_matches('0') {
            number if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => number,
            _ => word,
        })
        .map(str::to_owned)
        .collect()
}

/// A text in lower case and without accents: what people take for the same name.
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn prefixes(word: &str) -> Vec<String> {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take(LONGEST)
        .map(|end| word[..end].to_owned())
        .collect()
}

fn cut(word: &str) -> &str {
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}
