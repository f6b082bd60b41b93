//! How many tests passed and failed, read off what the runners print.

use std::{
    io::{BufRead, BufReader, Read, Write},
    ops::AddAssign,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

use anyhow::{Context, Result, ensure};

use crate::run;

/// A count of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// What one line adds: the closing lines of nextest, of cargo's own runner and of Node's.
    fn of_line(line: &str) -> Self {
        let mut tally = Self::default();
        let words: Vec<&str> = line
            .split([' ', ',', ';', '.'])
            .filter(|word| !word.is_empty())
            .collect();
        let pairs = words.windows(2);
        match words.as_slice() {
            ["Summary", ..] | ["test", "result:", ..] => {
                for pair in pairs {
                    tally.add(pair[1], pair[0]);
                }
            }
            ["ℹ", what, number] => tally.add(what, number),
            _ => {}
        }
        tally
    }

    fn add(&mut self, what: &str, number: &str) {
        let Ok(number) = number.parse::<usize>() else {
            return;
        };
        match what {
            "pass" | "passed" => self.passed += number,
            "fail" | "failed" | "timed" | "cancelled" => self.failed += number,
            _ => {}
        }
    }
}

/// Runs a test runner with what it prints passed on, and adds up what it counted, whatever its end.
pub(crate) fn count(command: &mut Command, total: &mut Tally) -> Result<()> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = run::spawn(command)?;
    let (out, err) = (
        child.stdout.take().context("no output")?,
        child.stderr.take().context("no errors")?,
    );
    let shared = Mutex::new(Tally::default());
    let status = thread::scope(|scope| {
        scope.spawn(|| pass_on(out, std::io::stdout(), &shared));
        scope.spawn(|| pass_on(err, std::io::stderr(), &shared));
        run::wait(&mut child)
    })?;
    *total += shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    ensure!(status.success(), "`{}`: {status}", run::name(command));
    Ok(())
}

fn pass_on(from: impl Read, mut to: impl Write, total: &Mutex<Tally>) {
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let _ = to.write_all(&line).and_then(|()| to.write_all(b"\n"));
        *total.lock().unwrap_or_else(PoisonError::into_inner) +=
            Tally::of_line(&String::from_utf8_lossy(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> (usize, usize) {
        let Tally { passed, failed } = Tally::of_line(line);
        (passed, failed)
    }

    #[test]
    fn nextest() {
        assert_eq!(
            of("     Summary [   1.234s] 345 tests run: 345 passed (2 slow), 1 skipped"),
            (345, 0)
        );
        assert_eq!(
            of("     Summary [  60.1s] 9 tests run: 6 passed, 2 failed, 1 timed out, 0 skipped"),
            (6, 3)
        );
    }

    #[test]
    fn cargo() {
        let line = "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(of(line), (5, 2));
    }

    #[test]
    fn node() {
        assert_eq!(of("ℹ pass 12"), (12, 0));
        assert_eq!(of("ℹ fail 1"), (0, 1));
        assert_eq!(of("ℹ suites 3"), (0, 0));
    }

    #[test]
    fn other_lines_count_for_nothing() {
        assert_eq!(of("3 passed and 4 failed, said the page"), (0, 0));
    }
}
