//! What the pages of imports ask the server for, of every kind of record.

use contract::{
    Fault,
    ids::ImportId,
    sheets::{Import, ImportReport, Mapping, Sheet},
};
use leptos::prelude::*;

/// Keeps a file, and asks which column is what.
#[server(prefix = "/fn/member", endpoint = "import_begin")]
pub(crate) async fn import_begin(sheet: Sheet, file: String) -> Result<(), Fault> {
    let file = portal_kit::file("file", &file)?;
    let id = portal_kit::member()?.import_begin(sheet, file).await?;
    portal_kit::redirect(&format!("/{sheet}/import/{id}"));
    Ok(())
}

/// A file that waits.
#[server(prefix = "/fn/member", endpoint = "import_get")]
pub(crate) async fn import_get(sheet: Sheet, id: ImportId) -> Result<Import, Fault> {
    portal_kit::member()?.import_get(sheet, id).await
}

/// What would come of it.
#[server(prefix = "/fn/member", endpoint = "import_check")]
pub(crate) async fn import_check(
    sheet: Sheet,
    id: ImportId,
    #[server(default)] mapping: Mapping,
) -> Result<ImportReport, Fault> {
    portal_kit::member()?.import_check(sheet, id, mapping).await
}

/// Enters the rows that are good, and shows the list.
#[server(prefix = "/fn/member", endpoint = "import_run")]
pub(crate) async fn import_run(
    sheet: Sheet,
    id: ImportId,
    #[server(default)] mapping: Mapping,
) -> Result<(), Fault> {
    let done = portal_kit::member()?.import_run(sheet, id, mapping).await?;
    let rows = |count: u32| {
        let noun = if count == 1 { "row" } else { "rows" };
        format!("{} {noun}", portal_kit::count(count.into()))
    };
    let imported = rows(done.imported);
    portal_kit::notice(match done.left_out {
        0 => format!("Imported: {imported}."),
        left_out => format!("Imported: {imported}. Left out: {}.", rows(left_out)),
    });
    portal_kit::redirect(&format!("/{sheet}"));
    Ok(())
}
