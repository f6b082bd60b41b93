//! Making a key.

use contract::acts::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{ActBoxes, FormState, Me, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, InputKind, Page, PageHeader,
    TextField,
};

use super::{LIST, calls::ApiKeyCreate};

/// The page that makes a key.
#[component]
pub(crate) fn ApiKeyNew() -> impl IntoView {
    let me = use_me();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::ApiKeyManage)?;
            Ok(new(&me))
        }
    })
}

fn new(me: &Me) -> impl IntoView + use<> {
    let form = FormState::of::<ApiKeyCreate>();
    let crumbs = vec![("API keys".to_owned(), LIST.to_owned())];
    let ticked = form.typed("acts", "");
    let acts = view! {
        <ActBoxes me=me.clone() label="What it may do" acts=me.acts.clone() ticked />
    };
    view! {
        <Title text="New API key" />
        <Page narrow=true>
            <PageHeader
                title="New API key"
                subtitle="It acts in your name, never does more than you may, and ends when you change your password or sign out everywhere."
                crumbs
            />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <TextField
                            name="name"
                            label="Name"
                            value=form.typed("name", "")
                            hint="What it is for, such as the program that uses it."
                            autocomplete="off"
                            maxlength=100
                            required=true
                            autofocus=true
                        />
                        <TextField
                            name="days"
                            label="Ends after"
                            kind=InputKind::Number
                            value=form.typed("days", "90")
                            suffix="days"
                            min="1"
                            max="366"
                            required=true
                        />
                        {acts}
                        <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                "Make key"
                            </Button>
                            <ButtonLink href=LIST>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
