//! The account that PostgreSQL runs as: it refuses to be root.

use std::{os::unix::process::CommandExt, path::Path, process::Command};

use anyhow::{Context, Result};
use nix::unistd::{Uid, User, chown};

/// Whose files and processes a cluster's are.
#[derive(Clone)]
pub(super) enum Account {
    /// Those of whoever runs us.
    Ours,
    /// Those of an account without rights, because we are root.
    Other(User),
}

impl Account {
    pub(super) fn find() -> Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Ours);
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(Self::Other)
            .context(
                "PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody`",
            )
    }

    /// Makes a program run as this account.
    pub(super) fn applied<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self {
            Self::Ours => command,
            Self::Other(user) => command.uid(user.uid.as_raw()).gid(user.gid.as_raw()),
        }
    }

    /// Gives a file or folder to this account.
    pub(super) fn own(&self, path: &Path) -> Result<()> {
        match self {
            Self::Ours => Ok(()),
            Self::Other(user) => chown(path, Some(user.uid), Some(user.gid))
                .with_context(|| format!("cannot give {} to {}", path.display(), user.name)),
        }
    }

    /// Whether this account may go into a folder: root's home, say, is closed to all others.
    pub(super) fn can_enter(&self, folder: &Path) -> bool {
        self.applied(Command::new("true").current_dir(folder))
            .status()
            .is_ok_and(|status| status.success())
    }
}
