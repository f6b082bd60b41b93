//! The browser halves: the same pages compiled to WebAssembly, made small, and laid out under `target/site`
//! the way Leptos looks for them. There are two, so that nobody loads the portals of other people's hosts.

mod bindgen;
mod compiler;
mod site;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{css, run, steps::timed};

/// Where the server finds the files of the browser halves.
pub(crate) const SITE: &str = "target/site";

/// The halves. Each is a package below `app/front`, and its files begin with its name.
const HALVES: [&str; 2] = ["operator", "workspace"];

/// Brings `target/site` up to date with the sources.
pub(crate) fn build() -> Result<()> {
    css::write()?;
    let mut bound = Vec::new();
    for half in HALVES {
        let compiled = timed(&format!("{half}: compile"), || compile(half))?;
        bound.push(timed(&format!("{half}: shrink"), || {
            bindgen::bind(half, &compiled)
        })?);
    }
    timed("browser halves: lay out", || {
        site::lay_out(&bound, Path::new(SITE))
    })
}

/// Compiles a half for browsers. The target folder is the halves' own: the features differ from the
/// server's, and one would throw away the other's work.
fn compile(half: &str) -> Result<PathBuf> {
    let package = format!("front-{half}");
    let target = Path::new("target/front");
    run::run(
        compiler::Compiler::find()?
            .cargo_build()
            .args(["--package", &package, "--features", "hydrate"])
            .args(["--profile", "wasm-release", "--target-dir"])
            .arg(target),
    )?;
    Ok(target
        .join(compiler::TARGET)
        .join("wasm-release")
        .join(package.replace('-', "_"))
        .with_extension("wasm"))
}
