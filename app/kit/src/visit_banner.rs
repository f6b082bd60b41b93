//! What every page says while an operator visits, or asks to.

use contract::{acts::Act, ids::VisitId, visits::VisitNotice};
use leptos::prelude::*;
use ui::{Banner, Button, ButtonLink, FormScope, Size, Tone};

use crate::{FormState, Me, ServerForm, Time, calls::VisitorEnd, on_success, reframe};

/// The banner of a visit; `me` decides whose words it speaks.
pub(crate) fn visit_banner(me: &Me, visit: VisitNotice) -> impl IntoView + use<> {
    let tone = if visit.is_own { Tone::Warn } else { Tone::Info };
    let who = visit.operator_name.clone();
    let title = match (visit.is_own, visit.ends_at) {
        (true, _) => format!("You are visiting {}", me.tenant.branding.display_name),
        (false, Some(_)) => format!("{who} is visiting, for the operator of this system"),
        (false, None) => format!("{who} asks to visit, for the operator of this system"),
    };
    let may = if visit.may_write {
        "May look and change things"
    } else {
        "May look, and change nothing"
    };
    let until = visit.ends_at.map(|at| view! { " until " <Time at /> });
    let action = if visit.is_own {
        view! { <EndVisit id=visit.id label="End the visit" /> }.into_any()
    } else if me.can(Act::VisitManage) {
        view! {
            <ButtonLink href="/settings/visits" size=Size::Small>
                "Visits"
            </ButtonLink>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <div class="mx-auto mb-6 max-w-6xl">
            <Banner tone title>
                <p class="text-pretty">{visit.reason}</p>
                <p class="mt-1 mb-2 text-sm">{may} {until} "."</p>
                {action}
            </Banner>
        </div>
    }
}

/// The button that ends a visit, for the visitor and for those who send one away.
#[component]
pub fn EndVisit(
    /// Which.
    id: VisitId,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let form = FormState::of::<VisitorEnd>();
    on_success(form, reframe());
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <div>
                    <Button submit=true size=Size::Small loading=form.pending()>
                        {label}
                    </Button>
                </div>
            </FormScope>
        </ServerForm>
    }
}
