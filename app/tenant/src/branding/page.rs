//! The branding page: the form, and beside it how it will look.

use contract::{acts::Act, branding::Branding};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_meta::Title;
use portal_kit::{BrandColours, FormState, Me, ServerForm, loaded, on_success, reframe, use_me};
use ui::{
    Button, ButtonKind, Card, ColourField, FormActions, FormScope, Page, PageHeader, TextArea,
    TextField,
};

use super::{
    calls::{BrandingUpdate, branding_get},
    logo::logo_card,
    preview::{Look, Preview},
};

/// The page that changes how the tenant's pages look.
#[component]
pub(crate) fn BrandingPage() -> impl IntoView {
    let me = use_me();
    let branding = Resource::new(|| (), |()| branding_get());
    loaded(move || {
        let me = me.clone();
        async move { Ok(page(&me?, branding.await?)) }
    })
}

fn page(me: &Me, branding: Branding) -> impl IntoView + use<> {
    let form = FormState::of::<BrandingUpdate>();
    let version = branding.version;
    let logo = branding.logo.clone();
    let look = Look::of(form, branding.into());
    refresh_after(form, look);
    let write = me.may(Act::SettingsWrite);
    let logo_card = logo_card(logo.as_deref(), write);
    view! {
        <Title text="Branding" />
        <Page>
            <PageHeader title="Branding" subtitle="How your workspace looks to everybody in it, and at its door." />
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <Card>
                    <ServerForm form>
                        <input type="hidden" name="version" value=version />
                        <FormScope problems=form.problems()>
                            {fields(look)} {write.then(|| actions(form))}
                        </FormScope>
                    </ServerForm>
                </Card>
                <div class="grid gap-6">
                    {logo_card}
                    <Preview look logo />
                </div>
            </div>
        </Page>
    }
}

/// The page in the browser is in the old look until it is told: paints it, and fetches the name in its frame.
fn refresh_after(form: FormState, look: Look) {
    let reframe = reframe();
    on_success(form, move || {
        reframe();
        let root = document()
            .document_element()
            .and_then(|root| root.dyn_into::<HtmlElement>().ok());
        let colours = BrandColours::new(
            &look.primary.get_untracked(),
            &look.secondary.get_untracked(),
        );
        if let (Some(root), Some(colours)) = (root, colours) {
            colours.paint(&root);
        }
    });
}

fn fields(look: Look) -> impl IntoView {
    view! {
        <TextField
            name="display_name"
            label="Name"
            value=look.name.get_untracked()
            hint="What visitors see."
            maxlength=100
            required=true
            on:input=move |event| look.name.set(event_target_value(&event))
        />
        <ColourField
            name="primary_color"
            label="Main colour"
            value=look.primary.get_untracked()
            hint="Buttons, links and marks. Where it would be hard to read, we make it darker or lighter."
            on:input=move |event| look.primary.set(event_target_value(&event))
        />
        <ColourField
            name="secondary_color"
            label="Second colour"
            value=look.secondary.get_untracked()
            hint="The line at the top of the sign-in page."
            on:input=move |event| look.secondary.set(event_target_value(&event))
        />
        <TextArea
            name="sign_in_text"
            label="Welcome on the sign-in page"
            value=look.welcome.get_untracked()
            hint="One sentence, or nothing."
            maxlength=200
            rows=2
            on:input=move |event| look.welcome.set(event_target_value(&event))
        />
    }
}

fn actions(form: FormState) -> impl IntoView {
    view! {
        <FormActions>
            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                "Save branding"
            </Button>
        </FormActions>
    }
}
