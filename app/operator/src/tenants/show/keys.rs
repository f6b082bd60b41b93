//! The versions of a tenant's key, and what is sealed with each.

use contract::{
    acts::OperatorAct,
    ids::TenantId,
    keys::{KeyState, KeyVersion, KeyVersions},
};
use leptos::prelude::*;
use portal_kit::{FormState, ServerForm, Time, count};
use ui::{
    Badge, Button, ButtonLink, Card, Column, EmptyState, FormActions, FormScope, Glyph,
    ProgressBar, Row, Size, Table, Tone,
};

use super::tab::Tab;
use crate::me::can;

/// Versions, progress while rows are sealed anew, and the button that begins it.
pub(super) fn keys(id: TenantId, keys: KeyVersions, form: FormState) -> impl IntoView {
    let next = if keys.is_rotating {
        underway(id, &keys).into_any()
    } else if can(OperatorAct::KeyRotate) {
        rotate(id, form).into_any()
    } else {
        ().into_any()
    };
    view! {
        {next}
        <Card
            title="Versions"
            description="Names, addresses, numbers and notes of people are sealed with the tenant's own key. Rows are counted just now."
            flush=true
        >
            {versions(keys.versions)}
        </Card>
    }
}

fn rotate(id: TenantId, form: FormState) -> impl IntoView {
    view! {
        <Card
            title="Change the key"
            description="Makes a new version and seals every row with it, while everybody goes on working. What is sealed with an older version stays readable until then."
        >
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="id" value=id.to_string() />
                    <FormActions>
                        <Button submit=true icon=Glyph::Key loading=form.pending()>
                            "Change the key"
                        </Button>
                    </FormActions>
                </FormScope>
            </ServerForm>
        </Card>
    }
}

fn underway(id: TenantId, keys: &KeyVersions) -> impl IntoView + use<> {
    let newest = keys.versions.first();
    let is_announced = newest.is_some_and(|newest| newest.state == KeyState::Announced);
    let (done, all) = (keys.renewed(), keys.total());
    let (label, detail) = if is_announced {
        (
            "Telling every server of the new key",
            "This takes two minutes; nothing is sealed with it before.".to_owned(),
        )
    } else if done < all {
        (
            "Sealing with the new key",
            format!("{} of {} rows", count(done), count(all)),
        )
    } else {
        (
            "All rows are sealed with the new key",
            "In two minutes follows a last look for rows that are being written now.".to_owned(),
        )
    };
    view! {
        <Card>
            <ProgressBar label value=fraction(done, all) max=1.0 detail />
            <p class="mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
                "Everybody can go on working. The page follows along by itself."
                <ButtonLink href=Tab::Keys.address(id) size=Size::Small icon=Glyph::Refresh>
                    "Reload"
                </ButtonLink>
            </p>
        </Card>
    }
}

/// For a bar on the screen: what a float loses does not show.
#[expect(clippy::cast_precision_loss, reason = "a bar has some hundred pixels")]
fn fraction(done: i64, all: i64) -> f64 {
    if all == 0 {
        0.0
    } else {
        done as f64 / all as f64
    }
}

fn versions(versions: Vec<KeyVersion>) -> impl IntoView {
    let columns = vec![
        Column::new("Version"),
        Column::new("State"),
        Column::new("Made"),
        Column::new("Sealed with it"),
        Column::new("Rows").numeric(),
    ];
    let rows = versions
        .into_iter()
        .map(|one| {
            let (tone, state) = state(one.state);
            let (at, total) = (one.created_at, one.total());
            Row::new()
                .cell(one.version.to_string())
                .cell(view! { <Badge tone>{state}</Badge> })
                .cell(view! { <Time at /> })
                .cell(tables(&one))
                .cell(count(total))
        })
        .collect();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Key
                title="No key yet"
                description="The tenant gets its key while it is provisioned."
            />
        }
    };
    view! { <Table caption="Versions of the key" columns rows empty /> }
}

fn tables(version: &KeyVersion) -> String {
    let tables = version.rows.iter();
    let tables: Vec<_> = tables
        .map(|rows| format!("{} {}", count(rows.rows), rows.table))
        .collect();
    if tables.is_empty() {
        "Nothing".to_owned()
    } else {
        tables.join(", ")
    }
}

const fn state(state: KeyState) -> (Tone, &'static str) {
    match state {
        KeyState::Announced => (Tone::Info, "Announced"),
        KeyState::InForce => (Tone::Ok, "In force"),
        KeyState::Retired => (Tone::Neutral, "Retired"),
    }
}
