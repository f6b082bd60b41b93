//! Joining class lists that are written out in full.

/// Joins whole class lists; a list is never built from pieces of names, or the CSS would miss it.
pub(crate) fn join(lists: &[&str]) -> String {
    let mut out = String::with_capacity(lists.iter().map(|list| list.len() + 1).sum());
    for list in lists.iter().filter(|list| !list.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(list);
    }
    out
}
