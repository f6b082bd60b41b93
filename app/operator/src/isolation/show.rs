//! One run with every check.

use contract::{
    ids::IsolationRunKind,
    isolation::{Check, Report},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Time, count, id_in_path, loaded};
use ui::{Banner, Card, KeyValue, KeyValueList, Page, PageHeader};

use super::{
    calls::isolation_report,
    check::{checks, run_badge},
};

/// What a run tried, and what came of it.
#[component]
pub(crate) fn IsolationRunPage() -> impl IntoView {
    let id = id_in_path::<IsolationRunKind>();
    let found = Resource::new(
        move || id.get(),
        |id| async move { isolation_report(id?).await },
    );
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(report: Report) -> impl IntoView {
    let is_complete = report.is_complete();
    let (passed, failed): (Vec<Check>, Vec<Check>) = report
        .checks
        .into_iter()
        .partition(|check| check.probed.passed);
    let run = report.run;
    let (json, print) = (
        format!("/api/v1/admin/isolation/runs/{}", run.id),
        format!("/api/v1/admin/isolation/runs/{}/report", run.id),
    );
    let crumbs = vec![("Isolation".to_owned(), "/isolation".to_owned())];
    let badge = {
        let run = run.clone();
        move || run_badge(&run)
    };
    let pruned = (!is_complete && !run.is_open()).then(|| {
        view! {
            <Banner title="Checks that passed are kept for a week.">
                "Their number is kept with the run, and those that failed with their evidence."
            </Banner>
        }
    });
    let ended = run.finished_at.map(|at| {
        view! {
            <KeyValue label="Ended">
                <Time at />
            </KeyValue>
        }
    });
    view! {
        <Title text="Isolation run" />
        <Page>
            <PageHeader title="Isolation run" crumbs badge>
                // Marked as downloads, so that the router leaves them to the browser.
                <a class="link text-sm" href=print download="isolation-report.md">
                    "Report to print"
                </a>
                <a class="link text-sm" href=json download="isolation-report.json">
                    "Report as JSON"
                </a>
            </PageHeader>
            <Card>
                <KeyValueList>
                    <KeyValue label="Checks passed">
                        {format!("{} of {}", count(run.passed.into()), count(run.total.into()))}
                    </KeyValue>
                    <KeyValue label="Wished for by">{run.wished_by}</KeyValue>
                    <KeyValue label="Began">
                        <Time at=run.created_at />
                    </KeyValue>
                    {ended}
                </KeyValueList>
            </Card>
            {pruned}
            {checks("Failed", failed)}
            {checks("Passed", passed)}
        </Page>
    }
}
