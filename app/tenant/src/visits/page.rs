//! The page of visits.

use contract::{
    Page as Rows, PageRequest,
    acts::Act,
    ids::VisitId,
    visits::{Visit, VisitState},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{
    EndVisit, FormState, Paging, ServerForm, Time, loaded, on_success, reframe, use_me,
    use_page_query, with_query,
};
use ui::{
    Badge, Button, ButtonKind, Card, Checkbox, Column, EmptyState, FormActions, FormScope, Glyph,
    Page, PageHeader, Row, Size, Table, Tone,
};

use super::{
    LIST,
    calls::{VisitorAnswer, VisitorSetRule, visitor_list, visitor_rule},
};

/// Who visited, who asks to, and the rule.
#[component]
pub(crate) fn VisitsPage() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let visits = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            visitor_list(PageRequest {
                limit: None,
                cursor,
            })
        },
    );
    let rule = Resource::new(|| (), |()| visitor_rule());
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move {
            let me = me?;
            // A suspended workspace can still see who is inside.
            if !me.can(Act::VisitManage) {
                return Err(contract::Fault::forbidden());
            }
            let first = (!query.get("cursor").is_empty()).then(|| LIST.to_owned());
            Ok(page(first, visits.await?, rule.await?))
        }
    })
}

fn page(first: Option<String>, visits: Rows<Visit>, ask_first: bool) -> impl IntoView {
    let next = visits
        .next_cursor
        .as_deref()
        .map(|cursor| with_query(LIST, [("cursor", cursor)]));
    let columns = vec![
        Column::new("Who"),
        Column::new("Why"),
        Column::new("May").minor(),
        Column::new("State"),
        Column::new("Asked").minor(),
        Column::new("Until"),
        Column::actions("Actions"),
    ];
    let rows = visits.items.into_iter().map(row).collect();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Eye
                title="Nobody has visited"
                description="Should somebody who runs this system look into your workspace, they say why, and you find it here."
            />
        }
    };
    view! {
        <Title text="Visits" />
        <Page>
            <PageHeader
                title="Visits"
                subtitle="Who of those that run this system looked into your workspace, and why."
            />
            <Card flush=true>
                <Table caption="Visits, newest first" columns rows empty />
            </Card>
            <Paging first next />
            {rule(ask_first)}
        </Page>
    }
}

fn rule(ask_first: bool) -> impl IntoView {
    let form = FormState::of::<VisitorSetRule>();
    view! {
        <Card title="Before a visit">
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <Checkbox
                        name="ask_first"
                        label="Ask us first"
                        checked=ask_first
                        hint="Nobody comes in before somebody here has allowed it, also when something is urgent."
                    />
                    <FormActions>
                        <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                            "Save"
                        </Button>
                    </FormActions>
                </FormScope>
            </ServerForm>
        </Card>
    }
}

fn row(visit: Visit) -> Row {
    let (tone, word) = match visit.state {
        VisitState::Asked => (Tone::Info, "Asks"),
        VisitState::Open => (Tone::Warn, "Inside"),
        VisitState::Over => (Tone::Neutral, "Over"),
        VisitState::Refused => (Tone::Danger, "Refused"),
    };
    let may = if visit.may_write {
        "Look and change"
    } else {
        "Look"
    };
    let actions = match visit.state {
        VisitState::Asked => view! {
            <span class="flex justify-end gap-2">{answer(visit.id, true)} {answer(visit.id, false)}</span>
        }
        .into_any(),
        VisitState::Open => view! { <EndVisit id=visit.id label="Send away" /> }.into_any(),
        VisitState::Over | VisitState::Refused => ().into_any(),
    };
    let until = visit.ends_at.map(|at| view! { <Time at /> });
    Row::new()
        .cell(visit.operator_name)
        .cell(visit.reason)
        .cell(may)
        .cell(view! { <Badge tone>{word}</Badge> })
        .cell(view! { <Time at=visit.asked_at /> })
        .cell(until)
        .cell(actions)
}

fn answer(id: VisitId, allow: bool) -> impl IntoView {
    let form = FormState::of::<VisitorAnswer>();
    on_success(form, reframe());
    let word = if allow { "Allow" } else { "Refuse" };
    view! {
        <ServerForm form>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="allow" value=allow.to_string() />
            <Button submit=true size=Size::Small loading=form.pending()>
                {word}
            </Button>
        </ServerForm>
    }
}
