//! Rows for people's spreadsheets: CSV (RFC 4180) in which no cell is a formula.

use std::borrow::Cow;

use contract::Fault;
use csv::{Terminator, WriterBuilder};

/// What begins a file that people open: spreadsheets would take it for the letters of their own country without it.
pub(crate) const MARK: char = '\u{feff}';

/// The rows as text.
pub(crate) fn rows<Row: AsRef<[String]>>(
    rows: impl IntoIterator<Item = Row>,
) -> Result<String, Fault> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Memory takes whatever is written.
        let row: Vec<_> = row.as_ref().iter().map(|cell| as_text(cell)).collect();
        let written = writer.write_record(row.iter().map(|cell| cell.as_bytes()));
        written.map_err(|_| Fault::internal())?;
    }
    let bytes = writer.into_inner().map_err(|_| Fault::internal())?;
    String::from_utf8(bytes).map_err(|_| Fault::internal())
}

/// What a formula may begin with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that spreadsheets take for text, whatever somebody entered: they run what begins like a formula, and would send
/// other cells away with it. An apostrophe in front is what they themselves mark text with.
fn as_text(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// What was entered, of a cell that [`rows`] may have marked.
pub(crate) fn unmarked(cell: &str) -> &str {
    let marked = cell.strip_prefix('\'');
    marked
        .filter(|rest| rest.starts_with(FORMULA))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "="] {
            assert_eq!(as_text(formula), format!("'{formula}"));
            assert_eq!(unmarked(&as_text(formula)), formula);
        }
        for text in ["", "Ada", "1", " =1", "'=1", "a=b", "{\"a\":1}"] {
            assert_eq!(as_text(text), text);
        }
    }

    #[test]
    fn rows_are_quoted_where_they_must_be() {
        let text = rows([
            ["a", "b"].map(str::to_owned),
            ["say \"hi\"", "x,y\nz"].map(str::to_owned),
            ["=cmd|'/c calc'!A0", ""].map(str::to_owned),
        ]);
        assert_eq!(
            text.unwrap(),
            "a,b\r\n\"say \"\"hi\"\"\",\"x,y\nz\"\r\n'=cmd|'/c calc'!A0,\r\n"
        );
    }
}
