//! The frame of the member portal.

use contract::{
    Fault,
    acts::Act,
    customers::Customer,
    me::{MemberMe, NavigationEntry},
    professionals::Professional,
    referrals::Referral,
    services::Service,
};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use portal_kit::{Me, TenantFrame, framed};
use ui::{Command, Glyph, MenuLink, NavItem, NavSection};

use crate::record::Record;

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
    let entries = me.navigation.iter().filter(|entry| has_pages(entry));
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

/// Whether a module's pages are in this portal: companies are in the settings, where they can be changed.
pub(crate) fn has_pages(entry: &NavigationEntry) -> bool {
    entry.module != "companies"
}

/// What can be entered from everywhere.
fn new_commands(me: &Me) -> Vec<Command> {
    let kinds = [
        new_command::<Customer>(me),
        new_command::<Professional>(me),
        new_command::<Service>(me),
        new_command::<Referral>(me),
    ];
    kinds.into_iter().flatten().collect()
}

fn new_command<R: Record>(me: &Me) -> Option<Command> {
    me.may_all(R::WRITE).then(|| {
        let (title, path) = (
            format!("New {}", R::noun(me).one),
            format!("{}/new", R::PATH),
        );
        Command::new(title, path, Glyph::Plus).words("add create")
    })
}
