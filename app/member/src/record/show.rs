//! The page of one record.

use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{loaded, use_me};
use ui::{ButtonLink, Card, Glyph, KeyValue, KeyValueList, Page, PageHeader};

use super::{Named, Record, delete::delete_button, record_in_path};

/// The page of one record.
pub(crate) fn record_show<R: Record>() -> impl IntoView {
    let me = use_me();
    let record = record_in_path::<R>();
    let reload = Callback::new(move |()| record.refetch());
    loaded(move || {
        let me = me.clone();
        async move {
            let (me, record) = (me?, record.await?);
            let named = Named::of(&me, &record);
            let delete = delete_button::<R>(&me, &named);
            let own = record.actions(&me, reload);
            let (badge, facts) = (record.badge(), record.facts(&me));
            let edit = me
                .may_all(R::WRITE)
                .then(|| format!("{}/edit", named.path()));
            Ok(show(named, badge, (own, edit, delete), facts))
        }
    })
}

fn show(
    named: Named,
    badge: AnyView,
    (own, edit, delete): (AnyView, Option<String>, Option<AnyView>),
    facts: AnyView,
) -> AnyView {
    let edit = edit.map(|href| {
        view! {
            <ButtonLink href icon=Glyph::Edit>
                "Edit"
            </ButtonLink>
        }
    });
    view! {
        <Title text=named.title.clone() />
        <Page narrow=true>
            <PageHeader crumbs=named.crumbs() title=named.title badge=move || badge>
                {own}
                {edit}
                {delete}
            </PageHeader>
            <Card title="Details">
                <KeyValueList>{facts}</KeyValueList>
            </Card>
        </Page>
    }
    .into_any()
}

/// A fact that may be unknown; line ends in it are kept.
pub(crate) fn fact(label: impl Into<String>, value: Option<String>) -> AnyView {
    let label = label.into();
    match value {
        Some(value) => view! {
            <KeyValue label>
                <span class="whitespace-pre-line">{value}</span>
            </KeyValue>
        }
        .into_any(),
        None => view! { <KeyValue label /> }.into_any(),
    }
}
