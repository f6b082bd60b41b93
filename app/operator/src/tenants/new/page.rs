//! The pages of the wizard.

use contract::{Fault, acts::OperatorAct, plans::Plan, tenants::TemplateChoice};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, loaded, use_page_query};
use serde::{Deserialize, Serialize};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader, Problem,
    StepState, Stepper,
};

use super::{
    draft::{WIZARD, carried, from_query, to_address},
    questions,
    review::review,
    step::{Step, Turn},
};
use crate::{
    me::{can, permit},
    plans::plan_list,
    servers::server_list,
    tenants::calls::{TenantCreate, template_list},
};

/// What can be chosen.
#[derive(Clone, Serialize, Deserialize)]
struct Catalogue {
    plans: Vec<Plan>,
    templates: Vec<TemplateChoice>,
    /// Regions with a server that takes dedicated tenants; unknown where nobody asked.
    regions: Option<Vec<String>>,
}

async fn find(with_regions: bool) -> Result<Catalogue, Fault> {
    let plans = plan_list().await?;
    let templates = template_list().await?;
    let regions = if with_regions {
        Some(regions().await?)
    } else {
        None
    };
    Ok(Catalogue {
        plans,
        templates,
        regions,
    })
}

async fn regions() -> Result<Vec<String>, Fault> {
    let servers = server_list().await?;
    let dedicated = servers
        .into_iter()
        .filter(|server| server.accepts_dedicated);
    let mut regions: Vec<_> = dedicated.map(|server| server.region).collect();
    regions.sort_unstable();
    regions.dedup();
    Ok(regions)
}

/// Creates a tenant, step by step.
#[component]
pub(crate) fn NewTenantPage() -> impl IntoView {
    let form = FormState::of::<TenantCreate>().within("draft");
    let query = use_page_query();
    let turn =
        move || query.with(|query| Turn::of(from_query(query), query.word("step"), form.fault()));
    let may_see_servers = can(OperatorAct::ServerRead);
    let found = Resource::new(turn, move |turn| {
        find(may_see_servers && turn.step == Step::Placement)
    });
    loaded(move || async move {
        permit(OperatorAct::TenantCreate)?;
        let found = found.await?;
        Ok(body(untrack(turn), &found, form))
    })
}

fn body(turn: Turn, found: &Catalogue, form: FormState) -> impl IntoView + use<> {
    let steps = steps(&turn);
    let crumbs = vec![("Tenants".to_owned(), "/tenants".to_owned())];
    let shown = shown(turn, found, form);
    view! {
        <Title text="New tenant" />
        <Page narrow=true>
            <PageHeader title="New tenant" crumbs />
            <Stepper label="New tenant" steps />
            <Card>{shown}</Card>
        </Page>
    }
}

fn steps(turn: &Turn) -> Vec<ui::Step> {
    Step::ALL
        .into_iter()
        .map(|step| {
            let shown = ui::Step::new(step.title());
            if step == turn.step {
                return shown.state(StepState::Running);
            }
            let is_done = step < turn.step;
            let shown = if is_done {
                shown.state(StepState::Done)
            } else {
                shown
            };
            if is_done || turn.is_complete {
                shown.href(to_address(&turn.draft, step))
            } else {
                shown
            }
        })
        .collect()
}

fn shown(turn: Turn, found: &Catalogue, form: FormState) -> AnyView {
    let draft = turn.draft.clone();
    let plan = found.plans.iter().find(|plan| plan.code == draft.plan);
    let questions = match turn.step {
        Step::Identity => questions::identity(draft).into_any(),
        Step::Plan => questions::plan(draft, &found.plans).into_any(),
        Step::Placement => questions::placement(draft, plan, found.regions.clone()).into_any(),
        Step::Template => questions::template(draft, found.templates.clone()).into_any(),
        Step::Owner => questions::owner(draft).into_any(),
        Step::Review => {
            let template = found
                .templates
                .iter()
                .find(|template| template.key == draft.template);
            return review(draft, plan, template, form).into_any();
        }
    };
    asked(&turn, questions)
}

/// A step's form. The server judges the answers, so the browser need not; "Back" goes with anything typed.
fn asked(turn: &Turn, questions: AnyView) -> AnyView {
    let problems = problems(turn.fault.as_ref(), turn.step);
    let next = turn.next();
    let carried = carried(&turn.draft, turn.step);
    let back = match turn.step.before() {
        Some(before) => view! {
            <Button submit=true name="step" value=before.word()>
                "Back"
            </Button>
        }
        .into_any(),
        None => view! { <ButtonLink href="/tenants">"Cancel"</ButtonLink> }.into_any(),
    };
    view! {
        <form method="get" action=WIZARD novalidate=true>
            <FormScope problems>
                {carried} {questions} <FormActions>
                    <Button submit=true kind=ButtonKind::Primary name="step" value=next.word()>
                        {if next == Step::Review { "Review" } else { "Continue" }}
                    </Button>
                    {back}
                </FormActions>
            </FormScope>
        </form>
    }
    .into_any()
}

fn problems(fault: Option<&Fault>, step: Step) -> Vec<Problem> {
    let Some(fault) = fault else {
        return Vec::new();
    };
    step.fields()
        .iter()
        .filter_map(|field| Some(Problem::new(*field, fault.fields.get(*field)?.clone())))
        .collect()
}
