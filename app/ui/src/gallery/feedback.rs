//! Messages, dialogs, progress and steps.

use leptos::prelude::*;

use super::{Side, exhibit};
use crate::{
    Banner, ButtonKind, Card, Confirm, ConfirmActions, Dialog, DialogButton, ErrorState, Glyph,
    InputKind, Meter, ProgressBar, Skeleton, Spinner, Step, StepList, StepState, Stepper,
    TextField, Tone,
};

pub(super) fn exhibits() -> Vec<AnyView> {
    vec![
        exhibit("Banners", banners),
        exhibit("Dialogs", dialogs),
        exhibit("Progress and loading", progress),
        exhibit("Steps", steps),
        exhibit("Errors", errors),
    ]
}

fn banners(_: Side) -> AnyView {
    view! {
        <Banner tone=Tone::Info title="A new version is ready">
            "It starts with the next page."
        </Banner>
        <Banner tone=Tone::Ok>"All 248 people were imported."</Banner>
        <Banner tone=Tone::Warn title="The trial ends in three days">
            <a class="link" href="#plan">
                "Choose a plan"
            </a>
            " to keep your data."
        </Banner>
        <Banner tone=Tone::Danger title="Payment failed">
            "The card was refused. Nothing can be changed until it is paid."
        </Banner>
        <Banner>"Only you see this page."</Banner>
    }
    .into_any()
}

fn dialogs(side: Side) -> AnyView {
    let (plain, confirm) = (side.id("dialog"), side.id("confirm"));
    view! {
        <div class="flex flex-wrap gap-2">
            <DialogButton dialog=plain.clone()>"Open a dialog"</DialogButton>
            <DialogButton dialog=confirm.clone() kind=ButtonKind::Danger icon=Glyph::Trash>
                "Delete"
            </DialogButton>
        </div>
        <Dialog id=plain title="Invite people">
            <TextField name=side.id("invite") label="E-mail" kind=InputKind::Email />
        </Dialog>
        <Confirm
            id=confirm.clone()
            title="Delete Ana Silva?"
            consequence="Her 12 visits and 3 notes go with her. This cannot be undone."
        >
            <form method="dialog">
                <ConfirmActions dialog=confirm label="Delete person" phrase="ana-silva" />
            </form>
        </Confirm>
    }
    .into_any()
}

fn progress(_: Side) -> AnyView {
    view! {
        <ProgressBar label="Importing people" value=62.0 detail="154 of 248" />
        <ProgressBar label="Getting ready" />
        <div class="grid gap-4 sm:grid-cols-3">
            <Meter label="Seats" value=12.0 max=50.0 detail="12 of 50" />
            <Meter label="Storage" value=43.0 max=50.0 detail="43 of 50 GB" />
            <Meter label="Calls" value=49.5 max=50.0 detail="49,500 of 50,000" />
        </div>
        <Card>
            <Skeleton lines=4 />
        </Card>
        <span class="text-muted">
            <Spinner />
        </span>
    }
    .into_any()
}

/// The steps of the job sample.
pub(super) fn job_steps() -> Vec<Step> {
    vec![
        Step::new("Reserve the address")
            .state(StepState::Done)
            .took("3 ms"),
        Step::new("Create the tables")
            .state(StepState::Done)
            .note("20 tables in one go")
            .took("42 ms"),
        Step::new("Load the samples")
            .state(StepState::Running)
            .note("154 of 248 people"),
        Step::new("Write the welcome mail"),
        Step::new("Open the doors"),
    ]
}

fn steps(side: Side) -> AnyView {
    let wizard = vec![
        Step::new("Identity")
            .state(StepState::Done)
            .href("#identity"),
        Step::new("Plan").state(StepState::Done).href("#plan"),
        Step::new("Place").state(StepState::Running),
        Step::new("Owner"),
        Step::new("Review"),
    ];
    let failed = vec![
        Step::new("Reserve the address")
            .state(StepState::Done)
            .took("3 ms"),
        Step::new("Create the tables")
            .state(StepState::Failed)
            .note("The server did not answer in time; it is tried again in 30 s.")
            .took("10.0 s"),
        Step::new("Load the samples"),
    ];
    view! {
        <Stepper label=format!("New person ({})", side.0) steps=wizard />
        <div class="grid gap-6 sm:grid-cols-2">
            <StepList label="Set-up" steps=job_steps() />
            <StepList label="Set-up that failed" steps=failed />
        </div>
    }
    .into_any()
}

fn errors(_: Side) -> AnyView {
    view! {
        <Card>
            <ErrorState
                title="The list could not be loaded"
                message="The database did not answer. Nothing was lost."
                reference="01J9ZK3V6Q"
                retry="#retry"
            />
        </Card>
    }
    .into_any()
}
