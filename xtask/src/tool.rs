//! Tools that cargo builds: nobody else's version decides what holds.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run;

/// The program of a crate such as `cargo-deny@0.20.2`, built here once.
pub(crate) fn installed(krate: &str) -> Result<PathBuf> {
    let folder = Path::new("target/tools").join(krate);
    let (name, _) = krate.split_once('@').context("a tool has a version")?;
    let tool = folder.join("bin").join(name);
    if !tool.exists() {
        run::run(
            run::cargo()
                // Without optimisation it is built in half the time, and is fast enough.
                .args(["install", "--debug", "--locked", krate, "--root"])
                .arg(&folder),
        )?;
    }
    Ok(tool)
}
