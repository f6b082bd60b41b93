//! The tools that come from npm: pinned by `package-lock.json`, used to build and test, never shipped.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    files::{hash, read_if_there},
    run, steps,
};

const NO_NODE: &str = "Node.js 20 or newer with npm builds the style sheet and the browser half: \
    install it (Debian: `apt-get install nodejs npm`)";

/// A tool of `node_modules`, installed first when the lock file has changed.
pub(crate) fn tool(name: &str) -> Result<Command> {
    install()?;
    Ok(Command::new(Path::new("node_modules/.bin").join(name)))
}

/// Makes `node_modules` what the lock file says.
pub(crate) fn install() -> Result<()> {
    let lock =
        fs::read("package-lock.json").context("package-lock.json is part of the checkout")?;
    let wanted = hash(&lock);
    let stamp = Path::new("node_modules/.installed-from");
    if read_if_there(stamp)?.as_deref() == Some(&wanted) {
        return Ok(());
    }
    steps::timed("npm packages", || {
        run::output(Command::new("npm").arg("--version")).context(NO_NODE)?;
        // Not `npm ci`: it refuses a lock file that lacks other platforms' optional packages, and not every
        // registry holds those. `--no-save` keeps the lock file as it is.
        run::run(Command::new("npm").args(["install", "--no-save", "--ignore-scripts"]))?;
        Ok(fs::write(stamp, &wanted)?)
    })
}
