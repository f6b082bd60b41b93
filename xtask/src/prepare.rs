//! The data that the SQL macros are checked against when there is no database: `server/store/.sqlx`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{
    postgres::{Cluster, Durability},
    run,
    scratch::Scratch,
};

const COMMITTED: &str = "server/store/.sqlx";
const DATABASE: &str = "prepare";

/// What the migrations expect to find, as the server makes it in earnest.
const ROLES_AND_DATABASE: [&str; 7] = [
    "CREATE ROLE tenantry_owner",
    "CREATE ROLE tenantry_platform",
    "CREATE ROLE tenantry_shared",
    "CREATE ROLE tenantry_schemas",
    "CREATE ROLE tenantry_opener",
    "CREATE DATABASE prepare",
    "ALTER DATABASE prepare SET search_path = tenants_shared, public",
];

/// Each schema, and the files that fill it, in this order.
const PLANES: [(&str, &str); 3] = [
    ("platform", "migrations/platform"),
    ("tenantry", "migrations"),
    ("tenants_shared", "migrations/tenant"),
];

/// What `cargo xtask prepare` takes.
#[derive(Args)]
pub(crate) struct Prepare {
    /// Write nothing; fail if the committed data is not what the sources and migrations give.
    #[arg(long)]
    check: bool,
}

/// File name and content of what the macros wrote.
type Queries = BTreeMap<String, Vec<u8>>;

impl Prepare {
    pub(crate) fn run(&self) -> Result<()> {
        if self.check { check() } else { write() }
    }
}

/// Fails unless the committed data is what the sources and migrations give.
pub(crate) fn check() -> Result<()> {
    ensure!(
        generate()? == queries(Path::new(COMMITTED))?,
        "{COMMITTED} is stale: run `cargo xtask prepare` and commit the folder"
    );
    Ok(())
}

fn write() -> Result<()> {
    let fresh = generate()?;
    let committed = Path::new(COMMITTED);
    if committed.exists() {
        fs::remove_dir_all(committed)?;
    }
    fs::create_dir_all(committed)?;
    for (name, content) in &fresh {
        fs::write(committed.join(name), content)?;
    }
    eprintln!("{COMMITTED}: {} queries", fresh.len());
    Ok(())
}

/// Compiles `store` against a database that has just been migrated.
fn generate() -> Result<Queries> {
    let scratch = Scratch::new("prepare")?;
    let cluster = Cluster::start(scratch.path(), Durability::Throwaway, true)?;
    migrate(&cluster)?;
    let written = scratch.path().join("queries");
    fs::create_dir(&written)?;
    // A target folder of its own, where only this crate is thrown away: its macros must run again.
    let target = ["--package", "store", "--target-dir", "target/prepare"];
    run::run(run::cargo().args(["clean", "--quiet"]).args(target))?;
    run::run(
        run::cargo()
            .arg("check")
            .args(target)
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &written)
            .env("DATABASE_URL", cluster.url(DATABASE)),
    )?;
    queries(&written)
}

fn migrate(cluster: &Cluster) -> Result<()> {
    for statement in ROLES_AND_DATABASE {
        cluster.query("postgres", statement)?;
    }
    for (schema, migrations) in PLANES {
        cluster.query(DATABASE, &format!("CREATE SCHEMA {schema}"))?;
        for file in sql_files(migrations)? {
            cluster.run_file(DATABASE, &file, schema)?;
        }
    }
    Ok(())
}

/// The files of a folder of migrations, in the order of their names.
fn sql_files(folder: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("{folder} is part of the checkout"))?
    {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn queries(folder: &Path) -> Result<Queries> {
    let mut queries = Queries::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            queries.insert(
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path())?,
            );
        }
    }
    Ok(queries)
}
