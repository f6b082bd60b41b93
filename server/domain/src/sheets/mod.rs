//! Sheets: the records of a module as a table for people's spreadsheets, out of the workspace and into it.

mod columns;
mod export;
mod file;
mod import;
mod incoming;
mod looked;

pub use export::{SheetExport, SheetFilter};
