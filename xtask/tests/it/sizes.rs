//! A file is something one can hold in the head.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lines of the longest file there may be.
const LONGEST: usize = 600;

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the workspace")
        .flatten()
    {
        let path = entry.path();
        let skipped = ["target", "node_modules", ".git", ".data"];
        if path.is_dir() && !skipped.iter().any(|name| path.ends_with(name)) {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn no_file_is_too_long_and_most_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut sizes: Vec<(usize, PathBuf)> = files
        .into_iter()
        .map(|path| {
            (
                fs::read_to_string(&path)
                    .expect("a source file")
                    .lines()
                    .count(),
                path,
            )
        })
        .collect();
    sizes.sort();
    let (longest, path) = sizes.last().expect("there are sources");
    assert!(
        *longest <= LONGEST,
        "{} has {longest} lines: split it by action or noun",
        path.display()
    );
    let at = |percent: usize| sizes[(sizes.len() - 1) * percent / 100].0;
    assert!(
        at(50) <= 150,
        "half of the files are longer than {} lines",
        at(50)
    );
    assert!(
        at(90) <= 400,
        "a tenth of the files are longer than {} lines",
        at(90)
    );
}
