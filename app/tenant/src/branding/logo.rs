//! The logo: what it is, another one, and away with it.

use contract::logo::LogoForm;
use leptos::prelude::*;
use portal_kit::{FormState, PageForm};
use ui::{Button, Card, FormActions, FormScope, InputKind, Size, TextField};

use super::calls::{LogoDelete, LogoUpdate};

/// The logo with this hash, and for who may change it the forms that do.
pub(super) fn logo_card(hash: Option<&str>, write: bool) -> impl IntoView + use<> {
    let shown = hash.map(|hash| {
        let src = LogoForm::Whole.path(hash);
        view! {
            <div class="mb-6 flex items-center justify-between gap-4">
                <img src=src alt="The logo as it is now" class="h-12 min-w-0 rounded-md object-contain" />
                {write.then(remove)}
            </div>
        }
    });
    view! {
        <Card title="Logo" description="Stands beside the name, on the sign-in page and in the browser's tab.">
            {shown} {write.then(change)}
        </Card>
    }
}

fn remove() -> impl IntoView {
    let form = FormState::of::<LogoDelete>();
    view! {
        <PageForm form>
            <FormScope problems=form.problems()>
                <Button submit=true size=Size::Small>
                    "Remove logo"
                </Button>
            </FormScope>
        </PageForm>
    }
}

fn change() -> impl IntoView {
    let form = FormState::of::<LogoUpdate>();
    view! {
        <PageForm form>
            <FormScope problems=form.problems()>
                <TextField
                    kind=InputKind::File
                    name="logo"
                    label="File"
                    hint="PNG, JPEG or WebP, at most 1 MB and 4096 pixels on a side. A square reads best."
                    accept="image/png,image/jpeg,image/webp"
                    required=true
                />
                <FormActions>
                    <Button submit=true>"Upload logo"</Button>
                </FormActions>
            </FormScope>
        </PageForm>
    }
}
