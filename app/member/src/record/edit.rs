//! Entering a record, and changing one.

use std::future::Future;

use contract::{Answer, Fault};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use portal_kit::{FormState, Me, Query, ServerForm, loaded, use_me, use_page_query};
use serde::{Serialize, de::DeserializeOwned};
use ui::{Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader, Problem};

use super::{Named, Record, conflict::Conflict, record_in_path};

/// A kind of record that people enter and change.
pub(crate) trait Edited: Record {
    /// What a form sends.
    type Draft: From<Self> + Send + 'static;
    /// What the form offers to choose from.
    type Choices: Clone + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// The server function that enters one.
    type Create: ServerFn<Output = (), Error = Fault>;
    /// The server function that changes one.
    type Update: ServerFn<Output = (), Error = Fault>;

    /// What the button says that enters one, before the noun.
    const ENTER: &'static str = "Add";

    /// Counts up with every change.
    fn version(&self) -> i32;
    /// Asks for what there is to choose from; for a new one, the address may say what it is about.
    fn choices(about: Query) -> impl Future<Output = Answer<Self::Choices>> + Send;
    /// Adds to the choices what this one has and the choices leave out.
    fn keep_chosen(&self, _choices: &mut Self::Choices) {}
    /// What the form for a new one begins with.
    fn blank(choices: &Self::Choices) -> Self::Draft;
    /// The fields, holding what was typed before, or else the draft.
    fn fields(me: &Me, form: FormState, draft: Self::Draft, choices: Self::Choices) -> AnyView;
}

/// The page that enters a record.
pub(crate) fn record_new<R: Edited>() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let choices = Resource::new(move || query.get(), |query| R::choices(query));
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit_all(R::WRITE)?;
            let choices = choices.await?;
            let noun = R::noun(&me);
            let form = FormState::of::<R::Create>();
            Ok(sheet(Sheet {
                title: format!("New {}", noun.one),
                save: format!("{} {}", R::ENTER, noun.one),
                crumbs: R::above(&me)
                    .into_iter()
                    .chain([(noun.titles, R::PATH.to_owned())])
                    .collect(),
                back: R::PATH.to_owned(),
                notice: ().into_any(),
                form,
                problems: form.problems(),
                fields: Box::new(move || R::fields(&me, form, R::blank(&choices), choices)),
            }))
        }
    })
}

/// The page that changes a record.
pub(crate) fn record_edit<R: Edited>() -> impl IntoView {
    let me = use_me();
    let record = record_in_path::<R>();
    let choices = Resource::new(|| (), |()| R::choices(Query::default()));
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit_all(R::WRITE)?;
            let (record, mut choices) = (record.await?, choices.await?);
            record.keep_chosen(&mut choices);
            let named = Named::of(&me, &record);
            let form = FormState::of::<R::Update>();
            let conflict = Conflict::of(form, record.clone());
            let (id, version) = (named.id.clone(), conflict.version());
            Ok(sheet(Sheet {
                title: format!("Edit {}", named.title),
                save: "Save changes".to_owned(),
                crumbs: named.crumbs_below(),
                back: named.path(),
                notice: conflict.notice(&me, &named),
                form,
                problems: conflict.other_problems(),
                fields: Box::new(move || {
                    view! {
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="version" value=version />
                        {R::fields(&me, form, record.into(), choices)}
                    }
                    .into_any()
                }),
            }))
        }
    })
}

/// A page with one form.
struct Sheet {
    title: String,
    save: String,
    crumbs: Vec<(String, String)>,
    back: String,
    notice: AnyView,
    form: FormState,
    problems: Signal<Vec<Problem>>,
    /// Made inside of the form, where a field finds what is wrong with it.
    fields: Box<dyn FnOnce() -> AnyView + Send>,
}

fn sheet(sheet: Sheet) -> AnyView {
    let form = sheet.form;
    view! {
        <Title text=sheet.title.clone() />
        <Page narrow=true>
            <PageHeader title=sheet.title crumbs=sheet.crumbs />
            {sheet.notice}
            <Card>
                <ServerForm form>
                    <FormScope problems=sheet.problems>
                        {(sheet.fields)()} <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                {sheet.save}
                            </Button>
                            <ButtonLink href=sheet.back>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
    .into_any()
}
