//! Proving once more who one is, before what is dangerous.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, ButtonKind, Card, FormScope, InputKind, Page, PageHeader, TextField};

use super::{
    calls::{Confirm, second_factor},
    factor::CodeField,
};
use crate::{FormState, ServerForm, loaded, use_page_query, with_query};

/// What links to the page say.
pub(crate) const CONFIRM: &str = "Confirm that it is you";

/// The page that asks for it and leads back to `here`.
pub(crate) fn confirm_address(here: &str) -> String {
    with_query("/confirm", [("next", here)])
}

/// Password, and code where the account has a second factor.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let factor = Resource::new(|| (), |()| second_factor());
    let form = FormState::of::<Confirm>();
    let next = use_page_query().now().get("next").clone();
    loaded(move || {
        let next = next.clone();
        async move { Ok(body(factor.await?.since.is_some(), next, form)) }
    })
}

fn body(has_factor: bool, next: String, form: FormState) -> impl IntoView {
    let next = form.typed("next", next);
    view! {
        <Title text=CONFIRM />
        <Page narrow=true>
            <PageHeader
                title=CONFIRM
                subtitle="What you are about to do is worth a second look. It opens for fifteen minutes."
            />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="next" value=next />
                        <TextField
                            name="password"
                            label="Password"
                            kind=InputKind::Password
                            autocomplete="current-password"
                            required=true
                            autofocus=true
                        />
                        {has_factor.then(|| view! { <CodeField /> })}
                        <div>
                            <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                                "Confirm"
                            </Button>
                        </div>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
