//! One module: what its switch would bring, and the switch.

use contract::{
    acts::Act,
    modules::{ModuleDetail, ModuleImpact, ModuleStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portal_kit::{FormState, Me, ServerForm, count, loaded, on_success, reframe, use_me};
use ui::{
    Banner, Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, KeyValue, KeyValueList,
    Page, PageHeader, Tone,
};

use super::{
    LIST,
    calls::{ModuleSwitch, module_show},
    list::status,
};

/// What switching a module would bring, and the switch.
#[component]
pub(crate) fn ModuleShow() -> impl IntoView {
    let me = use_me();
    let params = use_params_map();
    let key = move || params.with(|params| params.get("key").unwrap_or_default());
    let module = Resource::new(key, module_show);
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, module.await?)) }
    })
}

fn show(me: &Me, detail: ModuleDetail) -> impl IntoView + use<> {
    let module = &detail.module;
    let name = module.name.clone();
    let crumbs = vec![("Modules".to_owned(), LIST.to_owned())];
    let may_switch = me.may(Act::ModuleManage) && module.status != ModuleStatus::Core;
    let (badge, description) = (status(module), module.description.clone());
    let body = if module.status == ModuleStatus::Core {
        view! { <p class="text-base text-muted">"Part of every workspace: it stays on."</p> }
            .into_any()
    } else if !module.is_in_plan && !module.status.is_enabled() {
        upgrade(&name, detail.plans).into_any()
    } else {
        switch(me, &detail, may_switch).into_any()
    };
    view! {
        <Title text=name.clone() />
        <Page narrow=true>
            <PageHeader title=name subtitle=description crumbs badge=move || badge />
            <Card>{body}</Card>
        </Page>
    }
}

fn upgrade(name: &str, plans: Vec<(String, String)>) -> impl IntoView {
    let title = format!("Your plan comes without {name}");
    let plans: Vec<_> = plans
        .into_iter()
        .map(|(_, name)| view! { <li>{name}</li> })
        .collect();
    let sentence = if plans.is_empty() {
        "No plan that can be had contains it. Ask whoever runs the platform."
    } else {
        "These plans contain it. Ask whoever runs the platform for one of them:"
    };
    view! {
        <Banner tone=Tone::Info title>
            <p>{sentence}</p>
            <ul class="mt-1 list-disc pl-5 font-medium">{plans}</ul>
        </Banner>
    }
}

fn switch(me: &Me, detail: &ModuleDetail, may_switch: bool) -> impl IntoView + use<> {
    let is_on = detail.module.status.is_enabled();
    let name = detail.module.name.clone();
    let form = FormState::of::<ModuleSwitch>();
    // Navigation and permissions are in the frame.
    on_success(form, reframe());
    let button = if is_on {
        ("Switch off", ButtonKind::Danger)
    } else {
        ("Switch on", ButtonKind::Primary)
    };
    let (label, kind) = button;
    let key = detail.module.key.clone();
    let actions = may_switch.then(|| {
        view! {
            <FormActions>
                <Button submit=true kind loading=form.pending()>
                    {label}
                </Button>
                <ButtonLink href=LIST>"Cancel"</ButtonLink>
            </FormActions>
        }
    });
    // Confirmed is what was read: what comes to be switched along meanwhile is asked for anew.
    let confirms = !detail.impact.along.is_empty();
    let (along, impact) = (
        along(&name, is_on, &detail.impact),
        impact(me, is_on, &detail.impact),
    );
    view! {
        <div class="flex flex-col gap-4">
            {along} {impact}
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="key" value=key />
                    {(!is_on).then(|| view! { <input type="hidden" name="enabled" value="true" /> })}
                    {confirms.then(|| view! { <input type="hidden" name="confirm" value="true" /> })}
                    {actions}
                </FormScope>
            </ServerForm>
        </div>
    }
}

/// What is switched along, which nobody should do unread.
fn along(name: &str, is_on: bool, impact: &ModuleImpact) -> impl IntoView + use<> {
    let names: Vec<_> = impact.along.iter().map(|one| one.name.as_str()).collect();
    let title = if is_on {
        format!("Without {name}, these go off as well: {}", names.join(", "))
    } else {
        format!("For {name}, these come on as well: {}", names.join(", "))
    };
    (!names.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Warn title>
                "Switch all of them, or leave all as they are."
            </Banner>
        }
    })
}

fn impact(me: &Me, is_on: bool, impact: &ModuleImpact) -> impl IntoView + use<> {
    let (list, whom) = (impact.pages.join(", "), count(impact.people));
    let (pages, people) = if is_on {
        ("Pages that go", "People who lose them")
    } else {
        ("Pages that come", "People who get them")
    };
    let records: Vec<_> = impact
        .records
        .iter()
        .map(|of| me.noun(&of.noun).counted(of.count))
        .collect();
    let records = records.join(", ");
    let kept = if is_on {
        "Kept, and out of reach while it is off"
    } else {
        "In it from before"
    };
    view! {
        <KeyValueList>
            <KeyValue label=pages>{list}</KeyValue>
            <KeyValue label=people>{whom}</KeyValue>
            <KeyValue label=kept>{records}</KeyValue>
        </KeyValueList>
    }
}
