//! Titles of pages.

/// What `<Title formatter=…>` takes: the page's title, then the name of whoever it belongs to.
///
/// `leptos_meta` writes the title into the server's HTML as it is, so a customer called `</title><script>` would be
/// markup there. The browser sets it as text.
pub fn titled(owner: impl Into<String>) -> impl Fn(String) -> String + Send + Sync + 'static {
    let owner = owner.into();
    move |page| {
        let title = format!("{page} · {owner}");
        if cfg!(feature = "ssr") {
            escaped(&title)
        } else {
            title
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_title_ends_its_element() {
        assert_eq!(
            escaped("</title><b> & co"),
            "&lt;/title&gt;&lt;b&gt; &amp; co"
        );
        assert_eq!(escaped("&lt;"), "&amp;lt;");
    }
}
