//! Talking to a cluster through `psql`.

use std::{path::Path, process::Command};

use anyhow::Result;

use super::Cluster;
use crate::run;

impl Cluster {
    /// Runs one statement and gives its rows as lines.
    pub(crate) fn query(&self, database: &str, statement: &str) -> Result<String> {
        run::output(self.psql(database).args(["--command", statement]))
    }

    /// Runs a file of statements with a search path of its own, and stops at the first that fails.
    pub(crate) fn run_file(&self, database: &str, file: &Path, search_path: &str) -> Result<()> {
        let set = format!("SET search_path = {search_path}");
        run::output(
            self.psql(database)
                .args(["--command", &set, "--file"])
                .arg(file),
        )
        .map(drop)
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(self.binaries.program("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"])
            .args(["--set", "ON_ERROR_STOP=1", "--dbname"])
            // The whole address, so that nothing is taken from the environment.
            .arg(format!(
                "host=127.0.0.1 port={} user=postgres dbname={database} sslmode=disable connect_timeout=2 options=''",
                self.port
            ))
            .env("PGPASSWORD", &self.password);
        psql
    }
}
