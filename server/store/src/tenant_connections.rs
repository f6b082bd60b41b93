//! Connections to the databases of single tenants.
//!
//! They are opened on demand and kept for the tenant's next request. All that are open, kept ones included, stay within
//! one budget: to open one for another tenant, the one that was kept longest is closed. No tenant uses more than its
//! share at a time, and whoever wants more waits for that tenant's own, not for the budget.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result, placement::ServerAddress};

/// A connection that nobody asked for in this time is closed.
const KEPT: Duration = Duration::from_mins(1);

/// A tenant's database, and the server that it is on.
pub(crate) type Home = (ServerAddress, String);

/// What may be open, and what is kept.
pub(crate) struct TenantConnections {
    share: usize,
    patience: Duration,
    in_use: Arc<Semaphore>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// In the order in which they were given back.
    connections: Vec<(Home, Instant, PgConnection)>,
    shares: HashMap<Home, Arc<Semaphore>>,
}

/// The right to use one connection to a tenant's database.
pub(crate) struct Slot {
    connections: Arc<TenantConnections>,
    home: Home,
    _permits: [OwnedSemaphorePermit; 2],
}

impl TenantConnections {
    /// At most `size` connections, `share` of them in use by one tenant; `patience` is how long somebody waits.
    pub(crate) fn new(size: usize, share: usize, patience: Duration) -> Arc<Self> {
        let connections = Arc::new(Self {
            share,
            patience,
            in_use: Arc::new(Semaphore::new(size)),
            kept: Mutex::default(),
        });
        let weak = Arc::downgrade(&connections);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(KEPT / 4).await;
                let Some(connections) = weak.upgrade() else {
                    break;
                };
                close_all(connections.take_stale()).await;
            }
        });
        connections
    }

    /// A connection of this tenant's, kept or new.
    pub(crate) async fn take(
        self: &Arc<Self>,
        home: Home,
        options: impl FnOnce() -> PgConnectOptions,
    ) -> Result<(PgConnection, Slot)> {
        let taking = async {
            let slot = self.slot(home).await?;
            while let Some(mut kept) = self.take_kept(&slot.home) {
                // It may have been cut off since.
                if kept.ping().await.is_ok() {
                    return Ok((kept, slot));
                }
            }
            close_all(self.take_surplus()).await;
            Ok((options().connect().await?, slot))
        };
        tokio::time::timeout(self.patience, taking)
            .await
            .unwrap_or(Err(Error::Unavailable(sqlx::Error::PoolTimedOut)))
    }

    async fn slot(self: &Arc<Self>, home: Home) -> Result<Slot> {
        let share = {
            let mut kept = self.lock();
            let share = kept.shares.entry(home.clone());
            Arc::clone(share.or_insert_with(|| Arc::new(Semaphore::new(self.share))))
        };
        let closed = |_| Error::Unavailable(sqlx::Error::PoolClosed);
        let own = share.acquire_owned().await.map_err(closed)?;
        let in_use = Arc::clone(&self.in_use);
        let common = in_use.acquire_owned().await.map_err(closed)?;
        Ok(Slot {
            connections: Arc::clone(self),
            home,
            _permits: [own, common],
        })
    }

    /// The latest that was kept for this tenant.
    fn take_kept(&self, home: &Home) -> Option<PgConnection> {
        let mut kept = self.lock();
        let at = kept.connections.iter().rposition(|(of, ..)| of == home)?;
        Some(kept.connections.remove(at).2)
    }

    /// Those that have to go so that everybody who has a slot can have a connection.
    fn take_surplus(&self) -> Vec<PgConnection> {
        let mut kept = self.lock();
        let surplus = kept
            .connections
            .len()
            .saturating_sub(self.in_use.available_permits());
        kept.connections
            .drain(..surplus)
            .map(|(.., connection)| connection)
            .collect()
    }

    fn take_stale(&self) -> Vec<PgConnection> {
        let mut kept = self.lock();
        // A share that somebody waits for or uses has more owners than this table.
        kept.shares.retain(|_, share| Arc::strong_count(share) > 1);
        let stale = kept
            .connections
            .partition_point(|(_, since, _)| since.elapsed() > KEPT);
        kept.connections
            .drain(..stale)
            .map(|(.., connection)| connection)
            .collect()
    }

    /// Closes what is kept of one database, before it is dropped.
    pub(crate) async fn close(&self, home: &Home) {
        while let Some(connection) = self.take_kept(home) {
            close_all(vec![connection]).await;
        }
    }

    /// Closes what is kept, and gives nothing out any more.
    pub(crate) async fn shut_down(&self) {
        self.in_use.close();
        let kept = std::mem::take(&mut self.lock().connections);
        close_all(kept.into_iter().map(|(.., connection)| connection)).await;
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Nothing that is done under the lock leaves it half-done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// Keeps a connection, in which nothing is left of whoever used it, for the tenant's next request.
    pub(crate) fn keep(self, connection: PgConnection) {
        if !self.connections.in_use.is_closed() {
            let mut kept = self.connections.lock();
            kept.connections
                .push((self.home.clone(), Instant::now(), connection));
        }
    }
}

async fn close_all(connections: impl IntoIterator<Item = PgConnection>) {
    for connection in connections {
        // One that was cut off cannot say goodbye.
        let _ = connection.close().await;
    }
}
