//! The report of a run for people: Markdown, which prints well and is kept by everybody's tools.

use std::fmt::Write;

use contract::{
    isolation::{Check, Family, Report},
    tenants::Strategy,
};

/// Writes the report of a run.
pub fn markdown(report: &Report) -> String {
    let run = &report.run;
    let mut text = String::from("# Isolation report\n\n");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "- Run: {} ({})", run.id, run.state);
    let _ = writeln!(text, "- Wished by: {}", plain(&run.wished_by));
    let _ = writeln!(text, "- Began: {}", run.created_at.to_rfc3339());
    if let Some(at) = run.finished_at {
        let _ = writeln!(text, "- Ended: {}", at.to_rfc3339());
    }
    let (passed, total, score) = (run.passed, run.total, run.score());
    let _ = writeln!(text, "- Score: {score} ({passed} of {total} checks passed)");
    if report.is_complete() {
        text.push_str(&tallies(report));
    } else {
        text.push_str("\nThe checks that passed are not kept any more; these failed.\n");
    }
    for (title, passed) in [("Failed", false), ("Passed", true)] {
        let checks = report.checks.iter();
        let checks: Vec<&Check> = checks
            .filter(|check| check.probed.passed == passed)
            .collect();
        if !checks.is_empty() {
            let _ = writeln!(text, "\n## {title}");
        }
        for check in checks {
            text.push_str(&section(check));
        }
    }
    text
}

fn tallies(report: &Report) -> String {
    let mut text =
        String::from("\n| Way | Place | Passed | Checks |\n| --- | --- | ---: | ---: |\n");
    let places = Strategy::ALL.iter().copied().map(Some).chain([None]);
    for (family, place) in Family::ALL
        .iter()
        .flat_map(|family| places.clone().map(move |place| (*family, place)))
    {
        let tally = report.tally(family, place);
        if tally.total > 0 {
            let place = place.map_or("installation", Strategy::as_str);
            let (passed, total) = (tally.passed, tally.total);
            let _ = writeln!(text, "| {family} | {place} | {passed} | {total} |");
        }
    }
    text
}

fn section(check: &Check) -> String {
    let probed = &check.probed;
    let place = check.strategy.map_or("installation", Strategy::as_str);
    format!(
        "\n### {} ({}, {place})\n\n- Tried: {}\n- Expected: {}\n- Seen: {}\n- At: {}\n",
        plain(&probed.key),
        check.family,
        plain(&probed.tried),
        plain(&probed.expected),
        plain(&probed.seen),
        check.at.to_rfc3339(),
    )
}

/// On one line, with nothing in it that Markdown takes for markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_control() => plain.push(' '),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '#' | '|' => {
                plain.push('\\');
                plain.push(letter);
            }
            letter => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_that_was_seen_becomes_markup() {
        assert_eq!(plain("<b>*x*\n# y"), "\\<b\\>\\*x\\* \\# y");
        assert_eq!(plain("one row of customers"), "one row of customers");
    }
}
