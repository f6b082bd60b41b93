//! A pooled connection that never goes back to its pool inside a transaction or with a setting left on it.
//!
//! A request whose client hangs up is dropped at any await, also between `BEGIN` and the first query. sqlx would
//! hand that connection, still inside the transaction, to the next borrower, whose writes are acknowledged and
//! never committed. So a lease counts as dirty from its first statement on, and only a finished transaction
//! makes it clean; a dirty one is reset in the background before anybody else gets it.

use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::OwnedSemaphorePermit;

use crate::Result;

/// Everything that a transaction or a session can leave behind. `DISCARD ALL` would also drop the prepared
/// statements that sqlx still counts on.
const RESET: &str = "ROLLBACK; CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
                     SELECT pg_advisory_unlock_all(); DISCARD TEMP";

pub(crate) struct Lease {
    connection: Option<PoolConnection<Postgres>>,
    is_dirty: bool,
    /// Share of the connection budget for placements with a database of their own.
    permit: Option<OwnedSemaphorePermit>,
}

impl Lease {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a connection is borrowed"
    )]
    pub(crate) async fn take(pool: &PgPool, permit: Option<OwnedSemaphorePermit>) -> Result<Self> {
        Ok(Self {
            connection: Some(pool.acquire().await?),
            is_dirty: false,
            permit,
        })
    }

    /// Runs the opening message of a transaction; from here on the lease is dirty.
    pub(crate) async fn open(&mut self, message: &'static str) -> Result<()> {
        self.is_dirty = true;
        sqlx::raw_sql(message).execute(&mut **self).await?;
        Ok(())
    }

    pub(crate) fn mark_dirty(&mut self) {
        self.is_dirty = true;
    }

    /// Ends the transaction; the connection is as good as new.
    pub(crate) async fn commit(mut self) -> Result<()> {
        sqlx::raw_sql("COMMIT").execute(&mut *self).await?;
        self.is_dirty = false;
        Ok(())
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
        let (Some(mut connection), permit) = (self.connection.take(), self.permit.take()) else {
            return;
        };
        if !self.is_dirty {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // No runtime, so nobody can reset it: close it.
            drop(connection.detach());
            return;
        };
        runtime.spawn(async move {
            if let Err(error) = sqlx::raw_sql(RESET).execute(&mut *connection).await {
                tracing::warn!(%error, "a connection could not be reset and is closed");
                drop(connection.detach());
            }
            drop(permit);
        });
    }
}
