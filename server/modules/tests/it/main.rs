//! Tests of the catalogue.

mod catalogue;
mod colour;
mod demo;
mod mails;
mod templates;
mod vocabulary;

/// Whether a key can stand in an address, a column and a permission.
fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// Whether no item occurs twice.
fn all_different<T: Ord>(items: impl IntoIterator<Item = T>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().all(|item| seen.insert(item))
}
