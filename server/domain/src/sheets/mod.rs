//! Sheets: the records of a module as a table for people's spreadsheets.

mod columns;
mod export;

pub use export::{SheetExport, SheetFilter};
