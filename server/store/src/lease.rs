//! A borrowed connection that never goes back inside a transaction or with a setting left on it.
//!
//! A request whose client hangs up is dropped at any await, also between `BEGIN` and the first query. sqlx would
//! hand that connection, still inside the transaction, to the next borrower, whose writes are acknowledged and
//! never committed. So a lease knows what it may have left on its connection: nothing before the first statement and
//! after a finished transaction, otherwise what has to be undone in the background before anybody else gets it.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use sqlx::{PgConnection, PgPool, Postgres, SqlSafeStr, pool::PoolConnection};

use crate::{
    Result,
    connections::{Session, Slot},
};

/// Frees every lock of a session.
const UNLOCK: &str = "SELECT pg_advisory_unlock_all()";

/// Undoes everything that a transaction or a session can leave behind. `DISCARD ALL` would also drop the prepared
/// statements that sqlx still counts on.
const RESET: &str = "ROLLBACK; CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
                     SELECT pg_advisory_unlock_all(); DISCARD TEMP";

/// A server that fell silent would keep the connection, and the right to have one, for ever.
const UNDO_PATIENCE: Duration = Duration::from_secs(3);

pub(crate) struct Lease {
    connection: Option<Borrowed>,
    left: Left,
}

/// What a lease may have left on its connection.
#[derive(Clone, Copy)]
enum Left {
    Nothing,
    /// An open transaction, which is all: every setting of ours is local to one.
    Transaction,
    /// A lock of the session, outside of any transaction.
    Lock,
    Anything,
}

impl Left {
    /// The statements that undo it.
    const fn undo(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Transaction => Some("ROLLBACK"),
            Self::Lock => Some(UNLOCK),
            Self::Anything => Some(RESET),
        }
    }
}

/// A connection, and where it goes back to.
enum Borrowed {
    ToPlatform(PoolConnection<Postgres>),
    ToTenant(Box<Session>, Slot),
}

impl Lease {
    /// Borrows a connection to the control plane.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a connection is borrowed"
    )]
    pub(crate) async fn to_platform(pool: &PgPool) -> Result<Self> {
        Ok(Self::new(Borrowed::ToPlatform(pool.acquire().await?)))
    }

    /// Takes over a connection to where a tenant's plane is.
    pub(crate) fn to_tenant((session, slot): (Session, Slot)) -> Self {
        Self::new(Borrowed::ToTenant(Box::new(session), slot))
    }

    fn new(connection: Borrowed) -> Self {
        Self {
            connection: Some(connection),
            left: Left::Nothing,
        }
    }

    /// Runs the message that opens a transaction.
    pub(crate) async fn open(&mut self, message: impl SqlSafeStr) -> sqlx::Result<()> {
        self.left = Left::Anything;
        sqlx::raw_sql(message).execute(&mut **self).await?;
        self.left = Left::Transaction;
        Ok(())
    }

    /// Takes a lock of the session, unless another session has it.
    pub(crate) async fn try_lock(&mut self, name: &str) -> sqlx::Result<bool> {
        self.left = Left::Anything;
        let taken = sqlx::query_scalar!(
            r#"SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "taken!""#,
            name,
        )
        .fetch_one(&mut **self)
        .await?;
        self.left = if taken { Left::Lock } else { Left::Nothing };
        Ok(taken)
    }

    /// Gives up the locks of the session; the connection is as good as new.
    pub(crate) async fn unlock(mut self) -> Result<()> {
        sqlx::raw_sql(UNLOCK).execute(&mut *self).await?;
        self.left = Left::Nothing;
        Ok(())
    }

    /// Closes the connection, which is good for nobody any more.
    pub(crate) fn discard(mut self) {
        if let Some(connection) = self.connection.take() {
            connection.discard();
        }
    }

    /// Ends the transaction; the connection is as good as new.
    pub(crate) async fn commit(mut self) -> Result<()> {
        sqlx::raw_sql("COMMIT").execute(&mut *self).await?;
        self.left = Left::Nothing;
        Ok(())
    }
}

impl Borrowed {
    fn give_back(self) {
        match self {
            Self::ToPlatform(connection) => drop(connection),
            Self::ToTenant(session, slot) => slot.keep(*session),
        }
    }

    /// Closes the connection; nobody gets it any more.
    fn discard(self) {
        match self {
            Self::ToPlatform(connection) => drop(connection.detach()),
            Self::ToTenant(session, slot) => drop((session, slot)),
        }
    }
}

impl Deref for Borrowed {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        match self {
            Self::ToPlatform(connection) => connection,
            Self::ToTenant(session, _) => &session.connection,
        }
    }
}

impl DerefMut for Borrowed {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::ToPlatform(connection) => connection,
            Self::ToTenant(session, _) => &mut session.connection,
        }
    }
}

impl Deref for Lease {
    type Target = PgConnection;
    #[expect(clippy::expect_used, reason = "only `drop` takes the connection out")]
    fn deref(&self) -> &PgConnection {
        self.connection
            .as_deref()
            .expect("a lease holds its connection until it is dropped")
    }
}

impl DerefMut for Lease {
    #[expect(clippy::expect_used, reason = "only `drop` takes the connection out")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.connection
            .as_deref_mut()
            .expect("a lease holds its connection until it is dropped")
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        let Some(undo) = self.left.undo() else {
            connection.give_back();
            return;
        };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // No runtime, so nobody can reset it.
            connection.discard();
            return;
        };
        runtime.spawn(async move {
            let undoing = sqlx::raw_sql(undo).execute(&mut *connection);
            match tokio::time::timeout(UNDO_PATIENCE, undoing).await {
                Ok(Ok(_)) => connection.give_back(),
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a connection could not be reset and is closed");
                    connection.discard();
                }
                Err(_) => {
                    tracing::warn!("a connection does not answer and is closed");
                    connection.discard();
                }
            }
        });
    }
}
