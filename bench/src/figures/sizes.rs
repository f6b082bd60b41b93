//! How large what a browser loads is.

use std::{collections::HashSet, fs, path::Path};

use anyhow::{Context, Result};

use super::Figure;
use crate::table::{Table, verdict};

/// A host's pages load one of them.
const HALVES: [&str; 2] = ["operator", "workspace"];

/// Bytes of brotli that a kind stays within.
const TARGETS: [(&str, u64); 2] = [("wasm", 600_000), ("css", 20_000)];

/// Looks at the files that the server hands out.
pub(crate) fn measure(site: &Path) -> Result<Figure> {
    let mut table = Table::new(["file", "raw KB", "brotli KB", "target KB", ""]);
    let mut seen = HashSet::new();
    for (half, kind, hash) in files(site)? {
        let stem = if kind == "css" { "style" } else { half };
        let file = site.join("pkg").join(format!("{stem}.{hash}.{kind}"));
        if !seen.insert(file.clone()) {
            continue;
        }
        let raw = bytes(&file)?;
        let small = bytes(&file.with_extension(format!("{kind}.br")))?;
        let target = TARGETS.iter().find(|(of, _)| *of == kind);
        table.row([
            format!("{stem}.{kind}"),
            kilobytes(raw),
            kilobytes(small),
            target.map_or_else(String::new, |(_, most)| format!("≤ {}", kilobytes(*most))),
            target.map_or_else(String::new, |(_, most)| verdict(small <= *most)),
        ]);
    }
    Ok(Figure {
        title: "Sizes of what a browser loads",
        method: "The files of the release build, as they lie in `target/site/pkg`, with 1 KB = 1,000 bytes. The \
                 operators' host loads the half named operator, every other host the one named workspace."
            .to_owned(),
        table,
    })
}

/// Half, kind and hash of each file.
fn files(site: &Path) -> Result<Vec<(&'static str, String, String)>> {
    let mut files = Vec::new();
    for half in HALVES {
        let path = site.join("hashes").join(half).with_extension("txt");
        let hashes = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        for (kind, hash) in hashes.lines().filter_map(|line| line.split_once(": ")) {
            files.push((half, kind.to_owned(), hash.to_owned()));
        }
    }
    Ok(files)
}

fn bytes(file: &Path) -> Result<u64> {
    let metadata = fs::metadata(file);
    Ok(metadata
        .with_context(|| format!("{} is not built", file.display()))?
        .len())
}

fn kilobytes(bytes: u64) -> String {
    bytes.div_ceil(1000).to_string()
}
