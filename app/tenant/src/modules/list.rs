//! The list of modules.

use contract::{
    acts::Act,
    modules::{Module, ModuleStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{loaded, use_me};
use ui::{Badge, ButtonLink, Card, Page, PageHeader, Size, Tone};

use super::{LIST, calls::module_list};

/// The parts of the workspace, with what each needs and what needs it.
#[component]
pub(crate) fn ModulesPage() -> impl IntoView {
    let me = use_me();
    let modules = Resource::new(|| (), |()| module_list());
    loaded(move || {
        let me = me.clone();
        async move {
            let may_switch = me?.may(Act::ModuleManage);
            Ok(list(&modules.await?, may_switch))
        }
    })
}

fn list(modules: &[Module], may_switch: bool) -> impl IntoView + use<> {
    let on = modules.iter().filter(|module| module.status.is_enabled());
    let detail = format!("{} of {} are on.", on.count(), modules.len());
    let items: Vec<_> = modules
        .iter()
        .map(|module| item(module, modules, may_switch))
        .collect();
    view! {
        <Title text="Modules" />
        <Page narrow=true>
            <PageHeader
                title="Modules"
                subtitle="The parts of your workspace. What you switch off leaves every page at once; what is in it is kept."
            />
            <Card title=detail flush=true>
                <ul class="divide-y divide-line border-t border-line">{items}</ul>
            </Card>
        </Page>
    }
}

fn item(module: &Module, all: &[Module], may_switch: bool) -> impl IntoView + use<> {
    let (name, description) = (module.name.clone(), module.description.clone());
    let action = (may_switch && module.status != ModuleStatus::Core).then(|| {
        let href = format!("{LIST}/{}", module.key);
        let verb = if module.status.is_enabled() {
            "Switch off"
        } else if module.is_in_plan {
            "Switch on"
        } else {
            "See plans"
        };
        let name = name.clone();
        view! {
            <ButtonLink href size=Size::Small>
                {verb} <span class="sr-only">{format!(": {name}")}</span>
            </ButtonLink>
        }
    });
    let links = [
        ("Needs", &module.requires),
        ("Needed by", &module.needed_by),
    ];
    let links: Vec<_> = links
        .into_iter()
        .filter_map(|(word, keys)| {
            let names = names(keys, all);
            (!names.is_empty()).then(|| format!("{word} {}.", names.join(", ")))
        })
        .collect();
    view! {
        <li class="flex items-start gap-4 px-4 py-3.5">
            <div class="min-w-0 flex-1">
                <h3 class="flex flex-wrap items-center gap-2 text-base font-medium text-ink">
                    {name} {status(module)}
                </h3>
                <p class="text-sm text-pretty text-muted">{description}</p>
                {(!links.is_empty())
                    .then(|| view! { <p class="mt-0.5 text-sm text-muted">{links.join(" ")}</p> })}
            </div>
            <div class="shrink-0">{action}</div>
        </li>
    }
}

/// Names of modules by their keys; one that is not shown has none.
fn names(keys: &[String], all: &[Module]) -> Vec<String> {
    let found = all.iter().filter(|module| keys.contains(&module.key));
    found.map(|module| module.name.clone()).collect()
}

/// Where a module is, in a word.
pub(super) fn status(module: &Module) -> impl IntoView + use<> {
    let (tone, word) = match module.status {
        ModuleStatus::Core => (Tone::Neutral, "In every workspace"),
        ModuleStatus::On => (Tone::Ok, "On"),
        ModuleStatus::Off | ModuleStatus::Planned if !module.is_in_plan => {
            (Tone::Warn, "Not in your plan")
        }
        ModuleStatus::Off => (Tone::Neutral, "Off"),
        ModuleStatus::Planned => (Tone::Neutral, "Planned"),
    };
    view! { <Badge tone>{word}</Badge> }
}
