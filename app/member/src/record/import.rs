//! Importing records: a file is chosen, its columns are named, its rows are looked at, and then they are entered. Where
//! one is stands in the address; the file waits on the server.

use contract::{
    Answer, Fault,
    ids::{ImportId, ImportKind},
    sheets::{Import, ImportField, ImportReport, Mapping, RowError, Sheet},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{
    FormState, Me, PageForm, Query, ServerForm, count, id_in_path, loaded, use_me, use_page_query,
    with_query,
};
use ui::{
    Banner, Button, ButtonKind, ButtonLink, Card, Choice, Column, FormActions, FormScope,
    InputKind, Page, PageHeader, Row, SelectField, Table, TextField, Tone,
};

use super::{
    Listed,
    calls::{ImportBegin, ImportRun, import_check, import_get},
};

/// What is imported, as the pages name it.
#[derive(Clone)]
struct Trail {
    sheet: Sheet,
    list: &'static str,
    titles: String,
    many: String,
}

impl Trail {
    /// For who may enter such records.
    fn of<R: Listed>(me: Answer<Me>) -> Answer<Self> {
        let me = me?;
        me.permit_all(R::WRITE)?;
        let noun = R::noun(&me);
        Ok(Self {
            sheet: sheet::<R>()?,
            list: R::PATH,
            titles: noun.titles,
            many: noun.many,
        })
    }

    fn path(&self, id: ImportId) -> String {
        format!("{}/import/{id}", self.list)
    }

    fn page(self, content: AnyView) -> AnyView {
        let title = format!("Import {}", self.many);
        view! {
            <Title text=title.clone() />
            <Page narrow=true>
                <PageHeader title crumbs=vec![(self.titles, self.list.to_owned())] />
                {content}
            </Page>
        }
        .into_any()
    }
}

fn sheet<R: Listed>() -> Answer<Sheet> {
    R::SHEET.ok_or_else(|| Fault::not_found("import"))
}

/// The page that takes a file.
pub(crate) fn record_import<R: Listed>() -> impl IntoView {
    let me = use_me();
    loaded(move || {
        let trail = Trail::of::<R>(me.clone());
        async move { Ok(choose(trail?)) }
    })
}

fn choose(trail: Trail) -> AnyView {
    let form = FormState::of::<ImportBegin>();
    let (sheet, back) = (trail.sheet.as_str(), trail.list);
    let content = view! {
        <Card>
            <PageForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="sheet" value=sheet />
                    <TextField
                        kind=InputKind::File
                        name="file"
                        label="File"
                        hint="CSV, at most 2 MB and 5,000 rows. The first line names the columns. Nothing is entered before you have seen what would be."
                        accept=".csv,.tsv,.txt,text/csv"
                        required=true
                    />
                    <FormActions>
                        <Button kind=ButtonKind::Primary submit=true>
                            "Upload"
                        </Button>
                        <ButtonLink href=back>"Cancel"</ButtonLink>
                    </FormActions>
                </FormScope>
            </PageForm>
        </Card>
    };
    trail.page(content.into_any())
}

/// The page that asks which column is what.
pub(crate) fn record_import_columns<R: Listed>() -> impl IntoView {
    let (me, query) = (use_me(), use_page_query());
    let id = id_in_path::<ImportKind>();
    let import = Resource::new(
        move || id.get(),
        |id: Answer<ImportId>| async move { import_get(sheet::<R>()?, id?).await },
    );
    loaded(move || {
        let (trail, query) = (Trail::of::<R>(me.clone()), query.now());
        async move { Ok(columns(trail?, import.await?, &query)) }
    })
}

fn columns(trail: Trail, import: Import, query: &Query) -> AnyView {
    let choices: Vec<Choice> = import
        .columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| {
            let label = if column.example.is_empty() {
                column.head
            } else {
                format!("{} (such as {})", column.head, column.example)
            };
            Choice::new(at.to_string(), label)
        })
        .collect();
    let is_back = !query.pairs().is_empty();
    let field = |field: ImportField| {
        let guess = field.column.map(|at| at.to_string()).unwrap_or_default();
        let value = if is_back {
            query.get(&field.name)
        } else {
            guess
        };
        view! {
            <SelectField
                name=field.name
                label=field.label
                choices=choices.clone()
                value
                blank="Leave out"
                required=field.is_required
            />
        }
    };
    let fields: Vec<_> = import.fields.into_iter().map(field).collect();
    let rows = format!("Rows: {}. Which column is what?", count(rows(import.rows)));
    let again = format!("{}/import", trail.list);
    let action = format!("{}/check", trail.path(import.id));
    let content = view! {
        <Card title=rows>
            <form action=action method="get">
                <FormScope problems=Signal::derive(Vec::new)>
                    {fields} <FormActions>
                        <Button kind=ButtonKind::Primary submit=true>
                            "Look at the rows"
                        </Button>
                        <ButtonLink href=again>"Another file"</ButtonLink>
                    </FormActions>
                </FormScope>
            </form>
        </Card>
    };
    trail.page(content.into_any())
}

