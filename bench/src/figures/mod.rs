//! The figures, one file each.

pub(crate) mod creating;
pub(crate) mod databases;
pub(crate) mod growth;
pub(crate) mod listing;
pub(crate) mod log;
pub(crate) mod pages;
pub(crate) mod provisioning;
pub(crate) mod raw;
pub(crate) mod sizes;

use std::fmt;

use crate::table::Table;

/// One thing that was measured.
pub(crate) struct Figure {
    pub(crate) title: &'static str,
    /// How it was taken.
    pub(crate) method: String,
    pub(crate) table: Table,
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            title,
            method,
            table,
        } = self;
        write!(f, "## {title}\n\n{method}\n\n{table}")
    }
}
