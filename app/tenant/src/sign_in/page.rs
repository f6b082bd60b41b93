//! The page of the rule.

use contract::{Page as Rows, PageRequest, acts::Act, factor_rule::FactorHolder};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{
    FormState, Paging, ServerForm, loaded, on_success, use_me, use_page_query, with_query,
};
use ui::{
    Badge, Button, ButtonKind, Card, Checkbox, Column, FormActions, FormScope, Page, PageHeader,
    Row, Table, Tone,
};

use super::{
    HERE,
    calls::{FactorSetRule, factor_list, factor_rule},
};

/// The rule, and who has a second factor.
#[component]
pub(crate) fn SignInRulePage() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let people = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            factor_list(PageRequest {
                limit: None,
                cursor,
            })
        },
    );
    let rule = Resource::new(|| (), |()| factor_rule());
    let form = FormState::of::<FactorSetRule>();
    on_success(form, move || rule.refetch());
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move {
            me?.permit(Act::UserManage)?;
            let first = (!query.get("cursor").is_empty()).then(|| HERE.to_owned());
            Ok(page(first, people.await?, rule.await?, form))
        }
    })
}

fn page(
    first: Option<String>,
    people: Rows<FactorHolder>,
    required: bool,
    form: FormState,
) -> impl IntoView {
    let next = people
        .next_cursor
        .as_deref()
        .map(|cursor| with_query(HERE, [("cursor", cursor)]));
    let columns = vec![
        Column::new("Name"),
        Column::new("Address").minor(),
        Column::new("Role").minor(),
        Column::new("App or passkey"),
    ];
    let rows = people.items.into_iter().map(row).collect();
    view! {
        <Title text="Sign-in" />
        <Page>
            <PageHeader title="Sign-in" subtitle="What your people need besides their password." />
            <Card title="The rule">
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <Checkbox
                            name="required"
                            label="Everybody needs an authenticator app or a passkey"
                            checked=required
                            hint="Who has neither can set one up and do nothing else, from the next click on. Keys of theirs stop, too. Owners change this rule."
                        />
                        <FormActions>
                            <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                                "Save"
                            </Button>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
            <Card flush=true>
                <Table caption="People and their apps and passkeys, by name" columns rows />
            </Card>
            <Paging first next />
        </Page>
    }
}

fn row(holder: FactorHolder) -> Row {
    let (tone, word) = match (holder.has_app, holder.has_passkey) {
        (true, true) => (Tone::Ok, "App and passkey"),
        (true, false) => (Tone::Ok, "App"),
        (false, true) => (Tone::Ok, "Passkey"),
        (false, false) => (Tone::Warn, "None"),
    };
    Row::new()
        .cell(holder.name)
        .cell(holder.email)
        .cell(holder.role_name)
        .cell(view! { <Badge tone>{word}</Badge> })
}
