//! Deleting a key, in a dialog or on a page of its own.

use contract::{acts::Act, api_keys::ApiKey, ids::ApiKeyId};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, ConfirmActions, FormActions, FormScope, Page, PageHeader,
};

use super::{LIST, calls, show::key_in_path};

/// What deleting means.
pub(super) const CONSEQUENCE: &str =
    "Programs that use it are refused from their next call on. This cannot be undone.";

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn ApiKeyDelete() -> impl IntoView {
    let me = use_me();
    let key = key_in_path(false);
    loaded(move || {
        let me = me.clone();
        async move {
            me?.permit(Act::ApiKeyManage)?;
            Ok(ask(key.await?))
        }
    })
}

/// The form in a confirmation dialog called `delete`.
pub(super) fn delete_form(id: ApiKeyId) -> impl IntoView {
    let form = FormState::of::<calls::ApiKeyDelete>();
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmActions dialog="delete" label="Delete key" loading=form.pending() />
            </FormScope>
        </ServerForm>
    }
}

fn ask(key: ApiKey) -> impl IntoView {
    let form = FormState::of::<calls::ApiKeyDelete>();
    let title = format!("Delete {}?", key.name);
    let path = format!("{LIST}/{}", key.id);
    let crumbs = vec![
        ("API keys".to_owned(), LIST.to_owned()),
        (key.name, path.clone()),
    ];
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="id" value=key.id.to_string() />
                        <p class="text-base text-pretty text-muted">{CONSEQUENCE}</p>
                        <FormActions>
                            <Button kind=ButtonKind::Danger submit=true loading=form.pending()>
                                "Delete key"
                            </Button>
                            <ButtonLink href=path>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
