//! The list of roles, and who may do what as a table.

use contract::{acts::Act, roles::TenantRole};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, count, loaded, use_me};
use ui::{Badge, ButtonKind, ButtonLink, Card, Column, Glyph, Icon, Page, PageHeader, Row, Table};

use super::{LIST, calls::role_list};

/// The list of roles.
#[component]
pub(crate) fn RolesPage() -> impl IntoView {
    let me = use_me();
    let roles = Resource::new(|| (), |()| role_list());
    loaded(move || {
        let me = me.clone();
        async move { Ok(list(&me?, roles.await?)) }
    })
}

fn list(me: &Me, roles: Vec<TenantRole>) -> impl IntoView + use<> {
    let columns = vec![
        Column::new("Role"),
        Column::new("Kind").minor(),
        Column::new("People").numeric(),
        Column::new("Permissions").numeric(),
    ];
    let matrix = matrix(me, &roles);
    let new = me.may(Act::RoleManage).then(new_button);
    let rows = roles.into_iter().map(row).collect();
    view! {
        <Title text="Roles" />
        <Page>
            <PageHeader
                title="Roles"
                subtitle="What people may do follows from their role. Five came with the workspace; make your own beside them."
            >
                {new}
            </PageHeader>
            <Card flush=true>
                <Table caption="Roles" columns rows />
            </Card>
            <Card title="Who may do what" flush=true>
                {matrix}
            </Card>
        </Page>
    }
}

fn row(role: TenantRole) -> Row {
    let kind = if role.is_built_in {
        "Built in"
    } else {
        "Your own"
    };
    Row::link(format!("{LIST}/{}", role.key))
        .cell(role.name)
        .cell(view! { <Badge>{kind}</Badge> })
        .cell(count(role.people))
        .cell(format!("{} of {}", role.acts.len(), Act::ALL.len()))
}

fn matrix(me: &Me, roles: &[TenantRole]) -> impl IntoView + use<> {
    let mut columns = vec![Column::new("Permission")];
    columns.extend(roles.iter().map(|role| Column::new(role.name.clone())));
    let rows = Act::ALL
        .iter()
        .map(|act| {
            let permission = format!("{}: {}", me.area(act.area()), lower(act.title()));
            let cells = roles.iter().map(|role| role.acts.contains(act));
            cells.fold(Row::new().cell(permission), |row, may| row.cell(mark(may)))
        })
        .collect();
    view! { <Table caption="Permissions of each role" columns rows /> }
}

fn lower(title: &str) -> String {
    // They begin with a verb, never with a name.
    let mut letters = title.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn mark(may: bool) -> impl IntoView {
    if may {
        view! {
            <span class="text-ok">
                <Icon glyph=Glyph::Check />
                <span class="sr-only">"Yes"</span>
            </span>
        }
    } else {
        view! {
            <span class="text-faint">
                <span aria-hidden="true">"–"</span>
                <span class="sr-only">"No"</span>
            </span>
        }
    }
    .into_any()
}

fn new_button() -> impl IntoView {
    view! {
        <ButtonLink href="/settings/roles/new" kind=ButtonKind::Primary icon=Glyph::Plus>
            "New role"
        </ButtonLink>
    }
}
