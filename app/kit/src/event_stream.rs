//! Server-sent events, in the browser.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

/// An open stream of the server's events; closed when dropped. The browser opens it again by itself where it breaks.
pub struct EventStream {
    source: EventSource,
    /// The browser calls it as long as the stream is open.
    _on_news: Closure<dyn FnMut()>,
}

impl EventStream {
    /// Calls `news` for each message. The first comes at once: something may have happened before the stream was open.
    pub fn open(address: &str, news: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let on_news = Closure::<dyn FnMut()>::new(news);
        source.set_onmessage(Some(on_news.as_ref().unchecked_ref()));
        Some(Self {
            source,
            _on_news: on_news,
        })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}
