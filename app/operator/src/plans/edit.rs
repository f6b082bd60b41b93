//! Editing a plan, which makes a new revision of it.

use contract::{
    acts::OperatorAct,
    plans::{Plan, PlanDraft},
    tenants::Strategy,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portal_kit::{FormState, ServerForm, loaded};
use ui::{
    Banner, Button, ButtonKind, ButtonLink, Card, Choice, FormActions, FormScope, FormSection,
    Page, PageHeader, RadioCards, SelectField, Switch, TextArea, TextField, Tone,
};

use super::calls::{PlanUpdate, plan_get};
use crate::{
    format::counted,
    me::permit,
    words::{strategy_meaning, strategy_title},
};

/// Name, prices, limits and placement of a plan.
#[component]
pub(crate) fn PlanEditPage() -> impl IntoView {
    let params = use_params_map();
    let code = move || params.with(|params| params.get("code").unwrap_or_default());
    let found = Resource::new(code, plan_get);
    loaded(move || async move {
        permit(OperatorAct::PlanWrite)?;
        Ok(body(found.await?))
    })
}

fn body(plan: Plan) -> impl IntoView {
    let form = FormState::of::<PlanUpdate>().within("draft");
    let title = format!("Edit {}", plan.name);
    let crumbs = vec![("Plans".to_owned(), "/plans".to_owned())];
    let Plan {
        code,
        revision,
        tenants,
        monthly,
        ..
    } = plan.clone();
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Banner tone=Tone::Info title=format!("Saving makes revision {}.", revision + 1)>
                {format!(
                    "{} on this plan stay on the revision they subscribed to, with its prices and limits. \
                    New tenants get the new one.",
                    counted(tenants, "tenant", "tenants"),
                )}
            </Banner>
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="code" value=code />
                        <input type="hidden" name="revision" value=revision />
                        {fields(form, plan.into(), monthly.currency)}
                        <FormActions>
                            <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                                "Save as new revision"
                            </Button>
                            <ButtonLink href="/plans">"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}

fn fields(form: FormState, before: PlanDraft, currency: String) -> impl IntoView {
    let is_active = form.typed("is_active", before.is_active.to_string()) == "true";
    let limits = limit_fields(form, &before);
    view! {
        <FormSection title="Plan" description="What people choose by.">
            <TextField name="draft[name]" label="Name" value=form.typed("name", before.name) maxlength=100 required=true />
            <TextArea
                name="draft[description]"
                label="Description"
                value=form.typed("description", before.description)
                maxlength=500
            />
            <Switch
                name="draft[is_active]"
                label="Offered to new tenants"
                checked=is_active
                hint="Tenants that have it keep it either way."
            />
        </FormSection>
        <FormSection title="Prices" description="Before tax.">
            <TextField
                name="draft[monthly]"
                label="A month"
                value=form.typed("monthly", before.monthly)
                suffix=currency.clone()
                required=true
            />
            <TextField
                name="draft[annual]"
                label="A year"
                value=form.typed("annual", before.annual)
                suffix=currency
                required=true
            />
        </FormSection>
        <FormSection title="Limits" description="Leave a field empty for no limit.">
            {limits}
        </FormSection>
        <FormSection title="Service" description="Where its tenants live unless you choose otherwise, and who answers them.">
            <RadioCards
                name="draft[strategy]"
                label="Placement"
                choices=placements()
                value=form.typed("strategy", before.strategy)
                required=true
            />
            <SelectField
                name="draft[support]"
                label="Support"
                choices=supports()
                value=form.typed("support", before.support)
                required=true
            />
        </FormSection>
    }
}

fn limit_fields(form: FormState, before: &PlanDraft) -> Vec<AnyView> {
    let limits = [
        ("users", "Users", &before.users),
        ("customers", "Customers", &before.customers),
        ("companies", "Companies", &before.companies),
        (
            "users_per_company",
            "Users in a company",
            &before.users_per_company,
        ),
        (
            "transactions_per_month",
            "Transactions a month",
            &before.transactions_per_month,
        ),
        (
            "api_calls_per_month",
            "API calls a month",
            &before.api_calls_per_month,
        ),
        (
            "api_calls_per_minute",
            "API calls a minute",
            &before.api_calls_per_minute,
        ),
        ("storage_gb", "Storage in GB", &before.storage_gb),
    ];
    limits
        .into_iter()
        .map(|(name, label, value)| {
            let value = form.typed(name, value.clone());
            view! { <TextField name=format!("draft[{name}]") label value placeholder="No limit" /> }
                .into_any()
        })
        .collect()
}

fn placements() -> Vec<Choice> {
    let choice = |strategy: &Strategy| {
        Choice::new(strategy.as_str(), strategy_title(*strategy)).hint(strategy_meaning(*strategy))
    };
    Strategy::ALL.iter().map(choice).collect()
}

fn supports() -> Vec<Choice> {
    vec![
        Choice::new("email", "E-mail"),
        Choice::new("priority", "Priority"),
        Choice::new("dedicated", "A person of their own"),
    ]
}
