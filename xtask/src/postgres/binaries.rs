//! Where PostgreSQL is installed, and whether it is new enough.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{apt, run};

/// Older ones have published holes between roles of one database: `DROP OWNED BY` edits other roles'
/// policies, prepared statements keep BYPASSRLS, views with ON CONFLICT overwrite hidden rows.
const OLDEST: Version = Version {
    major: 15,
    minor: 20,
};

/// A release of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

/// An installed PostgreSQL.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    version: Version,
}

impl Binaries {
    /// The newest installed one, or the newest of `major` (a cluster is bound to the major version that made
    /// it). What is missing or too old is installed; `allow_old` takes what is there.
    pub(super) fn ensure(major: Option<u32>, allow_old: bool) -> Result<Self> {
        let good = |found: &Self| allow_old || found.version >= OLDEST;
        let found = Self::newest(major);
        if let Some(binaries) = found.clone().filter(good) {
            return Ok(binaries);
        }
        let why = match (&found, major) {
            (Some(old), _) => format!(
                "PostgreSQL {} has published holes that {OLDEST} closed (`--allow-old-postgres` lives with them)",
                old.version
            ),
            (None, Some(major)) => {
                format!("The data folder belongs to PostgreSQL {major}, which is not installed")
            }
            (None, None) => format!("PostgreSQL {OLDEST} or newer is not installed"),
        };
        // The plain package is the distribution's choice; it does not raise the version of one that is there.
        let package = match major.or(found.map(|old| old.version.major)) {
            Some(major) => format!("postgresql-{major}"),
            None => "postgresql".to_owned(),
        };
        install(&why, &package)?;
        Self::newest(major)
            .filter(good)
            .with_context(|| format!("{why}, and the package {package} did not change that"))
    }

    fn newest(major: Option<u32>) -> Option<Self> {
        folders()
            .into_iter()
            .filter(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
            .filter_map(|folder| {
                let printed =
                    run::output(Command::new(folder.join("postgres")).arg("--version")).ok()?;
                Some(Self {
                    version: Version::parse(&printed)?,
                    folder,
                })
            })
            .filter(|found| major.is_none_or(|major| found.version.major == major))
            .max_by_key(|found| found.version)
    }

    /// The path of one of its programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Version {
    /// Reads what `postgres --version` prints: `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`.
    fn parse(printed: &str) -> Option<Self> {
        let version = printed.split("(PostgreSQL) ").nth(1)?.split(' ').next()?;
        let (major, minor) = version.split_once('.')?;
        Some(Self {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

/// The folders of the PATH, and those where Debian keeps its versions.
#[expect(
    clippy::disallowed_methods,
    reason = "the PATH is where programs are, no setting of ours"
)]
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    std::env::split_paths(&path)
        .chain(debian.map(|version| version.path().join("bin")))
        .collect()
}

/// Installs the package without the cluster that Debian would make and start beside it.
fn install(why: &str, package: &str) -> Result<()> {
    let folder = Path::new("/etc/postgresql-common/createcluster.d");
    let none_please = folder.join("tenantry.conf");
    let ours = apt::may_install() && !none_please.exists();
    if ours {
        fs::create_dir_all(folder)?;
        fs::write(&none_please, "create_main_cluster = false\n")?;
    }
    let installed = apt::install(why, &[package]);
    if ours {
        fs::remove_file(&none_please)?;
    }
    installed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared_as_numbers() {
        let debian = Version::parse("postgres (PostgreSQL) 15.9 (Debian 15.9-0+deb12u1)");
        assert_eq!(
            debian,
            Some(Version {
                major: 15,
                minor: 9
            })
        );
        assert!(debian < Some(OLDEST));
        assert!(Version::parse("postgres (PostgreSQL) 18.1") > Some(OLDEST));
    }

    #[test]
    fn an_unfinished_release_is_no_release() {
        assert_eq!(Version::parse("postgres (PostgreSQL) 19beta1"), None);
        assert_eq!(Version::parse("command not found"), None);
    }
}
