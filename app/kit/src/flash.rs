//! What the request before this page left behind: a sentence of success, or the form that failed.

use contract::Fault;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{hooks::use_location, location::Location};
use serde::{Deserialize, Serialize};
use ui::{Toast, ToastRegion, Toasts, use_toasts};

use crate::calls::take_flash;

/// What the request before this page left behind.
///
/// The root keeps it in the session and provides it as a context to a page and to
/// `take_flash`, which both use it up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// A sentence of success.
    pub notice: Option<String>,
    /// The form that was sent without the browser's code and failed.
    pub failed: Option<FailedForm>,
}

/// A form that failed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedForm {
    /// Path of the server function that the form was sent to.
    pub path: String,
    /// Why it failed, with what was typed.
    pub fault: Fault,
}

/// The flash as the page sees it.
#[derive(Clone, Copy)]
pub(crate) struct FlashState {
    failed: RwSignal<Option<FailedForm>>,
    /// A form was sent, so the session may hold a notice.
    expected: RwSignal<bool>,
    /// The address of the page, to come back to.
    here: Memo<String>,
    toasts: Option<Toasts>,
}

impl FlashState {
    /// Why the form of this server function failed before the page was loaded.
    pub(crate) fn fault(self, path: &str) -> Option<Fault> {
        self.failed.with(|failed| {
            failed
                .as_ref()
                .filter(|failed| failed.path == path)
                .map(|failed| failed.fault.clone())
        })
    }

    /// The address of the page.
    pub(crate) fn here(self) -> String {
        self.here.get()
    }

    /// A form is on its way.
    pub(crate) fn expect(self) {
        self.expected.set(true);
    }

    /// Fetches the notice that a form may have left, and shows it.
    pub(crate) fn collect(self) {
        if !self.expected.get_untracked() {
            return;
        }
        self.expected.set(false);
        spawn_local(async move {
            if let (
                Some(toasts),
                Ok(Flash {
                    notice: Some(notice),
                    ..
                }),
            ) = (self.toasts, take_flash().await)
            {
                toasts.push(Toast::ok(notice));
            }
        });
    }
}

/// Shows notices over every page, and tells the forms on it what failed; stands inside the router, around the routes.
#[component]
pub fn Toaster(
    /// The routes.
    children: Children,
) -> impl IntoView {
    let flash = SharedValue::new(|| use_context::<Flash>().unwrap_or_default()).into_inner();
    let failed = RwSignal::new(flash.failed);
    let children = move || {
        let location = use_location();
        let state = FlashState {
            failed,
            expected: RwSignal::new(false),
            here: Memo::new(move |_| address(&location)),
            toasts: use_toasts(),
        };
        provide_context(state);
        forget_on_navigation(state);
        children()
    };
    match flash.notice.map(Toast::ok) {
        Some(flash) => view! { <ToastRegion flash>{children()}</ToastRegion> }.into_any(),
        None => view! { <ToastRegion>{children()}</ToastRegion> }.into_any(),
    }
}

/// Path and query of a page of this host.
pub(crate) fn address(location: &Location) -> String {
    let (path, search) = (location.pathname.get(), location.search.get());
    if search.is_empty() {
        path
    } else {
        format!("{path}?{search}")
    }
}

/// A failure belongs to the page it was loaded with, not to the next one.
fn forget_on_navigation(state: FlashState) {
    let location = use_location();
    Effect::new(move |first: Option<()>| {
        location.pathname.track();
        if first.is_some() {
            state.failed.set(None);
            state.collect();
        }
    });
}
