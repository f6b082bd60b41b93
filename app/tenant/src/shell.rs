//! The frame of the tenant portal.

use contract::{Fault, acts::Act, me::MemberMe};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use portal_kit::{Me, TenantFrame, framed};
use ui::{Command, Glyph, MenuLink, NavItem, NavSection};

/// Who is signed in, and where.
#[server(prefix = "/fn/tenant", endpoint = "tenant_self")]
pub(crate) async fn tenant_self() -> Result<MemberMe, Fault> {
    portal_kit::tenant()?.me().await
}

/// Frames the pages for who is signed in, if they may see settings.
#[component]
pub(crate) fn SettingsShell() -> impl IntoView {
    framed(tenant_self, |me| {
        let me = Me::provide(me);
        me.permit(Act::SettingsRead)?;
        Ok(frame(me))
    })
}

fn frame(me: Me) -> impl IntoView {
    let sections = vec![
        NavSection::untitled(vec![NavItem::new("Get started", "/settings", Glyph::Check)]),
        NavSection::new("Workspace", workspace(&me)),
        NavSection::new(
            "",
            vec![NavItem::new("Back to the app", "/", Glyph::ArrowLeft)],
        ),
    ];
    let invite =
        Command::new("Invite somebody", "/settings/users/new", Glyph::Plus).words("user add new");
    let commands = if me.may(Act::UserManage) {
        vec![invite]
    } else {
        Vec::new()
    };
    let menu = || {
        view! {
            <MenuLink href="/" icon=Glyph::ArrowLeft>
                "Back to the app"
            </MenuLink>
        }
    };
    view! {
        <TenantFrame me home="/settings" sections commands menu>
            <Outlet />
        </TenantFrame>
    }
}

/// The pages that the role may see.
fn workspace(me: &Me) -> Vec<NavItem> {
    let companies = me.noun("company").titles;
    [
        (
            Act::SettingsRead,
            NavItem::new("Modules", "/settings/modules", Glyph::Grid),
        ),
        (
            Act::SettingsRead,
            NavItem::new("Branding", "/settings/branding", Glyph::Palette),
        ),
        (
            Act::SettingsRead,
            NavItem::new("Configuration", "/settings/configuration", Glyph::Settings),
        ),
        (
            Act::UserRead,
            NavItem::new("People", "/settings/users", Glyph::Users),
        ),
        (
            Act::UserRead,
            NavItem::new("Roles", "/settings/roles", Glyph::Lock),
        ),
        (
            Act::UserManage,
            NavItem::new("Sign-in", "/settings/sign-in", Glyph::Check),
        ),
        (
            Act::CompanyRead,
            NavItem::new(companies, "/settings/companies", Glyph::Building),
        ),
        (
            Act::ApiKeyManage,
            NavItem::new("API keys", "/settings/api-keys", Glyph::Key),
        ),
        (
            Act::VisitManage,
            NavItem::new("Visits", "/settings/visits", Glyph::Eye),
        ),
        (
            Act::AuditRead,
            NavItem::new("Audit log", "/settings/audit", Glyph::Shield),
        ),
    ]
    .into_iter()
    .filter_map(|(act, item)| me.may(act).then_some(item))
    .collect()
}
