//! The folder that the server hands out: `pkg` with names that change with the content, so that browsers may
//! keep the files for ever, each with its brotli form beside it; `hashes`, a file for each half, which tells Leptos
//! the names; and what is in `public`, under its own names.

use std::{
    collections::HashSet,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;

use super::bindgen::Bound;
use crate::{
    css,
    files::{copy_folder, hash, replace},
};

/// Lays out everything below `site`, writing only what is not there yet.
pub(super) fn lay_out(halves: &[Bound], site: &Path) -> Result<()> {
    let package = site.join("pkg");
    let hashes = site.join("hashes");
    fs::create_dir_all(&package)?;
    fs::create_dir_all(&hashes)?;
    copy_folder(Path::new("public"), site)?;

    let mut current = HashSet::new();
    for bound in halves {
        // Their folders have names that change with the content: the halves can share one.
        copy_folder(&bound.snippets, &package.join("snippets"))?;
        let mut names = String::new();
        for (stem, kind, source) in [
            (bound.half, "js", bound.script.as_path()),
            (bound.half, "wasm", &bound.module),
            ("style", "css", Path::new(css::SHEET)),
        ] {
            let placed = Placed::at(&package, stem, kind, source)?;
            names.push_str(&hash_line(kind, &placed.hash));
            current.extend([placed.file, placed.small]);
        }
        replace(
            &hashes.join(bound.half).with_extension("txt"),
            names.as_bytes(),
        )?;
    }
    remove_others(&package, &current)
}

/// A file under the name that it is served by, and its brotli form.
struct Placed {
    hash: String,
    file: PathBuf,
    small: PathBuf,
}

impl Placed {
    fn at(package: &Path, stem: &str, kind: &str, source: &Path) -> Result<Self> {
        let content =
            fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
        let hash = hash(&content);
        let file = package.join(format!("{stem}.{hash}.{kind}"));
        let small = compressed(&file);
        if !small.exists() {
            replace(&file, &content)?;
            replace(&small, &brotli(&content)?)?;
        }
        eprintln!(
            "    {stem}.{kind}: {} KB, {} KB brotli",
            kilobytes(&file)?,
            kilobytes(&small)?
        );
        Ok(Self { hash, file, small })
    }
}

/// A line of the file that `leptos::hydration` and `leptos_meta::HashedStylesheet` read: they split it at
/// the colon and put the hash between the name and the extension.
fn hash_line(kind: &str, hash: &str) -> String {
    format!("{kind}: {hash}\n")
}

fn compressed(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    name.into()
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let best = BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut Cursor::new(content), &mut small, &best)?;
    Ok(small)
}

fn kilobytes(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file)?.len().div_ceil(1000))
}

fn remove_others(folder: &Path, keep: &HashSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && !keep.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reading half of the contract, as Leptos 0.8 does it.
    #[test]
    fn leptos_finds_the_hash_in_a_line() {
        let line = hash_line("js", "0123abcd");
        let (kind, hash) = line.trim().split_once(':').unwrap_or_default();
        assert_eq!((kind, hash.trim()), ("js", "0123abcd"));
    }

    #[test]
    fn the_brotli_form_holds_the_same_content() -> Result<()> {
        let content = b"the same words, the same words, the same words".repeat(50);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut Cursor::new(brotli(&content)?), &mut back)?;
        assert_eq!(back, content);
        Ok(())
    }
}
