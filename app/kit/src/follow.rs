//! Pages that are open follow what happens to the workspace.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{EventStream, framed::reframe};

const EVENTS: &str = "/api/v1/me/events";

/// Frames anew once the server says that what this person may do or see has changed. Does nothing on the server, where no
/// effect runs.
///
/// A browser keeps six connections to a host, so a page follows while it is looked at. What is being typed is waited for: a
/// new frame makes its page anew.
pub(crate) fn follow_workspace() {
    let (is_seen, has_typed, has_news) = (
        RwSignal::new(true),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let path = use_location().pathname;
    Effect::new(move || {
        path.track();
        has_typed.set(false);
    });
    Effect::new(move || {
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            is_seen.set(!document().hidden());
        });
        let typed = window_event_listener(ev::input, move |_| has_typed.set(true));
        let sent = window_event_listener(ev::submit, move |_| has_typed.set(false));
        on_cleanup(move || {
            [seen, typed, sent]
                .into_iter()
                .for_each(WindowListenerHandle::remove);
        });
    });
    Effect::new(move |open: Option<Option<EventStream>>| {
        if is_seen.get() {
            let news = move || has_news.set(true);
            open.flatten().or_else(|| EventStream::open(EVENTS, news))
        } else {
            None
        }
    });
    let reframe = reframe();
    Effect::new(move || {
        if has_news.get() && !has_typed.get() {
            has_news.set(false);
            reframe();
        }
    });
}
