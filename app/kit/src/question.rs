//! Asking once more before something is deleted.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::{
    Button, ButtonKind, ButtonLink, Card, Confirm, ConfirmActions, DialogButton, FormActions,
    FormScope, Glyph, Page, PageHeader,
};

use crate::{FormState, ServerForm};

/// A question before something goes: asked in a dialog, and on a page of its own for browsers that run no code.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked, such as `Delete Ana Silva?`.
    pub title: String,
    /// What is lost, and whether it comes back.
    pub consequence: String,
    /// The deed, such as `Delete customer`.
    pub label: String,
    /// Name and value by which the server function knows what goes, where there is more than one that could.
    pub names: Option<(&'static str, String)>,
    /// Path of the thing, where whoever says no goes back to.
    pub path: String,
}

impl Question {
    /// A button of a word or a few, such as `Delete`, and the dialog that it opens. The page that asks is at these words
    /// below the path.
    pub fn button(self, word: &'static str, form: FormState) -> impl IntoView + use<> {
        let dialog = word.to_lowercase().replace(' ', "-");
        let href = format!("{}/{dialog}", self.path);
        let names = named(self.names);
        view! {
            <DialogButton dialog=dialog.clone() href icon=Glyph::Trash>
                {word}
            </DialogButton>
            <Confirm id=dialog.clone() title=self.title consequence=self.consequence>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        {names}
                        <ConfirmActions dialog label=self.label loading=form.pending() />
                    </FormScope>
                </ServerForm>
            </Confirm>
        }
    }

    /// The page that asks.
    pub fn page(self, crumbs: Vec<(String, String)>, form: FormState) -> impl IntoView + use<> {
        let names = named(self.names);
        view! {
            <Title text=self.title.clone() />
            <Page narrow=true>
                <PageHeader title=self.title crumbs />
                <Card>
                    <ServerForm form>
                        <FormScope problems=form.problems()>
                            {names}
                            <p class="text-base text-pretty text-muted">{self.consequence}</p>
                            <FormActions>
                                <Button kind=ButtonKind::Danger submit=true loading=form.pending()>
                                    {self.label}
                                </Button>
                                <ButtonLink href=self.path>"Cancel"</ButtonLink>
                            </FormActions>
                        </FormScope>
                    </ServerForm>
                </Card>
            </Page>
        }
    }
}

fn named(names: Option<(&'static str, String)>) -> impl IntoView + use<> {
    names.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
}
