//! Telling the first, server-like view from the living one.

use leptos::prelude::*;

/// False on the server and in the first view of the browser, true once its code runs.
///
/// What needs the browser's code stays hidden until then, so nobody meets a dead button.
pub(crate) fn hydrated() -> ReadSignal<bool> {
    let (running, set_running) = signal(false);
    Effect::new(move || set_running.set(true));
    running
}
