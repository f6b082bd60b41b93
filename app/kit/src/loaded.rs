//! Pages that wait for the server.

use std::{future::Future, pin::Pin};

use contract::Answer;
use leptos::prelude::*;
use ui::Skeleton;

use crate::PageFault;

type Loading = Pin<Box<dyn Future<Output = AnyView> + Send>>;

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
pub fn loaded<Load, Answering, Shown>(load: Load) -> impl IntoView
where
    Load: Fn() -> Answering + Send + 'static,
    Answering: Future<Output = Answer<Shown>> + Send + 'static,
    Shown: IntoView + 'static,
{
    erased(Box::new(move || {
        let loading = load();
        Box::pin(async move {
            match loading.await {
                Ok(view) => view.into_any(),
                Err(fault) => view! { <PageFault fault /> }.into_any(),
            }
        })
    }))
}

/// One boundary for all pages: the browser half would otherwise hold one compiled for each.
fn erased(load: Box<dyn Fn() -> Loading + Send>) -> AnyView {
    let shown = move || Suspend::new(load());
    view! { <Transition fallback=|| view! { <Skeleton lines=8 /> }>{shown}</Transition> }.into_any()
}
