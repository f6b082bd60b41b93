//! Whole sample pages, to see the components together and to copy from.

use leptos::prelude::*;

use super::{content, feedback};
use crate::{
    Badge, Banner, Brand, Button, ButtonKind, ButtonLink, Card, CentredLayout, Choice, Confirm,
    ConfirmActions, CopyValue, DialogButton, FilterBar, FormActions, FormScope, FormSection, Glyph,
    InputKind, KeyValue, KeyValueList, Page, PageHeader, Pager, Problem, RadioCards, SelectField,
    Size, Step, StepList, StepState, Stepper, Switch, Tab, Tabs, TextField, Tone,
};

pub(super) fn home() -> AnyView {
    view! {
        <Page>
            <PageHeader title="Home" subtitle="What changed since yesterday.">
                <ButtonLink href="/gallery/form" kind=ButtonKind::Primary icon=Glyph::Plus>
                    "New person"
                </ButtonLink>
            </PageHeader>
            <Banner tone=Tone::Warn title="The trial ends in three days">
                <a class="link" href="#plan">
                    "Choose a plan"
                </a>
                " to keep your data."
            </Banner>
            {content::tiles()}
            <div class="grid gap-6 lg:grid-cols-2">{content::chart()} {content::chart()}</div>
            <Card
                title="Newest"
                flush=true
                actions=|| {
                    view! {
                        <ButtonLink href="/gallery/list" size=Size::Small kind=ButtonKind::Ghost>
                            "See all"
                        </ButtonLink>
                    }
                }
            >
                {content::people("newest")}
            </Card>
        </Page>
    }
    .into_any()
}

pub(super) fn list() -> AnyView {
    view! {
        <Page>
            <PageHeader title="People" subtitle="248 people, 17 of them late.">
                <Button icon=Glyph::Download>"Export"</Button>
                <ButtonLink href="/gallery/form" kind=ButtonKind::Primary icon=Glyph::Plus>
                    "New person"
                </ButtonLink>
            </PageHeader>
            <FilterBar action="/gallery/list" search="Search people">
                <SelectField
                    name="status"
                    label="Status"
                    quiet=true
                    blank="Any status"
                    choices=vec![Choice::new("active", "Active"), Choice::new("late", "Late")]
                />
                <SelectField
                    name="city"
                    label="City"
                    quiet=true
                    blank="Any city"
                    choices=vec![Choice::new("lisbon", "Lisbon")]
                />
            </FilterBar>
            <Card flush=true>{content::people("list")}</Card>
            <Pager previous="#previous" next="#next" summary="51–100 of 248" />
        </Page>
    }
    .into_any()
}

pub(super) fn form() -> AnyView {
    let steps = vec![
        Step::new("Identity")
            .state(StepState::Done)
            .href("#identity"),
        Step::new("Contact").state(StepState::Running),
        Step::new("Plan"),
        Step::new("Review"),
    ];
    let plans = vec![
        Choice::new("basic", "Basic")
            .hint("For a single room")
            .note("€19"),
        Choice::new("pro", "Professional")
            .hint("For a house with several")
            .note("€49"),
    ];
    view! {
        <Page narrow=true>
            <PageHeader
                title="New person"
                crumbs=vec![("People".into(), "/gallery/list".into())]
            />
            <Stepper label="New person" steps />
            <Card>
                <form method="get">
                    <FormScope problems=vec![
                        Problem::new("email", "Enter a whole address, such as ana@example.test."),
                    ]>
                        <FormSection title="Contact" description="Where we write and whom we ask for.">
                            <TextField name="name" label="Name" required=true value="Ana Silva" />
                            <TextField name="email" label="E-mail" kind=InputKind::Email required=true value="ana@" />
                            <TextField name="site" label="Address" suffix=".example.test" value="ana" hint="Letters, digits and hyphens." />
                        </FormSection>
                        <FormSection title="Plan" description="Can be changed every month.">
                            <RadioCards name="plan" label="Plan" choices=plans value="pro" />
                            <Switch name="news" label="Send a weekly summary" checked=true />
                        </FormSection>
                        <FormActions>
                            <Button kind=ButtonKind::Primary submit=true>
                                "Continue"
                            </Button>
                            <ButtonLink href="#back">"Back"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </form>
            </Card>
        </Page>
    }
    .into_any()
}

pub(super) fn job() -> AnyView {
    view! {
        <Page>
            <PageHeader
                title="Ana Silva"
                subtitle="ana.example.test"
                crumbs=vec![("People".into(), "/gallery/list".into())]
                badge=|| {
                    view! {
                        <Badge tone=Tone::Info dot=true>
                            "Being set up"
                        </Badge>
                    }
                }
            >
                <Button icon=Glyph::Pause>"Pause"</Button>
                <DialogButton dialog="delete" kind=ButtonKind::Danger icon=Glyph::Trash>
                    "Delete"
                </DialogButton>
            </PageHeader>
            <Tabs
                label="Ana Silva"
                path="/gallery/job".to_owned()
                tabs=vec![
                    Tab::new("Overview", "/gallery/job"),
                    Tab::new("Visits", "#visits").count(12),
                    Tab::new("History", "#history"),
                ]
            />
            <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
                <Card title="Set-up" description="Started by Björn Åkesson.">
                    <StepList label="Set-up" steps=feedback::job_steps() />
                </Card>
                <Card title="Details">
                    <KeyValueList>
                        <KeyValue label="Plan">"Professional"</KeyValue>
                        <KeyValue label="Phone" />
                        <KeyValue label="Key">
                            <CopyValue label="the key" value="0192f0c1-7a5e-8c3a" />
                        </KeyValue>
                    </KeyValueList>
                </Card>
            </div>
            <Confirm
                id="delete"
                title="Delete Ana Silva?"
                consequence="Her 12 visits and 3 notes go with her. This cannot be undone."
            >
                <form method="dialog">
                    <ConfirmActions dialog="delete" label="Delete person" phrase="ana-silva" />
                </form>
            </Confirm>
        </Page>
    }
    .into_any()
}

pub(super) fn sign_in() -> AnyView {
    view! {
        <CentredLayout
            brand=Brand::new("Acme", "/gallery")
            title="Sign in"
            subtitle="To your Acme account."
            footer=|| {
                view! {
                    "Forgot your password? "
                    <a class="link" href="#reset">
                        "Get a new one"
                    </a>
                }
            }
        >
            <form method="get">
                <FormScope>
                    <TextField name="email" label="E-mail" kind=InputKind::Email autocomplete="username" required=true />
                    <TextField name="password" label="Password" kind=InputKind::Password autocomplete="current-password" required=true />
                    <Button kind=ButtonKind::Primary size=Size::Large submit=true wide=true>
                        "Sign in"
                    </Button>
                </FormScope>
            </form>
        </CentredLayout>
    }
    .into_any()
}
