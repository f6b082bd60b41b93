//! Tables that read well on a terminal and as Markdown.

use std::fmt;

/// Rows under named columns; the first column names the row, the others hold numbers.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(columns: [&str; N]) -> Self {
        Self {
            rows: vec![columns.map(str::to_owned).to_vec()],
        }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let width = self.width(column);
                if column == 0 {
                    write!(f, "| {cell:<width$} |")?;
                } else {
                    write!(f, " {cell:>width$} |")?;
                }
            }
            writeln!(f)?;
            if line == 0 {
                self.rule(f)?;
            }
        }
        Ok(())
    }
}

impl Table {
    fn rule(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.first().map_or(0, Vec::len);
        for column in 0..columns {
            let dashes = "-".repeat(self.width(column));
            if column == 0 {
                write!(f, "| {dashes} |")?;
            } else {
                write!(f, " {}: |", dashes.get(1..).unwrap_or_default())?;
            }
        }
        writeln!(f)
    }
}

/// Whether a target was reached.
pub(crate) fn verdict(reached: bool) -> String {
    if reached { "met" } else { "**missed**" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(["what", "ms"]);
        table.row(["schema".into(), "42".into()]);
        assert_eq!(
            table.to_string(),
            "| what   | ms |\n| ------ | -: |\n| schema | 42 |\n"
        );
    }
}
