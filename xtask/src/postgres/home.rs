//! The folder of a cluster: its files, its password, its port, and the lock that keeps a second supervisor out.

use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::account::Account;
use crate::files::{hash, read_if_there};

/// A cluster's folder, which we alone may use until this value is dropped.
pub(super) struct Home {
    pub(super) account: Account,
    pub(super) path: PathBuf,
    _lock: File,
}

impl Home {
    /// Opens `postgres` in `data`, or a folder in its stead where PostgreSQL's account can go.
    pub(super) fn open(data: &Path) -> Result<Self> {
        let account = Account::find()?;
        let path = place(data, &account)?;
        let lock = File::create(path.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                account,
                path,
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => bail!(
                "the database in {} is in use by another `cargo xtask`: stop that one, or choose another \
                 folder with `--data`",
                path.display()
            ),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// PostgreSQL's own files.
    pub(super) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// The file with the superuser's password, which only PostgreSQL's account can read.
    pub(super) fn password_file(&self) -> PathBuf {
        self.path.join("password")
    }

    /// What PostgreSQL says to nobody in particular.
    pub(super) fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// The major version of the PostgreSQL that made the files.
    pub(super) fn major(&self) -> Result<Option<u32>> {
        read_if_there(&self.data().join("PG_VERSION"))?
            .map(|text| text.trim().parse().context("PG_VERSION is not a number"))
            .transpose()
    }

    /// The superuser's password, made up the first time.
    pub(super) fn password(&self) -> Result<String> {
        let file = self.password_file();
        if let Some(password) = read_if_there(&file)? {
            return Ok(password);
        }
        let password = random_word()?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file)?
            .write_all(password.as_bytes())?;
        self.account.own(&file)?;
        Ok(password)
    }

    /// The TCP port: last time's while it is free.
    pub(super) fn port(&self) -> Result<u16> {
        let file = self.path.join("port");
        let last = read_if_there(&file)?.and_then(|text| text.trim().parse().ok());
        if let Some(port) = last.filter(|port| is_free(*port)) {
            return Ok(port);
        }
        let port = free_port()?;
        fs::write(file, port.to_string())?;
        Ok(port)
    }

    /// The folder of the Unix socket, unless its path is too long for one (107 bytes in all).
    pub(super) fn socket(&self) -> Option<&Path> {
        const LONGEST: usize = 107 - "/.s.PGSQL.65535.lock".len();
        (self.path.as_os_str().len() <= LONGEST).then_some(&self.path)
    }
}

/// A TCP port of this machine that nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free TCP port")?;
    Ok(listener.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn place(data: &Path, account: &Account) -> Result<PathBuf> {
    let wanted = data.join("postgres");
    make(&wanted, account)?;
    if account.can_enter(&wanted) {
        return Ok(wanted);
    }
    fs::remove_dir(&wanted).with_context(|| {
        format!(
            "PostgreSQL may no longer enter {}: open the folders above it",
            wanted.display()
        )
    })?;
    let name = hash(data.as_os_str().as_encoded_bytes());
    let instead = Path::new("/var/lib/tenantry").join(name);
    make(&instead, account)?;
    eprintln!(
        "PostgreSQL's account may not enter {}: its files are in {}",
        data.display(),
        instead.display()
    );
    Ok(instead)
}

fn make(folder: &Path, account: &Account) -> Result<()> {
    let made = fs::create_dir_all(folder)
        .and_then(|()| fs::set_permissions(folder, Permissions::from_mode(0o700)));
    match made {
        Ok(()) => account.own(folder),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => bail!(
            "{} is not ours to use: choose another folder with `--data`, or take this one over with `chown -R`",
            folder.display()
        ),
        Err(error) => Err(error).with_context(|| format!("cannot make {}", folder.display())),
    }
}

/// 192 bits that nobody can guess.
fn random_word() -> Result<String> {
    use std::fmt::Write as _;
    let mut bytes = [0; 24];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let mut word = String::new();
    for byte in bytes {
        write!(word, "{byte:02x}")?;
    }
    Ok(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_are_alike() -> Result<()> {
        let word = random_word()?;
        assert_eq!(word.len(), 48);
        assert_ne!(word, random_word()?);
        Ok(())
    }

    #[test]
    fn a_free_port_can_be_taken() -> Result<()> {
        let port = free_port()?;
        assert!(is_free(port));
        let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        assert!(!is_free(port));
        Ok(())
    }
}
