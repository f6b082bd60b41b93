//! Records as a file, alike for every noun that goes out as one.

use axum::response::Response;
use domain::SheetFilter;
use futures_util::stream;

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
