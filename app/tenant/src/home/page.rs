//! The home page of the settings: a checklist with its progress.

use contract::me::{Checklist, ChecklistItem};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, loaded, use_me};
use ui::{Badge, ButtonLink, Card, Glyph, Icon, Page, PageHeader, ProgressBar, Size, Tone};

use super::calls::checklist;

/// The home page of the tenant portal.
#[component]
pub(crate) fn SettingsHome() -> impl IntoView {
    let me = use_me();
    let list = Resource::new(|| (), |()| checklist());
    loaded(move || {
        let me = me.clone();
        async move { Ok(home(&me?, list.await?)) }
    })
}

fn home(me: &Me, list: Checklist) -> impl IntoView + use<> {
    let all = list.items.len();
    let done = list.items.iter().filter(|item| item.done).count();
    let subtitle = if done == all {
        "Everything is set up. You can change it any time.".to_owned()
    } else {
        "A few steps, in the order that makes sense. Each is ticked by itself.".to_owned()
    };
    let title = format!("Set up {}", me.tenant.branding.display_name);
    let items: Vec<_> = list.items.into_iter().map(step).collect();
    view! {
        <Title text="Get started" />
        <Page narrow=true>
            <PageHeader title subtitle />
            <Card>
                <ProgressBar
                    label="Progress"
                    value=share(done, all)
                    detail=format!("{done} of {all} done")
                />
            </Card>
            <Card flush=true>
                <ol class="divide-y divide-line">{items}</ol>
            </Card>
        </Page>
    }
}

/// How much of all is done, in percent.
fn share(done: usize, all: usize) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    if all == 0 {
        100.0
    } else {
        100.0 * number(done) / number(all)
    }
}

fn step(item: ChecklistItem) -> impl IntoView {
    let mark = if item.done {
        "flex size-6 shrink-0 items-center justify-center rounded-full bg-ok-soft text-ok"
    } else {
        "flex size-6 shrink-0 items-center justify-center rounded-full border border-line-strong text-transparent"
    };
    let action = if item.done {
        view! { <Badge tone=Tone::Ok>"Done"</Badge> }.into_any()
    } else {
        let name = item.title.clone();
        view! {
            <ButtonLink href=item.href size=Size::Small>
                "Do it" <span class="sr-only">{format!(": {name}")}</span>
            </ButtonLink>
        }
        .into_any()
    };
    view! {
        <li class="flex items-center gap-3 px-4 py-3">
            <span class=mark aria-hidden="true">
                <Icon glyph=Glyph::Check size=12 />
            </span>
            <div class="min-w-0 flex-1">
                <h2 class="text-base font-medium text-ink">{item.title}</h2>
                <p class="text-sm text-pretty text-muted">{item.description}</p>
            </div>
            {action}
        </li>
    }
}
