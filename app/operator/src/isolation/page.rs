//! The page of the prober: the score, what failed, how it was before, and the runs.

use std::time::Duration;

use contract::{
    Answer,
    acts::OperatorAct,
    isolation::{Family, Run, Tally},
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};
use leptos_meta::Title;
use portal_kit::{
    FormState, Paging, ServerForm, Time, count, loaded, on_success, use_page_query, with_query,
};
use ui::{
    Banner, Button, ButtonLink, Card, Column, EmptyState, FormScope, Glyph, Page, PageHeader,
    ProgressBar, Row, Size, StatRow, StatTile, Table, Tone,
};

use super::{
    calls::{IsolationRun, Overview, Summary, isolation_overview},
    check::{checks, family_title, place_title, places, run_badge},
};
use crate::{address, home::figure, me::can};

const LIST: &str = "/isolation";
/// A run is looked at again after this time while it is on.
const PAUSE: Duration = Duration::from_secs(2);

/// The newest run in short, and all runs.
#[component]
pub(crate) fn IsolationPage() -> impl IntoView {
    let query = use_page_query();
    let asked = move || query.with(|query| query.get("cursor"));
    let found = Resource::new(asked, isolation_overview);
    let form = FormState::of::<IsolationRun>();
    on_success(form, move || found.refetch());
    follow(found);
    loaded(move || async move { Ok(body(found.await?, form)) })
}

/// Looks again and again while a run is on; in the browser alone, as effects do not run on the server.
fn follow(found: Resource<Answer<Overview>>) {
    Effect::new(move |_| {
        let is_on = found.with(|found| {
            let overview = found.as_ref().and_then(|found| found.as_ref().ok());
            overview.is_some_and(|overview| open(overview).is_some())
        });
        if is_on && let Ok(handle) = set_timeout_with_handle(move || found.refetch(), PAUSE) {
            on_cleanup(move || handle.clear());
        }
    });
}

fn open(overview: &Overview) -> Option<&Run> {
    overview.runs.items.iter().find(|run| run.is_open())
}

fn body(found: Overview, form: FormState) -> impl IntoView {
    let open = open(&found).cloned();
    let expected = found.latest.as_ref().map(|latest| latest.run.total);
    let begin = (open.is_none() && can(OperatorAct::IsolationRun)).then(|| run_now(form));
    let next = found.runs.next_cursor.clone();
    let next = next.map(|cursor| with_query(LIST, [("cursor", cursor.as_str())]));
    let first = (!found.is_first).then(|| LIST.to_owned());
    let is_empty = found.runs.items.is_empty();
    view! {
        <Title text="Isolation" />
        <Page>
            <PageHeader
                title="Isolation"
                subtitle="Tenants of the platform's own attack each other, by SQL and through the front door. Nothing of a customer's is touched."
            >
                {begin}
            </PageHeader>
            {open.map(|run| underway(run, expected))}
            {found.latest.map(summary)}
            {if is_empty { nothing().into_any() } else { runs(found.runs.items).into_any() }}
            <Paging first next />
        </Page>
    }
}

fn run_now(form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <Button submit=true icon=Glyph::Shield loading=form.pending()>
                    "Run now"
                </Button>
            </FormScope>
        </ServerForm>
    }
}

fn underway(run: Run, expected: Option<i32>) -> impl IntoView {
    let label = if run.stage.is_empty() {
        "Waiting to begin".to_owned()
    } else {
        format!("At work: {}", run.stage)
    };
    let max = f64::from(expected.unwrap_or(0).max(run.total).max(1));
    let detail = format!("{} checks", count(run.total.into()));
    view! {
        <Card>
            <ProgressBar label value=f64::from(run.total) max detail />
            <p class="mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
                "A run takes some seconds; the first one makes the tenants that it needs."
                <ButtonLink href=LIST size=Size::Small icon=Glyph::Refresh>
                    "Reload"
                </ButtonLink>
            </p>
        </Card>
    }
}

fn summary(summary: Summary) -> impl IntoView {
    let Summary {
        run,
        failures,
        tallies,
        history,
    } = summary;
    let failed = run.failed();
    let passed = format!(
        "{} of {}",
        count(run.passed.into()),
        count(run.total.into())
    );
    let (href, more) = (
        address::isolation_run(run.id),
        address::isolation_run(run.id),
    );
    let (score, began, wished_by) = (run.score(), run.created_at, run.wished_by);
    let alarm = (failed > 0).then(|| {
        view! {
            <Banner tone=Tone::Danger title="Isolation is not whole.">
                "What failed for the prober's tenants can fail for customers. Look at the evidence below, and at what changed last."
            </Banner>
        }
    });
    view! {
        {alarm}
        <StatRow>
            <StatTile label="Score" value=score href />
            <StatTile label="Checks passed" value=passed />
            <StatTile label="Failed" value=count(failed.into()) />
        </StatRow>
        <p class="text-sm text-muted">
            "The newest run that ended began at " <Time at=began /> ", wished for by " {wished_by} ". "
            <a class="link" href=more>"All its checks"</a>
        </p>
        {checks("Failed", failures)}
        {figure(history)}
        {tables(tallies)}
    }
}

fn tables(tallies: Vec<(Family, Vec<Tally>)>) -> impl IntoView {
    let mut columns = vec![Column::new("Way")];
    columns.extend(places().map(|place| Column::new(place_title(place)).numeric()));
    let cell = |tally: Tally| match tally.total {
        0 => "—".to_owned(),
        total => format!("{} of {total}", tally.passed),
    };
    let row = |(way, tallies): (Family, Vec<Tally>)| {
        let row = Row::new().cell(family_title(way));
        let cells = tallies.into_iter();
        cells.fold(row, |row, tally| row.cell(cell(tally)))
    };
    let rows: Vec<_> = tallies.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Card
                title="Checks by way and place"
                description="Each refusal has a twin that must succeed."
                flush=true
            >
                <Table caption="Checks that passed, by way and place" columns rows />
            </Card>
        }
    })
}

fn runs(runs: Vec<Run>) -> impl IntoView {
    let columns = vec![
        Column::new("Began"),
        Column::new("Outcome"),
        Column::new("Checks").numeric(),
        Column::new("Wished for by").minor(),
    ];
    let row = |run: Run| {
        let at = run.created_at;
        Row::link(address::isolation_run(run.id))
            .cell(view! { <Time at /> })
            .cell(run_badge(&run))
            .cell(format!("{} of {}", run.passed, run.total))
            .cell(run.wished_by)
    };
    let rows = runs.into_iter().map(row).collect();
    view! {
        <Card title="Runs" flush=true>
            <Table caption="Runs of the prober, newest first" columns rows />
        </Card>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <Card flush=true>
            <EmptyState
                glyph=Glyph::Shield
                title="No run yet"
                description="The prober runs by itself once an hour, unless it was switched off. Its first run makes two tenants of its own in every kind of place."
            />
        </Card>
    }
}
