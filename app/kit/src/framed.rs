//! The frame of a portal, around the pages of whoever is signed in.

use std::future::Future;

use contract::{Answer, Fault};
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use ui::Skeleton;

use crate::FaultPage;

/// Asks again who is signed in.
#[derive(Clone, Copy)]
struct Asking(StoredValue<Box<dyn Fn() + Send + Sync>>);

/// Frames anew, for pages that change a name or a word that the frame shows.
pub fn reframe() -> impl Fn() + Copy {
    let asking = use_context::<Asking>();
    move || {
        if let Some(Asking(ask)) = asking {
            ask.with_value(|ask| ask());
        }
    }
}

/// Frames the pages for whoever is signed in: `frame` draws the navigation around an `Outlet`, or says
/// why this person gets none.
///
/// The root puts an `Answer<Who>` into the context before it renders, and the browser reads it from the
/// page. So no frame waits, which matters twice: a suspended frame would make the pages inside of it
/// several times a request, each with questions of its own to the server, whose answers the browser
/// would then look for under other keys. Who comes from another frame without a load is asked for
/// with `ask`.
pub fn framed<Who, Answering, Framed>(
    ask: fn() -> Answering,
    frame: fn(Who) -> Answer<Framed>,
) -> impl IntoView
where
    Who: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    Answering: Future<Output = Answer<Who>> + 'static,
    Framed: IntoView + 'static,
{
    let who = RwSignal::new(SharedValue::new(given::<Who>).into_inner());
    let refresh = move || {
        spawn_local(async move {
            let answer = ask().await;
            let Some(before) = who.try_get_untracked() else {
                return;
            };
            // A refresh that fails leaves what is shown, and so does one that tells nothing new: a new frame makes the
            // page in it anew.
            let keeps = matches!((&before, &answer), (Some(Ok(_)), Err(_)))
                || before.as_ref() == Some(&answer);
            if !keeps {
                who.try_set(Some(answer));
            }
        });
    };
    provide_context(Asking(StoredValue::new(Box::new(refresh))));
    Effect::new(move || {
        if who.with_untracked(Option::is_none) {
            refresh();
        }
    });
    move || match who.get() {
        None => view! { <Skeleton lines=8 /> }.into_any(),
        Some(answer) => match answer.and_then(frame) {
            Ok(framed) => framed.into_any(),
            Err(fault) => view! { <FaultPage fault /> }.into_any(),
        },
    }
}

/// What the root said. The server always knows: whom the root does not name is not signed in.
fn given<Who: Clone + 'static>() -> Option<Answer<Who>> {
    let given = use_context::<Answer<Who>>();
    if cfg!(feature = "ssr") {
        given.or_else(|| Some(Err(Fault::unauthenticated())))
    } else {
        given
    }
}
