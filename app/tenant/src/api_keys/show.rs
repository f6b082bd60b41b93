//! One key: the key itself while it is new, what it may do, another in its place, and the way out.

use contract::{
    Answer,
    acts::Act,
    api_keys::{ApiKey, Secret},
    ids::ApiKeyId,
};
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use portal_kit::{ActList, FormState, Me, ServerForm, Time, id_in_path, loaded, use_me};
use ui::{
    Banner, Button, Card, CodeBlock, FormScope, Glyph, KeyValue, KeyValueList, Page, PageHeader,
    Tone,
};

use super::{
    LIST,
    calls::{ApiKeyDelete, ApiKeyRotate, api_key_get},
    delete::question,
};

/// The page of one key.
#[component]
pub(crate) fn ApiKeyShow() -> impl IntoView {
    let me = use_me();
    let key = key_in_path(true);
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, key.await?)) }
    })
}

/// The key that the address names.
pub(super) fn key_in_path(copy: bool) -> Resource<Answer<ApiKey>> {
    let id = id_in_path();
    Resource::new(
        move || id.get(),
        move |id: Answer<ApiKeyId>| async move { api_key_get(id?, copy).await },
    )
}

fn show(me: &Me, key: ApiKey) -> impl IntoView + use<> {
    let title = key.name.clone();
    let crumbs = vec![("API keys".to_owned(), LIST.to_owned())];
    let may = me.may(Act::ApiKeyManage);
    let delete = may.then(|| question(&key).button("Delete", FormState::of::<ApiKeyDelete>()));
    let rotate = (may && key.is_own).then(|| rotate(key.id));
    let copy = key.copy.clone().map(copy);
    let facts = facts(me, key);
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs>
                {delete}
            </PageHeader>
            {copy}
            <Card title="Key">
                {facts}
            </Card>
            {rotate}
        </Page>
    }
}

fn copy(Secret(key): Secret) -> impl IntoView {
    view! {
        <Banner tone=Tone::Ok title="Copy the key now">
            <p class="mb-2 text-pretty">
                "It is shown for a quarter of an hour, to you alone. Afterwards nobody can read it, we neither."
            </p>
            <CodeBlock code=key label="Key" />
        </Banner>
    }
}

fn facts(me: &Me, key: ApiKey) -> impl IntoView + use<> {
    let used = match key.last_used_at {
        Some(at) => Either::Left(view! { <Time at /> }),
        None => Either::Right("Never"),
    };
    let acts = view! { <ActList me=me.clone() acts=key.acts /> };
    view! {
        <KeyValueList>
            <KeyValue label="Begins with">
                <code class="font-mono text-sm">{key.hint}</code>
            </KeyValue>
            <KeyValue label="May">
                {acts}
            </KeyValue>
            <KeyValue label="In the name of">{key.owner}</KeyValue>
            <KeyValue label="Made">
                <Time at=key.created_at />
            </KeyValue>
            <KeyValue label="Last used">{used}</KeyValue>
            <KeyValue label="Ends">
                <Time at=key.expires_at />
            </KeyValue>
        </KeyValueList>
    }
}

fn rotate(id: ApiKeyId) -> impl IntoView {
    let form = FormState::of::<ApiKeyRotate>();
    view! {
        <Card
            title="Another key in its place"
            description="It may do the same and lives as long. This one goes on working for a day, so that no program stands still."
        >
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="id" value=id.to_string() />
                    <div>
                        <Button submit=true icon=Glyph::Refresh loading=form.pending()>
                            "Renew"
                        </Button>
                    </div>
                </FormScope>
            </ServerForm>
        </Card>
    }
}
