//! What is logged, for tests of what must not be.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing_subscriber::filter::LevelFilter;

/// Every line that this thread logs while the value lives; a test on one thread hears all of its own.
pub struct Heard {
    lines: Lines,
    _listening: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Heard {
    /// Begins to listen, as closely as a server that was not told otherwise.
    #[must_use]
    pub fn new() -> Self {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::INFO)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        Self {
            lines,
            _listening: tracing::subscriber::set_default(subscriber),
        }
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        let bytes = self.lines.0.lock().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(str::to_owned).collect()
    }
}

impl Default for Heard {
    fn default() -> Self {
        Self::new()
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
