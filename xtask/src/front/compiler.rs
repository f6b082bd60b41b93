//! A Rust compiler that can make WebAssembly.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};

use crate::{apt, run};

/// The only browser target.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// A link that the package `rust-web-src` makes to the sources of its version.
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std";

/// The two ways to compile for browsers.
pub(crate) enum Compiler {
    /// The toolchain that runs us has the target.
    Ours,
    /// Debian's compiler for web browsers builds the target's standard library with the rest, because no
    /// package holds it. It has no linker for WebAssembly: ours has.
    Debian { linker: PathBuf },
}

impl Compiler {
    /// Finds a compiler, installing one when there is none.
    pub(crate) fn find() -> Result<Self> {
        if ours_has_the_target()? || (add_the_target() && ours_has_the_target()?) {
            return Ok(Self::Ours);
        }
        if !debian_is_there() {
            apt::install(
                "The browser half needs a compiler for WebAssembly, which `rustup target add \
                 wasm32-unknown-unknown` could not fetch",
                &["rustc-web", "cargo-web", "rust-web-src"],
            )?;
        }
        Ok(Self::Debian { linker: linker()? })
    }

    /// Begins a `cargo build` for the target.
    pub(crate) fn cargo_build(&self) -> Command {
        match self {
            Self::Ours => {
                let mut cargo = run::cargo();
                cargo.args(["build", "--target", TARGET]);
                cargo
            }
            Self::Debian { linker } => {
                let mut cargo = run::cargo_of(DEBIAN_CARGO);
                cargo
                    .args(["build", "--target", TARGET])
                    .arg("-Zbuild-std=std,panic_abort")
                    // Building the standard library is open to nightly compilers, and to this word.
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // `cargo run` points the loader at the libraries of our own compiler.
                    .env_remove("LD_LIBRARY_PATH");
                cargo
            }
        }
    }
}

fn ours_has_the_target() -> Result<bool> {
    let library = rustc(&["--print", "target-libdir", "--target", TARGET])?;
    Ok(Path::new(&library).is_dir())
}

fn debian_is_there() -> bool {
    [DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_SOURCES]
        .iter()
        .all(|path| Path::new(path).exists())
}

/// Fails where there is no rustup, and where nothing can be fetched.
fn add_the_target() -> bool {
    eprintln!("Fetching the target {TARGET}");
    run::run(Command::new("rustup").args(["target", "add", TARGET])).is_ok()
}

fn linker() -> Result<PathBuf> {
    let sysroot = rustc(&["--print", "sysroot"])?;
    let host = rustc(&["--print", "host-tuple"])?;
    let linker = Path::new(&sysroot).join(format!("lib/rustlib/{host}/bin/rust-lld"));
    ensure!(
        linker.exists(),
        "{} is missing: install Rust with rustup, whose toolchains hold the linker",
        linker.display()
    );
    Ok(linker)
}

fn rustc(arguments: &[&str]) -> Result<String> {
    run::output(Command::new("rustc").args(arguments))
}
