//! A look at every row of a file, before anything is entered.

use std::collections::BTreeMap;

use contract::{
    Fault, FaultCode,
    sheets::{ImportReport, Mapping, RowError, Sheet},
};
use modules::Vocabulary;
use store::TenantReader;

use super::{
    columns::{Column, Field, columns},
    file::File,
    incoming::{Cells, Incoming, incoming},
};

/// Characters of a cell that are told of an error.
const MOST_TOLD: usize = 100;

/// The number of the column that each field is read from.
pub(super) type Places = BTreeMap<&'static str, usize>;

/// What a look at every row came to.
pub(super) struct Looked {
    /// The rows that are good.
    pub(super) incoming: Box<dyn Incoming>,
    /// How many are not.
    pub(super) bad: u32,
    pub(super) errors: Vec<RowError>,
    pub(super) more_errors: u32,
}

impl Looked {
    pub(super) async fn at(
        reader: &mut TenantReader,
        sheet: Sheet,
        file: &File,
        places: &Places,
        words: &Vocabulary,
    ) -> Result<Self, Fault> {
        let mut looked = Self {
            incoming: incoming(sheet, reader).await?,
            bad: 0,
            errors: Vec::new(),
            more_errors: 0,
        };
        for row in &file.rows {
            let cells = Cells {
                row: &row.cells,
                places,
            };
            let Err(fault) = looked.incoming.take(&cells) else {
                continue;
            };
            looked.bad += 1;
            for (column, field) in read(sheet) {
                let Some(sentence) = fault.fields.get(field.name) else {
                    continue;
                };
                let place = places.get(field.name);
                let head = place.and_then(|place| file.heads.get(*place));
                looked.note(RowError {
                    line: row.line,
                    column: head.map_or_else(|| column.head(words), |head| told(head)),
                    value: told(cells.get(field.name)),
                    sentence: sentence.clone(),
                });
            }
        }
        Ok(looked)
    }

    fn note(&mut self, error: RowError) {
        if self.errors.len() < ImportReport::MOST {
            self.errors.push(error);
        } else {
            self.more_errors += 1;
        }
    }
}

/// The columns that are read, and into what.
pub(super) fn read(sheet: Sheet) -> impl Iterator<Item = (&'static Column, Field)> {
    columns(sheet)
        .iter()
        .filter_map(|column| Some((column, column.field?)))
}

/// The number of the column whose head says that it is this.
pub(super) fn guessed(column: &Column, heads: &[String], words: &Vocabulary) -> Option<usize> {
    heads
        .iter()
        .position(|head| column.is_meant_by(head, words))
}

/// Where each field is, or which are not where they should be.
pub(super) fn places(
    sheet: Sheet,
    mapping: &Mapping,
    file: &File,
    words: &Vocabulary,
) -> Result<Places, Fault> {
    let mut places = Places::new();
    let mut wrong = BTreeMap::new();
    for (column, field) in read(sheet) {
        let chosen = mapping.get(field.name).map_or("", |number| number.trim());
        let place = chosen.parse().ok().filter(|at| *at < file.heads.len());
        if let Some(place) = place {
            places.insert(field.name, place);
        } else if !chosen.is_empty() {
            wrong.insert(
                field.name.to_owned(),
                "The file has no such column.".to_owned(),
            );
        } else if field.is_required {
            let sentence = format!("Say which column is “{}”.", column.head(words));
            wrong.insert(field.name.to_owned(), sentence);
        }
    }
    if wrong.is_empty() {
        return Ok(places);
    }
    let sentences: Vec<_> = wrong.values().cloned().collect();
    let mut fault = Fault::new(FaultCode::Invalid, sentences.join(" "));
    fault.fields = wrong;
    Err(fault)
}

/// The beginning of a cell.
pub(super) fn told(cell: &str) -> String {
    match cell.char_indices().nth(MOST_TOLD) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
