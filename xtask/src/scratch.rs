//! Folders that vanish.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result};

/// An empty folder under the system's temporary folder, gone when this value is.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// `purpose` is part of the name, for those who find what a killed run left behind.
    pub(crate) fn new(purpose: &str) -> Result<Self> {
        let name = format!("tenantry-{purpose}-{}", process::id());
        let folder = std::env::temp_dir().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}: set TMPDIR", folder.display()))?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("warning: {} stays: {error}", self.0.display());
        }
    }
}
