//! From what the compiler makes to what a browser takes: bindings in JavaScript, and a smaller module.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    files::{hash, read_if_there},
    npm, run,
};

/// What rustc uses without being asked and every browser of the last three years has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The files of a browser half, before they get the names they are served under.
pub(super) struct Bound {
    pub(super) half: &'static str,
    pub(super) script: PathBuf,
    pub(super) module: PathBuf,
    pub(super) snippets: PathBuf,
}

/// Makes the files a browser takes; nothing to do when the compiled module is the one of last time.
pub(super) fn bind(half: &'static str, compiled: &Path) -> Result<Bound> {
    let folder = &Path::new("target/front/bound").join(half);
    let bound = Bound {
        half,
        script: folder.join(half).with_extension("js"),
        module: folder.join(half).with_extension("wasm"),
        snippets: folder.join("snippets"),
    };
    let made_from = folder.join("made-from");
    let wanted = hash(&fs::read(compiled)?);
    if read_if_there(&made_from)?.as_deref() == Some(&wanted) {
        return Ok(bound);
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    write_bindings(half, compiled, folder)?;
    shrink(&folder.join(format!("{half}_bg.wasm")), &bound.module)?;
    fs::write(made_from, wanted)?;
    Ok(bound)
}

fn write_bindings(half: &str, compiled: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(half)
        .web(true)?
        // Leptos tells the script where the module is.
        .omit_default_module_path(true)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen: its version in xtask/Cargo.toml must be the one in Cargo.lock")
}

fn shrink(from: &Path, to: &Path) -> Result<()> {
    run::run(
        npm::tool("wasm-opt")?
            .arg("-Oz")
            .args(FEATURES)
            .arg(from)
            .arg("--output")
            .arg(to),
    )?;
    Ok(fs::remove_file(from)?)
}
