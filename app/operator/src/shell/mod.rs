//! The frame around every page of the portal.

mod commands;
mod nav;

use contract::me::OperatorMe;
use leptos::{prelude::*, suspense::Unsuspend};
use leptos_router::{components::Outlet, hooks::use_location};
use portal_kit::{SignOut, loaded_frame};
use ui::{Account, Brand, Shell};

use crate::me::signed_in;

/// Navigation, account menu, command palette, and the page inside.
#[component]
pub(crate) fn OperatorShell() -> impl IntoView {
    let me = Resource::new(|| (), |()| signed_in());
    loaded_frame(move || async move {
        let me = me.await?;
        Ok(view! { <Frame me /> })
    })
}

#[component]
fn Frame(me: OperatorMe) -> impl IntoView {
    let path = use_location().pathname;
    let account = Account::new(
        me.name.clone(),
        format!("{} · {}", me.email, nav::role_title(me.role)),
    );
    let sections = nav::sections(&me.acts);
    let commands = commands::commands(&me.acts);
    provide_context(me);
    // The boundary around may render its content several times before all is there. The page has to be
    // made once: each making asks the server anew, under keys that the browser would not find.
    let outlet = view! { <Outlet /> };
    let page = Unsuspend::new(move || outlet);
    view! {
        <Shell
            brand=Brand::new("Tenantry", "/").note("Operators")
            sections
            path
            account
            menu=|| view! { <SignOut /> }
            commands
        >
            {page}
        </Shell>
    }
}
