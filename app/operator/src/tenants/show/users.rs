//! The people of a tenant.

use contract::users::User;
use leptos::prelude::*;
use portal_kit::Time;
use ui::{Card, Column, EmptyState, Glyph, Row, Table};

use crate::words::UserBadge;

/// Who has an account, and when each was last seen.
pub(super) fn users(users: Vec<User>) -> impl IntoView {
    let columns = vec![
        Column::new("Name"),
        Column::new("E-mail"),
        Column::new("Role"),
        Column::new("Status"),
        Column::new("Last sign-in").minor(),
    ];
    let rows = users.into_iter().map(row).collect();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Users
                title="Nobody yet"
                description="The first owner gets an account while the tenant is provisioned."
            />
        }
    };
    view! {
        <Card flush=true>
            <Table caption="Users" columns rows empty />
        </Card>
    }
}

fn row(user: User) -> Row {
    let seen = match user.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { <span class="text-muted">"Never"</span> }.into_any(),
    };
    Row::new()
        .cell(user.name)
        .cell(user.email)
        .cell(user.role_name)
        .cell(view! { <UserBadge status=user.status /> })
        .cell(seen)
}
