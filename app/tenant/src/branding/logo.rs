//! The logo: what it is, another one, and away with it.

use contract::logo::LogoForm;
use leptos::prelude::*;
use portal_kit::{FormState, PageForm};
use ui::{Button, Card, FormActions, FormScope, InputKind, TextField};

use super::calls::{LogoDelete, LogoUpdate};

/// The logo with this hash, and for who may change it the forms that do.
pub(super) fn logo_card(hash: Option<&str>, write: bool) -> impl IntoView + use<> {
    let shown = hash.map(|hash| {
        let src = LogoForm::Whole.path(hash);
        view! {
            <img src=src alt="The logo as it is now" class="mb-6 h-12 max-w-full rounded-md object-contain" />
        }
    });
    let has_logo = hash.is_some();
    view! {
        <Card title="Logo" description="Stands beside the name, on the sign-in page and in the browser's tab.">
            {shown} {write.then(|| forms(has_logo))}
        </Card>
    }
}

fn forms(has_logo: bool) -> impl IntoView {
    let (change, remove) = (FormState::of::<LogoUpdate>(), FormState::of::<LogoDelete>());
    let remove = has_logo.then(|| {
        view! {
            <PageForm form=remove>
                <FormScope problems=remove.problems()>
                    <FormActions>
                        <Button submit=true>"Remove logo"</Button>
                    </FormActions>
                </FormScope>
            </PageForm>
        }
    });
    view! {
        <PageForm form=change>
            <FormScope problems=change.problems()>
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
        {remove}
    }
}
