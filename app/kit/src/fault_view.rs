//! A fault where a page, or part of one, should be.

use contract::{Fault, FaultCode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{ButtonKind, ButtonLink, EmptyState, ErrorState, Glyph};

use crate::{
    account::{CONFIRM, confirm_address},
    flash::address,
    set_status, with_query,
};

/// Shows a fault in place of what could not be shown, and gives the page its HTTP status.
#[component]
pub fn FaultView(
    /// What went wrong.
    fault: Fault,
) -> impl IntoView {
    set_status(fault.code.status());
    let here = untrack(|| address(&use_location()));
    match fault.code {
        FaultCode::Unauthenticated => {
            let href = with_query("/sign-in", [("next", here.as_str())]);
            view! {
                <EmptyState glyph=Glyph::Lock title="You are signed out" description=fault.title>
                    <ButtonLink href kind=ButtonKind::Primary>
                        "Sign in"
                    </ButtonLink>
                </EmptyState>
            }
            .into_any()
        }
        FaultCode::ProofRequired => {
            let href = confirm_address(&here);
            view! {
                <EmptyState glyph=Glyph::Lock title="Is it you?" description=fault.title>
                    <ButtonLink href kind=ButtonKind::Primary>
                        {CONFIRM}
                    </ButtonLink>
                </EmptyState>
            }
            .into_any()
        }
        FaultCode::FactorWanted => view! {
            <EmptyState glyph=Glyph::Lock title="One thing first" description=fault.title>
                <ButtonLink href="/account" kind=ButtonKind::Primary>
                    "Your account"
                </ButtonLink>
            </EmptyState>
        }
        .into_any(),
        FaultCode::Unavailable | FaultCode::Internal | FaultCode::RateLimited => {
            view! { <ErrorState title="This did not work" message=fault.title retry=here /> }
                .into_any()
        }
        code => {
            view! { <EmptyState glyph=glyph(code) title=title(code) description=fault.title /> }
                .into_any()
        }
    }
}

fn glyph(code: FaultCode) -> Glyph {
    match code.status() {
        403 => Glyph::Lock,
        404 => Glyph::Search,
        _ => Glyph::Alert,
    }
}

fn title(code: FaultCode) -> &'static str {
    match code.status() {
        403 => "No access",
        404 => "Not found",
        _ => "This did not work",
    }
}

/// A fault in place of a page's content, inside the portal's frame.
#[component]
pub fn PageFault(
    /// What went wrong.
    fault: Fault,
) -> impl IntoView {
    let title = title(fault.code);
    view! {
        <Title text=title />
        <h1 class="sr-only">{title}</h1>
        <FaultView fault />
    }
}

/// A whole page for a fault, where there is no portal's frame around it.
#[component]
pub fn FaultPage(
    /// What went wrong.
    fault: Fault,
) -> impl IntoView {
    view! {
        <main id="main" class="centred">
            <PageFault fault />
        </main>
    }
}
