//! What can go wrong below the rules, and how much of it a caller is told.

use contract::{Fault, FaultCode};

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong below the rules.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row that would let the caller act is gone, or says no.
    #[error("the identity is not valid any more")]
    Unauthenticated,
    /// The tenant may be read but not written.
    #[error("the tenant is suspended")]
    TenantSuspended,
    /// An id that another tenant made.
    #[error("an id of another tenant")]
    CrossTenant,
    /// The version that the caller saw is not the newest.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// A constraint of the schema refused the change; its name says which.
    #[error("constraint {0} violated")]
    Constraint(String),
    /// A cursor that none of ours is.
    #[error("unreadable cursor")]
    Cursor,
    /// Text with a NUL, for which PostgreSQL has no place.
    #[error("text with a NUL")]
    Nul,
    /// More names than are sorted at once.
    #[error("too many rows to sort by name")]
    TooManyToSort,
    /// PostgreSQL does not answer, or not in time.
    #[error("the database does not answer: {0}")]
    Unavailable(sqlx::Error),
    /// The tenant's server did not answer when this node started, or its plane could not be brought to this version; neither has
    /// passed the check since.
    #[error("the tenant's server or plane is barred until it is up to date and passes the check")]
    Barred,
    /// A connection on which no transaction can be opened, where another one may do.
    #[error("the connection is of no use: {0}")]
    Unusable(sqlx::Error),
    /// Anything else that PostgreSQL said.
    #[error("the database refused: {0}")]
    Database(sqlx::Error),
    /// A row holds what no version of this program wrote.
    #[error("unreadable row: {0}")]
    Corrupt(String),
    /// A sealed value or a key of the tenant does not open.
    #[error("sealed: {0}")]
    Sealed(#[from] vault::Error),
    /// The tenant has no keys yet.
    #[error("the tenant has no keys yet")]
    NoKeys,
    /// The roles of a server were made with another master key.
    #[error(
        "the master key is not the one this server's roles were made with; \
         set TENANTRY_MASTER_KEY, or restore master.key in the data folder"
    )]
    WrongKey,
    /// The installation is not in a state to be used; the text says the mend.
    #[error("{0}")]
    Setup(String),
}

impl Error {
    /// The name of the violated constraint, if that is what happened.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint(name) => Some(name),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                if let Some(constraint) = database.constraint() {
                    return Self::Constraint(constraint.to_owned());
                }
                // What was sent can be no text (22021).
                if code == "22021" {
                    return Self::Nul;
                }
                // Class 08: connection; 57P0x: shutting down, crashed, starting; 53300: too many connections.
                if code.starts_with("08") || code.starts_with("57P") || code == "53300" {
                    Self::Unavailable(error)
                } else {
                    Self::Database(error)
                }
            }
            _ => Self::Database(error),
        }
    }
}

impl From<contract::acts::UnknownWord> for Error {
    fn from(word: contract::acts::UnknownWord) -> Self {
        Self::Corrupt(word.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<Error> for Fault {
    /// The one place where a cause turns into words for a person, and the one place that logs it.
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated => Self::unauthenticated(),
            Error::TenantSuspended => Self::tenant_suspended(),
            Error::CrossTenant => Self::cross_tenant(),
            Error::ChangedMeanwhile => Self::changed_meanwhile("record"),
            Error::Cursor => Self::field(
                "cursor",
                "This page link is not valid. Start from the first page.",
            ),
            Error::Nul => Self::new(
                FaultCode::BadRequest,
                "The request holds a character that no text has (NUL).",
            ),
            Error::TooManyToSort => Self::field(
                "sort",
                "There are too many to sort them by name. Search for a part of the name first.",
            ),
            Error::Constraint(ref name) => {
                tracing::warn!(constraint = %name, "a constraint without a sentence of its own refused a change");
                Self::new(
                    FaultCode::Conflict,
                    "This conflicts with something that is already there.",
                )
            }
            Error::Barred => {
                tracing::warn!(%error, "nobody gets in there");
                let mut fault = Self::unavailable();
                fault.title =
                    "This workspace is being brought up to date. Try again in a few minutes."
                        .into();
                fault
            }
            Error::Unavailable(_) | Error::Unusable(_) => {
                tracing::error!(%error, "database unavailable");
                Self::unavailable()
            }
            Error::Sealed(
                vault::Error::NoSuchKeeper(_)
                | vault::Error::KeeperSilent(_)
                | vault::Error::KeeperRefuses(_),
            ) => {
                tracing::error!(%error, "a key cannot be unwrapped");
                let mut fault = Self::unavailable();
                fault.title =
                    "The keys of this workspace cannot be fetched right now. Try again in a moment.".into();
                fault
            }
            Error::Database(_)
            | Error::Corrupt(_)
            | Error::Sealed(_)
            | Error::NoKeys
            | Error::WrongKey
            | Error::Setup(_) => {
                tracing::error!(%error, "internal fault");
                Self::internal()
            }
        }
    }
}
