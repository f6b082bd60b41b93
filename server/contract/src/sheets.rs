//! Sheets: the records of a module as a table of text (CSV), out of a workspace and into it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{
    Answer,
    acts::{Act, words},
    ids::ImportId,
};

/// The largest file that is taken, in bytes.
pub const LARGEST_SHEET: usize = 2_000_000;
/// Rows of a file that are taken, below the heads.
pub const MOST_ROWS: usize = 5_000;

words! {
    /// Records that go out as a sheet; the words are the modules.
    Sheet {
        /// Customers.
        Customers = "customers",
        /// Professionals.
        Professionals = "professionals",
        /// Services.
        Services = "services",
        /// Referrals; they go out, and not in.
        Referrals = "referrals",
    }
}

impl Sheet {
    /// What seeing the records takes.
    pub const fn read(self) -> Act {
        match self {
            Self::Customers => Act::CustomerRead,
            Self::Professionals => Act::ProfessionalRead,
            Self::Services => Act::ServiceRead,
            Self::Referrals => Act::ReferralRead,
        }
    }

    /// What entering records takes; none where they only go out.
    pub const fn enter(self) -> Option<Act> {
        match self {
            Self::Customers => Some(Act::CustomerWrite),
            Self::Professionals => Some(Act::ProfessionalWrite),
            Self::Services => Some(Act::ServiceWrite),
            Self::Referrals => None,
        }
    }
}

/// Which column of a file each field is read from: the number of the column, from 0, by the name of the field. A field
/// that is absent, or has an empty number, is left out.
pub type Mapping = BTreeMap<String, String>;

/// A file that waits to be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The import's id.
    pub id: ImportId,
    /// Rows below the heads.
    pub rows: usize,
    /// The columns of the file, in their order.
    pub columns: Vec<ImportColumn>,
    /// What can be read from them.
    pub fields: Vec<ImportField>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// What stands above it.
    pub head: String,
    /// The first value in it.
    pub example: String,
}

/// A field that a column can be read into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportField {
    /// Its name in a [`Mapping`].
    pub name: String,
    /// Its name on screen.
    pub label: String,
    /// Whether a record cannot be without it.
    pub is_required: bool,
    /// The number of the column whose head says that it is this.
    pub column: Option<usize>,
}

/// What came of an import, or would come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows that become records.
    pub good: u32,
    /// Rows that are left out.
    pub bad: u32,
    /// What is wrong with those, at most [`ImportReport::MOST`].
    pub errors: Vec<RowError>,
    /// What else is wrong.
    pub more_errors: u32,
    /// Why nothing can be imported, although rows are good: the plan has no room.
    pub obstacle: Option<String>,
}

impl ImportReport {
    /// Errors that are told.
    pub const MOST: usize = 200;
}

/// What is wrong with a cell of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The line of the file on which the row begins; the heads are on the first.
    pub line: u64,
    /// What stands above the cell, or the name of the field that has no column.
    pub column: String,
    /// What was there.
    pub value: String,
    /// The sentence that says the mend.
    pub sentence: String,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    /// Rows that became records.
    pub imported: u32,
    /// Rows that did not.
    pub left_out: u32,
}

/// What a member can do with sheets that come in. Each wants what entering one record takes.
#[async_trait]
pub trait Imports: Send + Sync {
    /// Keeps a file for a day, for whoever sends it, in the place of the one before.
    async fn import_begin(&self, sheet: Sheet, file: Vec<u8>) -> Answer<ImportId>;
    /// The file, and what its columns look like.
    async fn import_get(&self, sheet: Sheet, id: ImportId) -> Answer<Import>;
    /// What would come of it.
    async fn import_check(
        &self,
        sheet: Sheet,
        id: ImportId,
        mapping: Mapping,
    ) -> Answer<ImportReport>;
    /// Enters the rows that are good, all at once; answers how many were entered and how many left out. Done once: a
    /// second time answers what came of the first.
    async fn import_run(&self, sheet: Sheet, id: ImportId, mapping: Mapping) -> Answer<ImportDone>;
}
