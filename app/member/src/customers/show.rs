//! One customer.

use contract::{acts::Act, customers::Customer, ids::CustomerId};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Time, id_in_path, loaded, use_me};
use ui::{
    ButtonKind, ButtonLink, Card, Confirm, DialogButton, Glyph, KeyValue, KeyValueList, Page,
    PageHeader,
};

use super::{
    calls::customer_get,
    delete::{consequence, delete_form},
};

/// The page of one customer.
#[component]
pub(crate) fn CustomerShow() -> impl IntoView {
    let me = use_me();
    let customer = customer_in_path();
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, customer.await?)) }
    })
}

/// The customer that the address names.
pub(super) fn customer_in_path() -> Resource<contract::Answer<Customer>> {
    let id = id_in_path();
    Resource::new(
        move || id.get(),
        async |id: contract::Answer<CustomerId>| customer_get(id?).await,
    )
}

fn show(me: &Me, customer: Customer) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let title = customer.name.clone();
    let crumbs = vec![(noun.titles.clone(), "/customers".to_owned())];
    let actions = actions(me, &customer);
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs>
                {actions}
            </PageHeader>
            <Card title="Details">
                <KeyValueList>
                    {fact("E-mail address", customer.email)} {fact("Telephone", customer.phone)}
                    {fact("Notes", customer.notes)} <KeyValue label="Added">
                        <Time at=customer.created_at />
                    </KeyValue> <KeyValue label="Last changed">
                        <Time at=customer.updated_at />
                    </KeyValue>
                </KeyValueList>
            </Card>
        </Page>
    }
}

/// A fact that may be unknown; line ends in it are kept.
pub(super) fn fact(label: &'static str, value: Option<String>) -> AnyView {
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

fn actions(me: &Me, customer: &Customer) -> impl IntoView + use<> {
    let path = format!("/customers/{}", customer.id);
    let edit = me.may(Act::CustomerWrite).then(|| {
        view! {
            <ButtonLink href=format!("{path}/edit") kind=ButtonKind::Primary icon=Glyph::Edit>
                "Edit"
            </ButtonLink>
        }
    });
    let delete = me.may(Act::CustomerDelete).then(|| {
        let noun = me.noun("customer");
        let (id, name) = (customer.id, customer.name.clone());
        view! {
            <DialogButton dialog="delete" href=format!("{path}/delete") icon=Glyph::Trash>
                "Delete"
            </DialogButton>
            <Confirm id="delete" title=format!("Delete {name}?") consequence=consequence(&noun)>
                {delete_form(id, &noun, "delete")}
            </Confirm>
        }
    });
    view! {
        {edit}
        {delete}
    }
}
