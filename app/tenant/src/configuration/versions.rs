//! The versions that there were of the settings, and the way back to one.

use contract::{
    Page as Rows, PageRequest,
    acts::Act,
    branding::{ConfigChange, ConfigVersion},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{
    FormState, Me, Paging, Query, ServerForm, Time, loaded, on_success, reframe, use_me,
    use_page_query, with_query,
};
use ui::{Badge, Button, Card, Column, FormScope, Page, PageHeader, Row, Size, Table, Tone};

use super::{
    calls::{ConfigRestore, config_versions},
    choices::day,
};

pub(super) const PATH: &str = "/settings/configuration/versions";

/// The page of the versions, newest first.
#[component]
pub(crate) fn ConfigurationVersions() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let versions = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            let limit = None;
            config_versions(PageRequest { limit, cursor })
        },
    );
    let form = FormState::of::<ConfigRestore>();
    // Words of the frame are among what is restored.
    on_success(form, reframe());
    on_success(form, move || versions.refetch());
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move { Ok(list(&me?, &query, versions.await?, form)) }
    })
}

fn list(
    me: &Me,
    query: &Query,
    versions: Rows<ConfigVersion>,
    form: FormState,
) -> impl IntoView + use<> {
    let is_first = query.get("cursor").is_empty();
    let first = (!is_first).then(|| PATH.to_owned());
    let next = versions.next_cursor.as_deref();
    let next = next.map(|cursor| with_query(PATH, [("cursor", cursor)]));
    let may_restore = me.may(Act::SettingsWrite);
    let columns = vec![
        Column::new("Version"),
        Column::new("What changed"),
        Column::new("Who").minor(),
        Column::new("When"),
        Column::actions("Restore"),
    ];
    let rows = versions.items.into_iter().enumerate();
    let rows = rows
        .map(|(at, version)| row(version, is_first && at == 0, may_restore.then_some(form)))
        .collect();
    let crumbs = vec![(
        "Configuration".to_owned(),
        "/settings/configuration".to_owned(),
    )];
    view! {
        <Title text="Versions of the configuration" />
        <Page>
            <PageHeader
                title="Versions"
                subtitle="What was set when, and by whom. Restoring one makes a new version of it."
                crumbs
            />
            <Card flush=true>
                <FormScope problems=form.problems()>
                    <Table caption="Versions, newest first" columns rows />
                </FormScope>
            </Card>
            <Paging first next />
        </Page>
    }
}

fn row(version: ConfigVersion, is_newest: bool, restore: Option<FormState>) -> Row {
    let changes: Vec<_> = version
        .changes
        .into_iter()
        .map(|change| view! { <li class="break-words">{sentence(&change)}</li> })
        .collect();
    let changes = match (changes.is_empty(), version.version) {
        (false, _) => view! { <ul>{changes}</ul> }.into_any(),
        (true, 1) => "How the workspace began".into_any(),
        (true, _) => "Nothing".into_any(),
    };
    let author = version.author;
    let action = if is_newest {
        view! { <Badge tone=Tone::Ok>"In force"</Badge> }.into_any()
    } else {
        let number = version.version;
        restore.map(|form| restore_form(number, form)).into_any()
    };
    Row::new()
        .cell(version.version)
        .cell(changes)
        .cell(author.unwrap_or_else(|| "The platform".to_owned()))
        .cell(view! { <Time at=version.created_at /> })
        .cell(action)
}

/// A change as people read it: `Time zone: UTC → Europe/Berlin`.
fn sentence(change: &ConfigChange) -> String {
    let (before, after) = (change.before.as_str(), change.after.as_str());
    match change.field.as_str() {
        "locale" => format!("Language and region: {before} → {after}"),
        "time_zone" => format!("Time zone: {before} → {after}"),
        "currency" => format!("Currency: {before} → {after}"),
        "week_start" => format!("First day of the week: {} → {}", day(before), day(after)),
        field => {
            let noun = field.strip_prefix("vocabulary.").unwrap_or(field);
            format!("Word for {}: {before} → {after}", noun.replace('_', " "))
        }
    }
}

fn restore_form(version: i32, form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <input type="hidden" name="version" value=version />
            <Button submit=true size=Size::Small loading=form.pending()>
                "Restore" <span class="sr-only">{format!(" version {version}")}</span>
            </Button>
        </ServerForm>
    }
}