/// A file has not that many rows.
fn rows(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// The page that tells what would come of it.
pub(crate) fn record_import_check<R: Listed>() -> impl IntoView {
    let (me, query) = (use_me(), use_page_query());
    let id = id_in_path::<ImportKind>();
    let report = Resource::new(
        // On the way to another page the query is another one, and nobody asks for that.
        move || (id.get(), query.now()),
        |(id, query)| async move {
            let id = id?;
            let report = import_check(sheet::<R>()?, id, mapping(&query)).await?;
            Ok((id, report))
        },
    );
    loaded(move || {
        let (trail, query) = (Trail::of::<R>(me.clone()), query.now());
        async move {
            let (id, report) = report.await?;
            Ok(check(trail?, id, &query, report))
        }
    })
}

fn mapping(query: &Query) -> Mapping {
    query.pairs().iter().cloned().collect()
}

fn check(trail: Trail, id: ImportId, query: &Query, report: ImportReport) -> AnyView {
    let form = FormState::of::<ImportRun>();
    let pairs = query.pairs().iter();
    let back = with_query(
        &trail.path(id),
        pairs.map(|(name, column)| (name.as_str(), column.as_str())),
    );
    let fields: Vec<_> = mapping(query)
        .into_iter()
        .map(|(name, column)| {
            let name = format!("mapping[{name}]");
            view! { <input type="hidden" name=name value=column /> }
        })
        .collect();
    let (good, bad) = (good_rows(report.good), count(report.bad.into()));
    let said = match (report.good, report.bad) {
        (0, _) => format!("No row can be imported as it is: {bad} with errors."),
        (_, 0) => format!("{good}, and none with errors."),
        (_, _) => format!("{good}. Left out with errors: {bad}."),
    };
    let tone = if report.bad > 0 { Tone::Warn } else { Tone::Ok };
    let can_run = report.good > 0 && report.obstacle.is_none();
    let obstacle = report.obstacle.map(|sentence| {
        view! { <Banner tone=Tone::Danger>{sentence}</Banner> }
    });
    let press = format!("Import {good}");
    let run = can_run.then(|| {
        view! {
            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                {press}
            </Button>
        }
    });
    let (sheet, id) = (trail.sheet.as_str(), id.to_string());
    let errors = errors(report.errors, report.more_errors);
    let content = view! {
        <Banner tone>{said}</Banner>
        {obstacle}
        {errors}
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="sheet" value=sheet />
                <input type="hidden" name="id" value=id />
                {fields}
                <FormActions>{run} <ButtonLink href=back>"Back to the columns"</ButtonLink></FormActions>
            </FormScope>
        </ServerForm>
    };
    trail.page(content.into_any())
}

fn good_rows(rows: u32) -> String {
    let noun = if rows == 1 { "good row" } else { "good rows" };
    format!("{} {noun}", count(rows.into()))
}

/// What is wrong, cell by cell.
fn errors(errors: Vec<RowError>, more: u32) -> Option<AnyView> {
    if errors.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("Line").numeric(),
        Column::new("Column"),
        Column::new("In the file"),
        Column::new("What to do"),
    ];
    let row = |error: RowError| {
        Row::new()
            .cell(error.line.to_string())
            .cell(error.column)
            .cell(error.value)
            .cell(error.sentence)
    };
    let rows = errors.into_iter().map(row).collect();
    let more = (more > 0).then(|| {
        let words = format!("And {} more.", count(more.into()));
        view! { <p class="p-4 text-base text-muted">{words}</p> }
    });
    let table = view! {
        <Card flush=true>
            <Table caption="Rows with errors" columns rows />
            {more}
        </Card>
    };
    Some(table.into_any())
}
