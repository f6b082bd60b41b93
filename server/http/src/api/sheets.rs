//! Records as a file, alike for every noun that goes out or comes in as one.

use axum::{Json, response::Response};
use contract::{Fault, sheets::Sheet};
use domain::SheetFilter;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    extract::AsTenant,
    respond::{Answer, file},
};

/// The records that a list with this filter shows.
pub(super) async fn export(desk: &AsTenant, filter: SheetFilter) -> Answer<Response> {
    let export = desk.sheet_export(filter).await?;
    let name = export.file_name().to_owned();
    let pieces = stream::try_unfold(export, |mut export| async move {
        let piece = export.next().await?;
        Ok(piece.map(|piece| (piece, export)))
    });
    Ok(file(&name, "text/csv; charset=utf-8", pieces))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// `true` to enter nothing, and be told what would come of it.
    #[param(value_type = Option<bool>)]
    dry_run: String,
}

/// What came of a table, or would come of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportReport {
    /// Rows that became records.
    good: u32,
    /// Rows that were left out.
    bad: u32,
    /// What is wrong with those, at most 200.
    errors: Vec<RowError>,
    /// What else is wrong.
    more_errors: u32,
    /// For a dry run: why nothing could be imported, although rows are good.
    obstacle: Option<String>,
}

/// What is wrong with a cell.
#[derive(Debug, Serialize, ToSchema)]
struct RowError {
    /// The line on which the row begins; the heads are on the first.
    line: u64,
    /// What stands above the cell.
    column: String,
    /// The beginning of what was there.
    value: String,
    /// What to do.
    sentence: String,
}

impl From<contract::sheets::ImportReport> for ImportReport {
    fn from(report: contract::sheets::ImportReport) -> Self {
        let errors = report.errors.into_iter();
        Self {
            good: report.good,
            bad: report.bad,
            errors: errors
                .map(|error| RowError {
                    line: error.line,
                    column: error.column,
                    value: error.value,
                    sentence: error.sentence,
                })
                .collect(),
            more_errors: report.more_errors,
            obstacle: report.obstacle,
        }
    }
}

/// The rows of a table, entered or looked at.
pub(super) async fn import(
    desk: &AsTenant,
    sheet: Sheet,
    query: &ImportQuery,
    table: Vec<u8>,
) -> Answer<Json<ImportReport>> {
    let is_dry = match query.dry_run.as_str() {
        "" | "false" => false,
        "true" => true,
        _ => return Err(Fault::field("dry_run", "Use true or false.").into()),
    };
    let report = desk.import_file(sheet, table, is_dry).await?;
    Ok(Json(report.into()))
}
