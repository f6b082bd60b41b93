//! Pages that wait for the server.

use std::future::Future;

use contract::{Answer, Fault};
use leptos::prelude::*;
use ui::Skeleton;

use crate::{FaultPage, PageFault};

/// Shows what `load` answers: the view, or the fault in its place. A reload keeps the old until the new is there.
///
/// Inside, resources are awaited, never read with `.get()`, and `?` hands a fault on:
///
/// ```ignore
/// loaded(move || async move {
///     let customer = customer.await?;
///     Ok(view! { <PageHeader title=customer.name /> })
/// })
/// ```
pub fn loaded<Load, Loading, Shown>(load: Load) -> impl IntoView
where
    Load: Fn() -> Loading + Send + 'static,
    Loading: Future<Output = Answer<Shown>> + Send + 'static,
    Shown: IntoView + 'static,
{
    shown_or(load, |fault| view! { <PageFault fault /> }.into_any())
}

/// The same for the frame around the pages, where a fault has to be a page of its own.
pub fn loaded_frame<Load, Loading, Shown>(load: Load) -> impl IntoView
where
    Load: Fn() -> Loading + Send + 'static,
    Loading: Future<Output = Answer<Shown>> + Send + 'static,
    Shown: IntoView + 'static,
{
    shown_or(load, |fault| view! { <FaultPage fault /> }.into_any())
}

fn shown_or<Load, Loading, Shown>(load: Load, failed: fn(Fault) -> AnyView) -> impl IntoView
where
    Load: Fn() -> Loading + Send + 'static,
    Loading: Future<Output = Answer<Shown>> + Send + 'static,
    Shown: IntoView + 'static,
{
    let shown = move || {
        let loading = load();
        Suspend::new(async move {
            match loading.await {
                Ok(view) => view.into_any(),
                Err(fault) => failed(fault),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Skeleton lines=8 /> }>{shown}</Transition> }
}
