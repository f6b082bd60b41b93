//! Pages that wait for the server.

use std::future::Future;

use contract::Answer;
use leptos::prelude::*;
use ui::Skeleton;

use crate::PageFault;

/// Shows what `load` answers: the view, or the fault in its place. A reload keeps the old until the new is there.
///
/// Resources are made outside of it, as what is inside may be made several times; inside, they are awaited, never read with `.get()`, and `?` hands a fault on:
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
    let shown = move || {
        let loading = load();
        Suspend::new(async move {
            match loading.await {
                Ok(view) => view.into_any(),
                Err(fault) => view! { <PageFault fault /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Skeleton lines=8 /> }>{shown}</Transition> }
}
