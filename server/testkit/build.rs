//! Fingerprints what a fresh control plane follows from, so that a template database made from it can be kept.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

fn main() {
    let mut files = Vec::new();
    for source in ["../../migrations", "../store/src", "../../Cargo.lock"] {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).ok().hash(&mut hasher);
    }
    println!(
        "cargo:rustc-env=TESTKIT_FINGERPRINT={:016x}",
        hasher.finish()
    );
}

/// Every file below a path, which may be a file itself.
fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => {
            for entry in entries.flatten() {
                collect(&entry.path(), files);
            }
        }
        Err(_) => files.push(path.to_owned()),
    }
}
