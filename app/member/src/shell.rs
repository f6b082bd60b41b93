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
    let settings = me.may(Act::SettingsRead);
    let mut work = vec![NavItem::new("Home", "/", Glyph::Home)];
    // Companies are in the settings, where they can be changed.
    let entries = me
        .navigation
        .iter()
        .filter(|entry| entry.module != "companies");
    work.extend(entries.map(|entry| {
        let glyph = Glyph::named(&entry.icon).unwrap_or(Glyph::Box);
        NavItem::new(entry.label.clone(), entry.path.clone(), glyph)
    }));
    let mut sections = vec![NavSection::untitled(work)];
    if settings {
        let items = vec![NavItem::new("Settings", "/settings", Glyph::Settings)];
        sections.push(NavSection::new("Workspace", items));
    }
    let commands = new_commands(&me);
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

/// What can be entered from everywhere.
fn new_commands(me: &Me) -> Vec<Command> {
    let kinds = [
        (Act::CustomerWrite, "customer", "/customers/new"),
        (Act::ProfessionalWrite, "professional", "/professionals/new"),
        (Act::ServiceWrite, "service", "/services/new"),
        (Act::ReferralWrite, "referral", "/referrals/new"),
    ];
    kinds
        .into_iter()
        .filter(|(act, ..)| me.may(*act))
        .map(|(_, noun, path)| {
            let title = format!("New {}", me.noun(noun).one);
            Command::new(title, path, Glyph::Plus).words("add create")
        })
        .collect()
}
