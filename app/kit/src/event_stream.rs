//! Server-sent events, in the browser.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

/// An open stream of the server's events; closed when dropped.
pub struct EventStream {
    source: EventSource,
    /// The browser calls them as long as the stream is open.
    _heard: [Closure<dyn FnMut()>; 2],
}

impl EventStream {
    /// Calls `news` for each message. The first comes at once: something may have happened before the stream was open.
    ///
    /// The browser opens a stream again by itself where the network broke it. Where it was answered with a refusal, or by a
    /// proxy whose server was away, the browser gives up, and calls `lost`.
    pub fn open(
        address: &str,
        news: impl Fn() + 'static,
        lost: impl Fn() + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let on_news = Closure::<dyn FnMut()>::new(news);
        source.set_onmessage(Some(on_news.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut()>::new({
            let source = source.clone();
            move || {
                if source.ready_state() == EventSource::CLOSED {
                    lost();
                }
            }
        });
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self {
            source,
            _heard: [on_news, on_error],
        })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
