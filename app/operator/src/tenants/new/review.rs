//! The last step: everything once more, and the button that does it.

use contract::{
    plans::Plan,
    tenants::{Strategy, TemplateChoice, TenantDraft},
};
use leptos::prelude::*;
use portal_kit::{FormState, ServerForm};
use ui::{Button, ButtonKind, ButtonLink, FormActions, FormScope, Glyph, KeyValue, KeyValueList};

use super::{
    draft::{sent, to_address},
    step::Step,
};
use crate::words::strategy_title;

/// Shows every answer with the way back to it, and creates the tenant.
pub(super) fn review(
    draft: TenantDraft,
    plan: Option<&Plan>,
    template: Option<&TemplateChoice>,
    form: FormState,
) -> impl IntoView + use<> {
    let facts = facts(&draft, plan, template);
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                {sent(&draft)} <KeyValueList>{facts}</KeyValueList>
                <FormActions>
                    <Button
                        submit=true
                        kind=ButtonKind::Primary
                        icon=Glyph::Check
                        loading=form.pending()
                    >
                        "Create tenant"
                    </Button>
                    <ButtonLink href=to_address(&draft, Step::Owner)>"Back"</ButtonLink>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}

fn facts(
    draft: &TenantDraft,
    plan: Option<&Plan>,
    template: Option<&TemplateChoice>,
) -> Vec<AnyView> {
    let shown_as = if draft.display_name.is_empty() {
        &draft.name
    } else {
        &draft.display_name
    };
    let plan_name = plan.map_or_else(
        || draft.plan.clone(),
        |plan| format!("{}, {} a month", plan.name, plan.monthly),
    );
    let template_name =
        template.map_or_else(|| draft.template.clone(), |template| template.name.clone());
    let examples = if draft.demo_data {
        "With examples"
    } else {
        "Empty"
    };
    vec![
        fact(draft, Step::Identity, "Name", draft.name.clone()),
        fact(draft, Step::Identity, "Address", draft.slug.clone()),
        fact(draft, Step::Identity, "Shown as", shown_as.clone()),
        fact(draft, Step::Plan, "Plan", plan_name),
        fact(draft, Step::Placement, "Placement", place(draft, plan)),
        fact(draft, Step::Template, "Template", template_name),
        fact(draft, Step::Template, "Begins", examples.to_owned()),
        fact(
            draft,
            Step::Owner,
            "Owner",
            format!("{}, {}", draft.owner_name, draft.owner_email),
        ),
    ]
}

fn place(draft: &TenantDraft, plan: Option<&Plan>) -> String {
    let chosen = draft.strategy.parse::<Strategy>().ok();
    let name = match (chosen, plan) {
        (Some(strategy), _) => strategy_title(strategy).to_owned(),
        (None, Some(plan)) => format!("{}, as the plan says", strategy_title(plan.strategy)),
        (None, None) => "As the plan says".to_owned(),
    };
    if draft.region.is_empty() {
        name
    } else {
        format!("{name}, region {}", draft.region)
    }
}

fn fact(draft: &TenantDraft, step: Step, label: &'static str, value: String) -> AnyView {
    let href = to_address(draft, step);
    view! {
        <KeyValue label>
            <span class="flex justify-between gap-3">
                <span class="min-w-0 break-words">{value}</span>
                <a class="link shrink-0 text-sm" href=href>
                    "Change"
                    <span class="sr-only">{format!(" {}", label.to_lowercase())}</span>
                </a>
            </span>
        </KeyValue>
    }
    .into_any()
}
