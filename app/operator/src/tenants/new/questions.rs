//! What each step asks.

use contract::{
    plans::Plan,
    tenants::{Strategy, TemplateChoice, TenantDraft},
};
use leptos::prelude::*;
use ui::{Checkbox, Choice, InputKind, RadioCards, SelectField, TextField};

use super::slug::suggest;
use crate::{
    plans::summary,
    words::{strategy_meaning, strategy_title},
};

/// Name and address.
pub(super) fn identity(draft: TenantDraft) -> impl IntoView {
    let name = RwSignal::new(draft.name.clone());
    let chosen = (draft.slug != suggest(&draft.name)).then_some(draft.slug);
    let slug = Signal::derive(move || {
        chosen
            .clone()
            .unwrap_or_else(|| name.with(|name| suggest(name)))
    });
    view! {
        <TextField
            name="name"
            label="Name"
            hint="The legal or usual name of the business."
            value=draft.name
            maxlength=200
            required=true
            autofocus=true
            on:input=move |event| name.set(event_target_value(&event))
        />
        <TextField
            name="slug"
            label="Address"
            hint="The first part of the tenant's web address. It cannot be changed later. Left empty, it follows from the name."
            value=slug
            maxlength=40
            autocomplete="off"
        />
        <TextField
            name="display_name"
            label="Shown as"
            hint="What visitors see, if it differs from the name."
            value=draft.display_name
            maxlength=100
        />
    }
}

/// One of the plans on offer.
pub(super) fn plan(draft: TenantDraft, plans: &[Plan]) -> impl IntoView + use<> {
    let choices = plans
        .iter()
        .filter(|plan| plan.is_active)
        .map(|plan| {
            Choice::new(plan.code.clone(), plan.name.clone())
                .hint(format!("{} {}", plan.description, summary(&plan.limits)))
                .note(format!("{} a month", plan.monthly))
        })
        .collect();
    view! { <RadioCards name="plan" label="Plan" choices value=draft.plan required=true /> }
}

/// Where the tenant's data lives. `regions` are those of servers that take dedicated tenants, where known.
pub(super) fn placement(
    draft: TenantDraft,
    plan: Option<&Plan>,
    regions: Option<Vec<String>>,
) -> impl IntoView + use<> {
    let usual = plan.map(|plan| (plan.strategy, format!("Default of {}", plan.name)));
    let no_server = regions.as_ref().is_some_and(Vec::is_empty);
    // The plan's own placement is sent as nothing, so that it follows when the plan is changed.
    let is_usual = usual
        .as_ref()
        .is_some_and(|(own, _)| own.as_str() == draft.strategy);
    let chosen = if is_usual {
        String::new()
    } else {
        draft.strategy
    };
    let choices = Strategy::ALL
        .iter()
        .map(|strategy| choice(*strategy, usual.as_ref(), no_server))
        .collect();
    view! {
        <RadioCards name="strategy" label="Placement" choices value=chosen required=true />
        {region(draft.region, regions)}
    }
}

fn choice(strategy: Strategy, usual: Option<&(Strategy, String)>, no_server: bool) -> Choice {
    let is_shut = strategy == Strategy::Dedicated && no_server;
    let hint = if is_shut {
        format!(
            "{} No server takes dedicated tenants yet.",
            strategy_meaning(strategy)
        )
    } else {
        strategy_meaning(strategy).to_owned()
    };
    match usual {
        Some((own, note)) if *own == strategy => Choice::new("", strategy_title(strategy))
            .hint(hint)
            .note(note.clone())
            .disabled(is_shut),
        _ => Choice::new(strategy.as_str(), strategy_title(strategy))
            .hint(hint)
            .disabled(is_shut),
    }
}

fn region(chosen: String, regions: Option<Vec<String>>) -> Option<AnyView> {
    const HINT: &str = "Only for a dedicated server.";
    match regions {
        Some(regions) if regions.is_empty() => None,
        Some(regions) => {
            let choices = regions.into_iter().map(|name| Choice::new(name.clone(), name)).collect();
            Some(
                view! {
                    <SelectField name="region" label="Region" hint=HINT choices value=chosen blank="Any region" />
                }
                .into_any(),
            )
        }
        None => Some(
            view! { <TextField name="region" label="Region" hint=HINT value=chosen maxlength=40 /> }
                .into_any(),
        ),
    }
}

/// The vertical, and whether to begin with examples.
pub(super) fn template(draft: TenantDraft, templates: Vec<TemplateChoice>) -> impl IntoView {
    let choices = templates
        .into_iter()
        .map(|template| {
            let hint = format!(
                "{} Customers are called {}. Modules: {}.",
                template.description,
                template.customers.to_lowercase(),
                template.modules.join(", "),
            );
            Choice::new(template.key, template.name).hint(hint)
        })
        .collect();
    view! {
        <RadioCards name="template" label="Template" choices value=draft.template required=true />
        <Checkbox
            name="demo_data"
            label="Fill it with examples"
            hint="Realistic people and records, so that the owner sees the product at work. They can be deleted."
            checked=draft.demo_data
        />
    }
}

/// Who gets in first.
pub(super) fn owner(draft: TenantDraft) -> impl IntoView {
    view! {
        <TextField name="owner_name" label="Name" value=draft.owner_name maxlength=200 required=true autofocus=true />
        <TextField
            name="owner_email"
            label="E-mail"
            kind=InputKind::Email
            hint="An invitation goes here as soon as the tenant is live: its link sets the password."
            value=draft.owner_email
            required=true
        />
    }
}
