//! How large what a browser loads is.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::Figure;
use crate::table::{Table, verdict};

/// Bytes of brotli that a kind stays within.
const TARGETS: [(&str, u64); 2] = [("wasm", 600_000), ("css", 20_000)];

/// Looks at the files that the server hands out.
pub(crate) fn measure(site: &Path) -> Result<Figure> {
    let mut table = Table::new(["file", "raw KB", "brotli KB", "target KB", ""]);
    let hashes = site.join("hash.txt");
    let hashes = fs::read_to_string(&hashes)
        .with_context(|| format!("{} cannot be read", hashes.display()))?;
    for (kind, hash) in hashes.lines().filter_map(|line| line.split_once(": ")) {
        let file = site.join("pkg").join(format!("tenantry.{hash}.{kind}"));
        let raw = bytes(&file)?;
        let small = bytes(&file.with_extension(format!("{kind}.br")))?;
        let target = TARGETS.iter().find(|(of, _)| *of == kind);
        table.row([
            kind.to_owned(),
            kilobytes(raw),
            kilobytes(small),
            target.map_or_else(String::new, |(_, most)| format!("≤ {}", kilobytes(*most))),
            target.map_or_else(String::new, |(_, most)| verdict(small <= *most)),
        ]);
    }
    Ok(Figure {
        title: "Sizes of what a browser loads",
        method: "The files of the release build for all three portals, as they lie in `target/site/pkg`, \
                 with 1 KB = 1,000 bytes."
            .to_owned(),
        table,
    })
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
