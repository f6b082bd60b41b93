//! The style sheet: Tailwind reads the class names out of the sources and writes `style/app.css`, which is
//! committed, so that a plain `cargo build` needs no Node.js.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{files, npm, run, scratch::Scratch};

/// The committed style sheet.
pub(crate) const SHEET: &str = "style/app.css";

/// What `cargo xtask css` takes.
#[derive(Args)]
pub(crate) struct Css {
    /// Write nothing; fail if the committed file is not what the sources give.
    #[arg(long)]
    check: bool,
}

impl Css {
    pub(crate) fn run(&self) -> Result<()> {
        if self.check { check() } else { write() }
    }
}

/// Writes the style sheet; untouched when nothing has changed.
pub(crate) fn write() -> Result<()> {
    let fresh = generate()?;
    if files::read_if_there(Path::new(SHEET))?.as_ref() != Some(&fresh) {
        files::replace(Path::new(SHEET), fresh.as_bytes())?;
        eprintln!("{SHEET}: {} bytes", fresh.len());
    }
    Ok(())
}

/// Fails unless the committed style sheet is what the sources give.
pub(crate) fn check() -> Result<()> {
    let committed = files::read_if_there(Path::new(SHEET))?;
    ensure!(
        committed == Some(generate()?),
        "{SHEET} is stale: run `cargo xtask css` and commit the file"
    );
    Ok(())
}

fn generate() -> Result<String> {
    let scratch = Scratch::new("css")?;
    let sheet = scratch.path().join("app.css");
    run::output(
        npm::tool("tailwindcss")?
            .args(["--input", "style/tailwind.css", "--minify", "--output"])
            .arg(&sheet),
    )?;
    fs::read_to_string(&sheet).context("Tailwind wrote no style sheet")
}
