//! What people and programs may do, under the tenant's own words.

use contract::acts::{Act, Area};
use leptos::prelude::*;
use ui::Checkbox;

use crate::Me;

/// Acts under the names of what they are about, in the order of the table.
fn by_area(me: &Me, acts: &[Act]) -> Vec<(String, Vec<Act>)> {
    Area::ALL
        .iter()
        .map(|area| {
            let about: Vec<_> = acts
                .iter()
                .copied()
                .filter(|act| act.area() == *area)
                .collect();
            (me.area(*area), about)
        })
        .filter(|(_, acts)| !acts.is_empty())
        .collect()
}

impl Me {
    /// What acts are about, in the tenant's words.
    pub fn area(&self, area: Area) -> String {
        match area {
            Area::Customers
            | Area::Professionals
            | Area::Services
            | Area::Referrals
            | Area::Companies => self.noun(area.as_str()).titles,
            Area::People => "People".to_owned(),
            Area::Settings => "Settings".to_owned(),
            Area::Log => "Audit log".to_owned(),
        }
    }
}

/// Boxes to tick for acts, sent as `acts[]`.
#[component]
pub fn ActBoxes(
    /// Who chooses.
    me: Me,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    acts: Vec<Act>,
    /// Words of what is ticked, with spaces between.
    #[prop(into)]
    ticked: String,
) -> impl IntoView {
    let groups: Vec<_> = by_area(&me, &acts)
        .into_iter()
        .map(|(area, acts)| {
            let title = format!(
                "acts-{}",
                acts.first().map_or("", |act| act.area().as_str())
            );
            let boxes: Vec<_> = acts.into_iter().map(|act| act_box(act, &ticked)).collect();
            let named_by = title.clone();
            view! {
                <div role="group" aria-labelledby=named_by class="flex flex-col gap-2">
                    <p id=title class="text-sm text-muted">{area}</p>
                    {boxes}
                </div>
            }
        })
        .collect();
    view! {
        <fieldset id="field-acts" tabindex="-1">
            <legend class="mb-3 text-sm font-medium text-ink">{label}</legend>
            <div class="grid gap-5 sm:grid-cols-2">{groups}</div>
        </fieldset>
    }
}

fn act_box(act: Act, ticked: &str) -> AnyView {
    let checked = ticked.split(' ').any(|word| word == act.as_str());
    let id = format!("field-acts-{act}");
    view! { <Checkbox name="acts[]" id=id value=act.as_str() label=act.title() checked=checked /> }
        .into_any()
}

/// Acts to read: a line for each thing that they are about.
#[component]
pub fn ActList(
    /// Who reads.
    me: Me,
    /// What is allowed.
    acts: Vec<Act>,
) -> impl IntoView {
    let lines: Vec<_> = by_area(&me, &acts)
        .into_iter()
        .map(|(area, acts)| {
            let titles: Vec<_> = acts.into_iter().map(Act::title).collect();
            view! {
                <li>
                    <span class="font-medium text-ink">{area}</span>
                    ": "
                    {titles.join(" · ")}
                </li>
            }
        })
        .collect();
    view! { <ul class="flex flex-col gap-1">{lines}</ul> }
}
