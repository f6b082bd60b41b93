//! Pages that are open follow what happens to the workspace.

use std::time::Duration;

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::{EventStream, framed::reframe};

const EVENTS: &str = "/api/v1/me/events";

/// How soon a stream that was refused is asked for again; each refusal doubles it.
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Whether a form of the page holds what the server does not have, or an answer that nobody has read.
#[derive(Clone, Copy)]
pub(crate) struct Unsaved(RwSignal<bool>);

impl Unsaved {
    /// Notes that there is such a form, or that there is none. The page may be gone by then.
    pub(crate) fn note(self, is_unsaved: bool) {
        self.0.try_set(is_unsaved);
    }
}

/// Frames anew once the server says that what this person may do or see has changed. Does nothing on the server, where no
/// effect runs.
///
/// A new frame makes its page anew, so it waits for a form that was begun, until that has gone through or its page is left.
pub(crate) fn follow_workspace() {
    let (unsaved, has_news) = (Unsaved(RwSignal::new(false)), RwSignal::new(false));
    provide_context(unsaved);
    let path = use_location().pathname;
    Effect::new(move || {
        path.track();
        unsaved.note(false);
    });
    Effect::new(move || {
        let typed = window_event_listener(ev::input, move |event| {
            if is_of_a_form(&event) {
                unsaved.note(true);
            }
        });
        on_cleanup(move || typed.remove());
    });
    listen(has_news);
    let reframe = reframe();
    Effect::new(move || {
        if has_news.get() && !unsaved.0.get() {
            has_news.set(false);
            reframe();
        }
    });
}

/// What is typed to search a list, or into the palette, is nowhere to be saved.
fn is_of_a_form(event: &Event) -> bool {
    let target = event.target();
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| {
        element
            .closest("form[method=post]")
            .is_ok_and(|form| form.is_some())
    })
}

/// Holds a stream of the server's events while the page is looked at: a browser keeps six connections to a host.
fn listen(has_news: RwSignal<bool>) {
    let (is_seen, refusals) = (RwSignal::new(false), RwSignal::new(0));
    Effect::new(move || {
        let look = move || is_seen.set(!document().hidden());
        look();
        let seen = window_event_listener_untyped("visibilitychange", move |_| look());
        on_cleanup(move || seen.remove());
    });
    Effect::new(move || {
        let news = move || {
            refusals.update_untracked(|refusals| *refusals = 0);
            has_news.set(true);
        };
        refusals.track();
        let again = StoredValue::new(None::<TimeoutHandle>);
        let lost = move || {
            let refused = refusals.get_untracked().min(6);
            let pause = (PAUSE * 2_u32.pow(refused)).min(LONGEST_PAUSE);
            let open = move || refusals.update(|refusals| *refusals += 1);
            again.set_value(set_timeout_with_handle(open, pause).ok());
        };
        let stream = is_seen
            .get()
            .then(|| EventStream::open(EVENTS, news, lost))
            .flatten();
        let stream = StoredValue::new_local(stream);
        on_cleanup(move || {
            stream.try_set_value(None);
            if let Some(Some(again)) = again.try_get_value() {
                again.clear();
            }
        });
    });
}
