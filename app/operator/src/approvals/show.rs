//! One approval: what was asked for, and the decision.

use contract::{
    acts::OperatorAct,
    approvals::{Approval, ApprovalState},
    ids::{ApprovalId, ApprovalKind},
    me::OperatorMe,
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, ServerForm, Time, id_in_path, loaded, on_success, reframe};
use ui::{
    Button, ButtonKind, Card, FormActions, FormScope, Glyph, KeyValue, KeyValueList, Page,
    PageHeader, TextArea,
};

use super::calls::{ApprovalDecide, ApprovalWithdraw, approval_get};
use crate::{address, me::can, words::ApprovalBadge};

/// What was asked for; the others decide here, and who asked takes it back.
#[component]
pub(crate) fn ApprovalPage() -> impl IntoView {
    let id = id_in_path::<ApprovalKind>();
    let found = Resource::new(
        move || id.get(),
        |id| async move { approval_get(id?).await },
    );
    let forms = (
        FormState::of::<ApprovalDecide>(),
        FormState::of::<ApprovalWithdraw>(),
    );
    // They lead back to this page, and the sidebar counts what waits.
    let reframe = reframe();
    for form in [forms.0, forms.1] {
        on_success(form, reframe);
    }
    loaded(move || async move { Ok(body(found.await?, forms)) })
}

fn body(approval: Approval, (decide, withdraw): (FormState, FormState)) -> impl IntoView {
    let (id, state) = (approval.id, approval.state);
    let title = format!("{} {}", approval.act.title(), approval.tenant_name);
    let crumbs = vec![("Approvals".to_owned(), "/approvals".to_owned())];
    let is_own = use_context::<OperatorMe>().is_some_and(|me| me.id == approval.asked_by);
    let may = state == ApprovalState::Waiting && can(OperatorAct::TenantLifecycle);
    let form = match (may, is_own) {
        (false, _) => None,
        (true, true) => Some(taking_back(id, withdraw).into_any()),
        (true, false) => Some(decision(id, decide).into_any()),
    };
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs badge=move || view! { <ApprovalBadge state /> } />
            <Card>{facts(approval)}</Card>
            {form.map(|form| view! { <Card>{form}</Card> })}
        </Page>
    }
}

fn facts(approval: Approval) -> impl IntoView {
    let decided = approval.decided_by_name.map(|name| {
        view! {
            <KeyValue label="Decided by">{name}</KeyValue>
            <KeyValue label="Why">{approval.note}</KeyValue>
        }
    });
    let ended = approval.ended_at.map(|at| {
        view! {
            <KeyValue label="Ended">
                <Time at />
            </KeyValue>
        }
    });
    view! {
        <KeyValueList>
            <KeyValue label="Tenant">
                <a class="link" href=address::tenant(approval.tenant)>
                    {approval.tenant_name}
                </a>
            </KeyValue>
            <KeyValue label="Asked by">{approval.asked_by_name}</KeyValue>
            <KeyValue label="Reason">{approval.reason}</KeyValue>
            <KeyValue label="Asked">
                <Time at=approval.asked_at />
            </KeyValue>
            <KeyValue label="To be decided until">
                <Time at=approval.expires_at />
            </KeyValue>
            {decided}
            {ended}
        </KeyValueList>
    }
}

fn decision(id: ApprovalId, form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <p class="text-pretty text-muted">
                    "Approving does it at once: the tenant's address stops answering, and all its data is kept. \
                    Your name and your words stand in the log beside those of who asked."
                </p>
                <input type="hidden" name="id" value=id.to_string() />
                <TextArea
                    name="note"
                    label="Why"
                    value=form.typed("note", "")
                    maxlength=300
                    required=true
                />
                <FormActions>
                    <Button
                        submit=true
                        kind=ButtonKind::Danger
                        name="approve"
                        value="true"
                        icon=Glyph::Check
                        loading=form.pending()
                    >
                        "Approve"
                    </Button>
                    <Button submit=true name="approve" value="false" loading=form.pending()>
                        "Decline"
                    </Button>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}

fn taking_back(id: ApprovalId, form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <p class="text-pretty text-muted">
                    "You asked for this, so another operator decides. Nothing has happened to the tenant so far."
                </p>
                <input type="hidden" name="id" value=id.to_string() />
                <FormActions>
                    <Button submit=true loading=form.pending()>
                        "Take it back"
                    </Button>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}
