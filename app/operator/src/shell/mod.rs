//! The frame around every page of the portal.

mod commands;
mod nav;

use contract::me::OperatorMe;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};
use portal_kit::{AccountItems, framed};
use ui::{Account, Brand, Shell};

use crate::me::signed_in;

/// Navigation, account menu, command palette, and the page inside.
#[component]
pub(crate) fn OperatorShell() -> impl IntoView {
    framed(signed_in, |me| Ok(frame(me)))
}

fn frame(me: OperatorMe) -> impl IntoView {
    let path = use_location().pathname;
    let account = Account::new(
        me.name.clone(),
        format!("{} · {}", me.email, nav::role_title(me.role)),
    );
    let sections = nav::sections(&me.acts, me.to_decide);
    let commands = commands::commands(&me.acts);
    provide_context(me);
    view! {
        <Shell
            brand=Brand::new("Tenantry", "/").note("Operators")
            sections
            path
            account
            menu=|| view! { <AccountItems /> }
            commands
        >
            <Outlet />
        </Shell>
    }
}
