//! Who visited a tenant, and the form that asks for a visit.

use contract::{
    acts::OperatorAct,
    ids::TenantId,
    tenants::Tenant,
    visits::{Visit, VisitState},
};
use leptos::prelude::*;
use portal_kit::{FormState, ServerForm, Time};
use ui::{
    Badge, Banner, Button, ButtonKind, ButtonLink, Card, Checkbox, Column, EmptyState, FormActions,
    FormScope, Glyph, InputKind, Row, Size, Table, TextArea, TextField, Tone,
};

use crate::{me::can, tenants::calls::VisitsSeen};

/// The way in while one of one's own is open, the visits so far, and the form.
pub(super) fn visits(
    tenant: &Tenant,
    found: VisitsSeen,
    asking: FormState,
    ending: FormState,
) -> impl IntoView + use<> {
    let id = tenant.row.id;
    let may = can(OperatorAct::TenantVisit) && tenant.row.status.is_reachable();
    let columns = vec![
        Column::new("Who"),
        Column::new("Why"),
        Column::new("State"),
        Column::new("Asked").minor(),
        Column::new("Until"),
        Column::actions("Actions"),
    ];
    let rows = found
        .page
        .items
        .into_iter()
        .map(|visit| row(visit, may, ending))
        .collect();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Eye
                title="Nobody has visited"
                description="A visit shows you the workspace as its people see it. They see that you are there, and why."
            />
        }
    };
    view! {
        {match found.way_in {
            Some(url) => way_in(url).into_any(),
            // One visit at a time.
            None => may.then(|| ask(id, asking)).into_any(),
        }}
        <Card title="Visits" flush=true>
            <Table caption="Visits, newest first" columns rows empty />
        </Card>
    }
}

fn way_in(url: String) -> impl IntoView {
    view! {
        <Banner tone=Tone::Ok title="Your visit is open">
            <p class="mb-2 text-pretty">
                "The way in works once, within five minutes. Load this page again for another."
            </p>
            <ButtonLink href=url kind=ButtonKind::Primary icon=Glyph::External>
                "Go inside"
            </ButtonLink>
        </Banner>
    }
}

fn ask(id: TenantId, form: FormState) -> impl IntoView {
    let writes = form.typed("may_write", "") == "true";
    view! {
        <Card
            title="Ask for a visit"
            description="Where the tenant wants to be asked, somebody there has to allow it first. Both logs keep the reason."
        >
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="id" value=id.to_string() />
                    <TextArea
                        name="reason"
                        label="Reason"
                        hint="A sentence, which the tenant reads."
                        value=form.typed("reason", "")
                        maxlength=300
                        required=true
                    />
                    <TextField
                        name="minutes"
                        label="For"
                        kind=InputKind::Number
                        value=form.typed("minutes", "30")
                        suffix="minutes"
                        min="5"
                        max="240"
                        required=true
                    />
                    <Checkbox
                        name="may_write"
                        label="I have to change something"
                        checked=writes
                        hint="Without it you can look, and nothing else."
                    />
                    <FormActions>
                        <Button submit=true icon=Glyph::Eye loading=form.pending()>
                            "Ask for a visit"
                        </Button>
                    </FormActions>
                </FormScope>
            </ServerForm>
        </Card>
    }
}

fn row(visit: Visit, may: bool, ending: FormState) -> Row {
    let (tone, word) = match visit.state {
        VisitState::Asked => (Tone::Info, "Asked"),
        VisitState::Open => (Tone::Warn, "Open"),
        VisitState::Over => (Tone::Neutral, "Over"),
        VisitState::Refused => (Tone::Danger, "Refused"),
    };
    let until = visit.ends_at.map(|at| view! { <Time at /> });
    let end = (may && visit.is_going_on()).then(|| end(&visit, ending));
    Row::new()
        .cell(visit.operator_name)
        .cell(visit.reason)
        .cell(view! { <Badge tone>{word}</Badge> })
        .cell(view! { <Time at=visit.asked_at /> })
        .cell(until)
        .cell(end)
}

fn end(visit: &Visit, form: FormState) -> impl IntoView + use<> {
    let (tenant, id) = (visit.tenant.to_string(), visit.id.to_string());
    view! {
        <ServerForm form>
            <input type="hidden" name="id" value=tenant />
            <input type="hidden" name="visit" value=id />
            <Button submit=true size=Size::Small loading=form.pending()>
                "End"
            </Button>
        </ServerForm>
    }
}
