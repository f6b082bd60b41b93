//! Where an operator comes into a tenant, as a visitor.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{Button, ButtonKind, FormScope, Size};

use super::frame::{DoorFrame, host_name};
use crate::{FormState, ServerForm, calls::VisitEnter};

/// The page behind `/visit/{way in}`. Looking at it uses nothing up: the button does.
#[component]
pub fn VisitPage() -> impl IntoView {
    let params = use_params_map();
    let way_in = params.with_untracked(|params| params.get("way_in").unwrap_or_default());
    let form = FormState::of::<VisitEnter>();
    let title = format!("Visit {}", host_name());
    let footer = || view! { <a href="/sign-in" class="link">"Sign in with an account instead"</a> };
    view! {
        <DoorFrame title subtitle="You come in as a visitor." footer>
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="way_in" value=way_in />
                    <p class="text-base text-pretty text-muted">
                        "The people who work here see that you are inside, and why. Whatever you change stands in their log with your name."
                    </p>
                    <Button submit=true kind=ButtonKind::Primary size=Size::Large wide=true loading=form.pending()>
                        "Come in"
                    </Button>
                </FormScope>
            </ServerForm>
        </DoorFrame>
    }
}
