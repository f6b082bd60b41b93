//! How a tenant came to be, or is coming to be.

use contract::{
    acts::OperatorAct,
    tenants::{ProvisioningStep, Tenant, TenantStatus},
};
use leptos::prelude::*;
use portal_kit::with_query;
use ui::{Banner, ButtonLink, Card, Glyph, ProgressBar, Size, Step, StepList, StepState, Tone};

use super::tab::Tab;
use crate::{format::millis, me::can, words::step_state};

/// A browser without scripts reloads by itself. Inside `noscript` one with scripts sees only text.
const RELOAD: &str = r#"<meta http-equiv="refresh" content="2">"#;

/// The steps with how long each took; while they are under way, how the page follows along.
pub(super) fn provisioning(tenant: Tenant) -> impl IntoView {
    let steps: Vec<_> = tenant
        .provisioning
        .steps
        .iter()
        .cloned()
        .map(step)
        .collect();
    let news = match tenant.row.status {
        TenantStatus::Provisioning => underway(&tenant).into_any(),
        TenantStatus::Active => live(tenant).into_any(),
        _ => ().into_any(),
    };
    view! {
        {news}
        <Card title="Steps">
            <StepList label="Provisioning" steps />
        </Card>
    }
}

fn step(step: ProvisioningStep) -> Step {
    let shown = Step::new(step.title).state(step_state(step.state));
    let shown = match step.took_ms {
        Some(took) => shown.took(millis(took)),
        None => shown,
    };
    match step.error {
        Some(error) => shown.note(error),
        None => shown,
    }
}

fn underway(tenant: &Tenant) -> impl IntoView + use<> {
    let steps = &tenant.provisioning.steps;
    let done = steps
        .iter()
        .filter(|one| step_state(one.state) == StepState::Done)
        .count();
    let all = steps.len();
    let href = Tab::Provisioning.address(tenant.row.id);
    view! {
        <Card>
            <ProgressBar
                label="Provisioning"
                value=fraction(done, all)
                max=1.0
                detail=format!("{done} of {all} steps")
            />
            <p class="mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
                "This takes a few seconds; the page follows along by itself."
                <ButtonLink href size=Size::Small icon=Glyph::Refresh>
                    "Reload"
                </ButtonLink>
            </p>
            <noscript inner_html=RELOAD></noscript>
        </Card>
    }
}

fn fraction(done: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if all == 0 {
        0.0
    } else {
        number(done) / number(all)
    }
}

fn live(tenant: Tenant) -> impl IntoView {
    let title = match tenant.provisioning.took_ms {
        Some(took) => format!("Live after {}.", millis(took)),
        None => "Live.".to_owned(),
    };
    let next = format!(
        "Next, {} opens the invitation that was mailed to {}, sets a password and is led through the first steps.",
        tenant.owner_name, tenant.owner_email,
    );
    let mails = with_query("/outbox", [("q", tenant.owner_email.as_str())]);
    view! {
        <Banner tone=Tone::Ok title>
            <p>
                "Its address is " <a class="link font-medium" href=tenant.url.clone() rel="external">
                    {tenant.url.clone()}
                </a> ". " {next}
            </p>
            {can(OperatorAct::MailRead)
                .then(|| {
                    view! {
                        <p class="mt-2">
                            <ButtonLink href=mails size=Size::Small icon=Glyph::Mail>
                                "Show the mail"
                            </ButtonLink>
                        </p>
                    }
                })}
        </Banner>
    }
}
