//! Files of the data folder that hold secrets.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, Result};

/// The content of a secret file, which is made with `make` if it is not there. Nobody but its owner can read it.
pub(crate) fn secret(path: &Path, make: impl FnOnce() -> String) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = make();
            write(path, &text)?;
            Ok(text)
        }
        Err(error) => Err(error).with_context(|| {
            format!(
                "{} cannot be read; run as its owner, or choose another data folder with --data",
                path.display()
            )
        }),
    }
}

/// The content of a secret file that has to be there.
pub(crate) fn read_secret(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path);
    let text = text.with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.trim().to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| {
            format!(
                "the data folder {} cannot be made; choose another with --data",
                folder.display()
            )
        })?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| {
            format!(
                "{} cannot be written; choose another data folder with --data",
                path.display()
            )
        })?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
