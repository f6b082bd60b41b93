//! The frame around the pages of a tenant's two portals.

use leptos::{children::ViewFnOnce, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{Account, Banner, Brand, Command, NavSection, Shell, Tone};

use crate::{
    AccountItems, Me, brand::with_logo, follow::follow_workspace, titled,
    visit_banner::visit_banner,
};

/// Sidebar, account menu and the banner of a suspended tenant, in the tenant's name.
#[component]
pub fn TenantFrame(
    /// Who is signed in, and where.
    me: Me,
    /// Where the tenant's name leads.
    home: &'static str,
    /// What the sidebar lists.
    sections: Vec<NavSection>,
    /// What the command palette offers beside.
    #[prop(optional)]
    commands: Vec<Command>,
    /// Links of the account menu, before signing out.
    #[prop(into)]
    menu: ViewFnOnce,
    /// The page.
    children: Children,
) -> impl IntoView {
    follow_workspace();
    let name = me.tenant.branding.display_name.clone();
    let brand = with_logo(
        Brand::new(name.clone(), home),
        me.tenant.branding.logo.as_deref(),
    );
    let account = Account::new(me.name.clone(), me.email.clone());
    let path = use_location().pathname;
    let visit = me
        .tenant
        .visit
        .clone()
        .map(|visit| visit_banner(&me, visit));
    let has_account = !is_visitor(&me);
    let menu = move || {
        view! {
            {menu.run()}
            {has_account.then(|| view! { <AccountItems /> })}
        }
    };
    view! {
        <Title formatter=titled(name) />
        <Shell brand account sections commands menu path>
            {visit}
            {(!me.tenant.status.is_writable()).then(suspended)}
            {children()}
        </Shell>
    }
}

/// A visitor has no account here, and leaves by the banner.
fn is_visitor(me: &Me) -> bool {
    me.tenant.visit.as_ref().is_some_and(|visit| visit.is_own)
}

fn suspended() -> impl IntoView {
    view! {
        <div class="mx-auto mb-6 max-w-6xl">
            <Banner tone=Tone::Warn title="This workspace is suspended">
                "You can read everything. Nothing can be changed until it is resumed; an owner of the workspace knows more."
            </Banner>
        </div>
    }
}
