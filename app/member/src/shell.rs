//! The frame of the member portal.

use contract::{Fault, acts::Act, me::MemberMe};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use portal_kit::{Me, TenantFrame, framed};
use ui::{Command, Glyph, MenuLink, NavItem, NavSection};

/// Who is signed in, and where.
#[server(prefix = "/fn/member", endpoint = "member_self")]
pub(crate) async fn member_self() -> Result<MemberMe, Fault> {
    portal_kit::member()?.me().await
}

/// Frames the pages for who is signed in.
#[component]
pub(crate) fn MemberShell() -> impl IntoView {
    framed(member_self, |me| Ok(frame(Me::provide(me))))
}

fn frame(me: Me) -> impl IntoView {
    let customers = me.noun("customer");
    let settings = me.may(Act::SettingsRead);
    let mut work = vec![NavItem::new("Home", "/", Glyph::Home)];
    if me.may(Act::CustomerRead) {
        work.push(NavItem::new(
            customers.titles.clone(),
            "/customers",
            Glyph::Users,
        ));
    }
    let mut sections = vec![NavSection::untitled(work)];
    if settings {
        let items = vec![NavItem::new("Settings", "/settings", Glyph::Settings)];
        sections.push(NavSection::new("Workspace", items));
    }
    let new = Command::new(
        format!("New {}", customers.one),
        "/customers/new",
        Glyph::Plus,
    )
    .words("add create");
    let commands = if me.may(Act::CustomerWrite) {
        vec![new]
    } else {
        Vec::new()
    };
    let menu = move || {
        settings.then(|| {
            view! {
                <MenuLink href="/settings" icon=Glyph::Settings>
                    "Workspace settings"
                </MenuLink>
            }
        })
    };
    view! {
        <TenantFrame me home="/" sections commands menu>
            <Outlet />
        </TenantFrame>
    }
}
