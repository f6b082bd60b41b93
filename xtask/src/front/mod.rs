//! The browser half: the same pages compiled to WebAssembly, made small, and laid out under `target/site`
//! the way Leptos looks for them.

mod bindgen;
mod compiler;
mod site;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{css, run, steps::timed};

/// Where the server finds the files of the browser half.
pub(crate) const SITE: &str = "target/site";

/// The name that every file of the browser half begins with.
const NAME: &str = "tenantry";

/// Brings `target/site` up to date with the sources.
pub(crate) fn build() -> Result<()> {
    css::write()?;
    let compiled = timed("browser half: compile", compile)?;
    let bound = timed("browser half: shrink", || bindgen::bind(&compiled))?;
    timed("browser half: lay out", || {
        site::lay_out(&bound, Path::new(SITE))
    })
}

/// Compiles the root library for browsers. Its target folder is its own: the features differ from the
/// server's, and one would throw away the other's work.
fn compile() -> Result<PathBuf> {
    let target = Path::new("target/front");
    run::run(
        compiler::Compiler::find()?
            .cargo_build()
            .args(["--package", NAME, "--lib"])
            .args(["--no-default-features", "--features", "hydrate"])
            .args(["--profile", "wasm-release", "--target-dir"])
            .arg(target),
    )?;
    Ok(target
        .join(compiler::TARGET)
        .join("wasm-release")
        .join(NAME)
        .with_extension("wasm"))
}
