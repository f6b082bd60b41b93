//! A file that somebody sent: its text, its separator, its rows.

use contract::{
    Fault,
    sheets::{LARGEST_SHEET, MOST_ROWS},
};
use csv::{Position, ReaderBuilder, StringRecord};

use crate::spreadsheet::{MARK, unmarked};

/// The field of the form.
const FILE: &str = "file";
/// More columns than any sheet has.
const MOST_COLUMNS: usize = 200;
/// What stands between cells. Where a comma parts whole numbers from decimals, spreadsheets write another.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a file.
pub(crate) struct File {
    /// What stands above the columns.
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One row.
pub(crate) struct Row {
    /// The line on which it begins.
    pub(crate) line: u64,
    /// As many as there are heads, at most; without what marked them as text.
    pub(crate) cells: Vec<String>,
}

/// The text of a file.
pub(crate) fn text(file: Vec<u8>) -> Result<String, Fault> {
    if file.is_empty() {
        return Err(refuse("Choose a file first."));
    }
    if file.len() > LARGEST_SHEET {
        let megabytes = LARGEST_SHEET / 1_000_000;
        return Err(refuse(format!(
            "This file is larger than {megabytes} MB. Divide it into several."
        )));
    }
    let text = String::from_utf8(file).map_err(|_| {
        refuse("This file is not in UTF-8. Save it as “CSV UTF-8” and choose it again.")
    })?;
    match text.strip_prefix(MARK) {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

/// The rows of the text.
pub(crate) fn rows(text: &str) -> Result<File, Fault> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut heads = None;
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    let mut lines = Lines {
        text,
        line: 1,
        byte: 0,
    };
    // The text is whole and in UTF-8: nothing in it cannot be read.
    while reader.read_record(&mut record).map_err(|_| unreadable())? {
        let line = lines.of(record.position());
        let Some(columns) = heads.as_ref().map(Vec::len) else {
            let cells = record.iter().map(|cell| cell.trim().to_owned());
            heads = Some(cells.collect::<Vec<_>>());
            if record.len() > MOST_COLUMNS {
                return Err(refuse(format!(
                    "This file has more than {MOST_COLUMNS} columns. Remove those that are not needed."
                )));
            }
            continue;
        };
        let cells = record
            .iter()
            .take(columns)
            .map(|cell| unmarked(cell).to_owned());
        let cells: Vec<_> = cells.collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(refuse(format!(
                "This file has more than {MOST_ROWS} rows. Divide it into several."
            )));
        }
        rows.push(Row { line, cells });
    }
    match heads {
        Some(heads) if !rows.is_empty() => Ok(File { heads, rows }),
        _ => Err(refuse(
            "This file has no rows: the first line names the columns, and the rows follow below.",
        )),
    }
}

/// Counts lines. What the reader counts itself is one less after every line end of two characters.
struct Lines<'t> {
    text: &'t str,
    line: u64,
    /// Counted so far.
    byte: usize,
}

impl Lines<'_> {
    /// The line on which a record begins that the reader found here, maybe before the end of the line before.
    fn of(&mut self, found: Option<&Position>) -> u64 {
        let found = found.map_or(0, Position::byte);
        let found = usize::try_from(found).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        let ends = bytes
            .iter()
            .skip(found)
            .take_while(|byte| b"\r\n".contains(byte));
        let begin = found.saturating_add(ends.count()).min(bytes.len());
        let passed = self.text.get(self.byte..begin).unwrap_or_default();
        let ended = passed.matches('\n').count();
        self.line += u64::try_from(ended).unwrap_or_default();
        self.byte = begin;
        self.line
    }
}

/// The separator that parts the heads into the most.
fn separator(text: &str) -> u8 {
    let columns = |separator: &u8| {
        let mut reader = ReaderBuilder::new()
            .delimiter(*separator)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(true) => record.len(),
            Ok(false) | Err(_) => 0,
        }
    };
    // Of those that part alike the first is taken.
    let best = SEPARATORS.iter().rev().max_by_key(|one| columns(one));
    best.copied().unwrap_or(b',')
}

fn refuse(sentence: impl Into<String>) -> Fault {
    Fault::field(FILE, sentence)
}

fn unreadable() -> Fault {
    refuse("This file cannot be read. Save it as “CSV UTF-8” and choose it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
        let file = rows(text).unwrap();
        let rows = file.rows.into_iter();
        (file.heads, rows.map(|row| (row.line, row.cells)).collect())
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    fn sentence(fault: &Fault) -> &str {
        fault.fields.get(FILE).unwrap()
    }

    #[test]
    fn a_separator_is_found_by_itself() {
        for text in [
            "Name,Notes\r\nAda,\"Tea; milk\"\r\n",
            "Name;Notes\nAda;Tea; milk\n",
            "Name\tNotes\nAda\tTea; milk",
            "\"Name\";\"Notes\"\nAda;Tea; milk",
        ] {
            let (heads, rows) = read(text);
            assert_eq!(heads, ["Name", "Notes"], "{text}");
            assert_eq!(rows[0].1[0], "Ada", "{text}");
        }
        assert_eq!(read("Name\nAda").1, [(2, strings(&["Ada"]))]);
    }

    #[test]
    fn rows_know_their_lines() {
        let (heads, rows) =
            read("Name,Notes\r\nAda,\"Tea\r\nand milk\"\r\n\r\n,\r\nBea\r\nCleo,Tea,more\r\n");
        assert_eq!(heads, ["Name", "Notes"]);
        let expected = [
            (2, strings(&["Ada", "Tea\r\nand milk"])),
            (6, strings(&["Bea"])),
            (7, strings(&["Cleo", "Tea"])),
        ];
        assert_eq!(rows, expected, "rows without a word are none");
    }

    #[test]
    fn what_an_export_marked_as_text_comes_back_without_the_mark() {
        let (_, rows) = read("Name,Phone\n'=A1,'+1 202\n'tis,'\n''=A1,");
        assert_eq!(rows[0].1, ["=A1", "+1 202"]);
        assert_eq!(rows[1].1, ["'tis", "'"]);
        assert_eq!(rows[2].1, ["''=A1", ""]);
    }

    #[test]
    fn a_file_that_is_none_is_refused_in_words() {
        assert_eq!(text("\u{feff}Näme".as_bytes().to_vec()).unwrap(), "Näme");
        for (file, said) in [
            (vec![], "Choose a file first."),
            (vec![b'a'; LARGEST_SHEET + 1], "larger than 2 MB"),
            (b"N\xe4me".to_vec(), "not in UTF-8"),
        ] {
            assert!(sentence(&text(file).unwrap_err()).contains(said), "{said}");
        }
        let many = "a\n".repeat(MOST_ROWS + 2);
        for (text, said) in [
            ("", "no rows"),
            ("Name,Notes\n,\n", "no rows"),
            (many.as_str(), "more than 5000 rows"),
            (&",".repeat(MOST_COLUMNS), "more than 200 columns"),
        ] {
            let refused = rows(text).err().unwrap();
            assert!(sentence(&refused).contains(said), "{said}");
        }
        assert_eq!(
            rows(&"a\n".repeat(MOST_ROWS + 1)).unwrap().rows.len(),
            MOST_ROWS
        );
    }
}
