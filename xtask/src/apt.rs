//! Installing what is missing with Debian's package manager.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::run;

const APT_GET: &str = "/usr/bin/apt-get";

/// Installs packages when we are root, and otherwise says which command does.
pub(crate) fn install(why: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !Path::new(APT_GET).exists() {
        bail!("{why}. Install what Debian calls {list}");
    }
    if !may_install() {
        bail!(
            "{why}. Run this, then try again:\n\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}\n"
        );
    }
    eprintln!("{why}: installing {list}");
    apt_get(&["update", "--quiet"])?;
    apt_get(
        &[
            &["install", "--yes", "--quiet", "--no-install-recommends"],
            packages,
        ]
        .concat(),
    )
}

/// Whether `install` would install anything.
pub(crate) fn may_install() -> bool {
    Uid::effective().is_root() && Path::new(APT_GET).exists()
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    run::run(
        Command::new(APT_GET)
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
