//! Connections to the places where tenants' planes are.
//!
//! They are opened on demand and kept for the next request. All that are open, kept ones included, stay within one
//! budget: to open one to another place, the one that was kept longest is closed. No place gives out more than its share
//! at a time, and no tenant has more than its part of that: whoever wants more waits for their own, not for the budget.
//!
//! A session of PostgreSQL remembers plans for the search path that it was last used with, and the catalogue of every
//! schema it ever saw. So a tenant gets the kept one that served it last, or else always the same of the others.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use contract::ids::PlacementId;
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result, names::Name, placement::ServerAddress};

/// A connection that nobody asked for in this time is closed.
const KEPT: Duration = Duration::from_mins(1);
/// A connection is closed at this age: what PostgreSQL remembers in a session only ever grows.
const LIFETIME: Duration = Duration::from_mins(30);
/// A connection that was in use this short a time ago is not asked whether it is still there, which is a round trip.
pub(crate) const TRUSTED: Duration = Duration::from_secs(1);

/// Where a connection leads, and as whom.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Home {
    pub server: ServerAddress,
    pub database: Name,
    pub login: String,
}

/// How many connections there may be.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Open at a time.
    pub open: usize,
    /// In use at one place.
    pub at_one_place: usize,
    /// In use by one tenant.
    pub by_one_tenant: usize,
}

/// What may be open, and what is kept.
pub(crate) struct Connections {
    limits: Limits,
    in_use: Arc<Semaphore>,
    opened: AtomicU64,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    /// In the order in which they were given back.
    kept: Vec<Kept>,
    places: Shares<Home>,
    tenants: Shares<PlacementId>,
}

/// What each may use, as long as somebody uses or waits for it.
type Shares<Key> = HashMap<Key, Arc<Semaphore>>;

struct Kept {
    home: Home,
    last_guest: PlacementId,
    since: Instant,
    session: Session,
}

/// An open connection.
pub(crate) struct Session {
    pub connection: PgConnection,
    opened: Instant,
    number: u64,
}

/// The right to use one connection to a place.
pub(crate) struct Slot {
    connections: Arc<Connections>,
    home: Home,
    guest: PlacementId,
    _permits: [OwnedSemaphorePermit; 3],
}

impl Connections {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        let connections = Arc::new(Self {
            limits,
            in_use: Arc::new(Semaphore::new(limits.open)),
            opened: AtomicU64::new(0),
            idle: Mutex::default(),
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

    /// A connection for the tenant with this placement, kept or new, however long it takes. A kept one that was in use
    /// longer than `trusted` ago is asked whether it is still there.
    pub(crate) async fn take(
        self: &Arc<Self>,
        home: Home,
        guest: PlacementId,
        trusted: Duration,
        options: impl FnOnce() -> PgConnectOptions,
    ) -> Result<(Session, Slot)> {
        let slot = self.slot(home, guest).await?;
        while let Some(mut kept) = self.take_kept(&slot) {
            if kept.since.elapsed() < trusted || kept.session.connection.ping().await.is_ok() {
                return Ok((kept.session, slot));
            }
        }
        close_all(self.take_surplus()).await;
        let session = Session {
            connection: options().connect().await?,
            opened: Instant::now(),
            number: self.opened.fetch_add(1, Ordering::Relaxed),
        };
        Ok((session, slot))
    }

    async fn slot(self: &Arc<Self>, home: Home, guest: PlacementId) -> Result<Slot> {
        let (tenant, place) = {
            let mut idle = self.lock();
            let tenant = share(&mut idle.tenants, guest, self.limits.by_one_tenant);
            let place = share(&mut idle.places, home.clone(), self.limits.at_one_place);
            (tenant, place)
        };
        let closed = |_| Error::Unavailable(sqlx::Error::PoolClosed);
        // The narrowest first, so that nobody holds what others could use while waiting for their own.
        let tenant = tenant.acquire_owned().await.map_err(closed)?;
        let place = place.acquire_owned().await.map_err(closed)?;
        let in_use = Arc::clone(&self.in_use);
        let in_use = in_use.acquire_owned().await.map_err(closed)?;
        Ok(Slot {
            connections: Arc::clone(self),
            home,
            guest,
            _permits: [tenant, place, in_use],
        })
    }

    /// The kept one that knows this tenant best.
    fn take_kept(&self, slot: &Slot) -> Option<Kept> {
        let mut idle = self.lock();
        let at_home = (idle.kept.iter().enumerate()).filter(|(_, kept)| kept.home == slot.home);
        let (at, _) = at_home.max_by_key(|(_, kept)| {
            let rank = rank(kept.session.number, slot.guest);
            (kept.last_guest == slot.guest, rank)
        })?;
        Some(idle.kept.remove(at))
    }

    /// Those that have to go so that everybody who has a slot can have a connection.
    fn take_surplus(&self) -> Vec<Kept> {
        let mut idle = self.lock();
        let free = self.in_use.available_permits();
        let surplus = idle.kept.len().saturating_sub(free);
        idle.kept.drain(..surplus).collect()
    }

    fn take_stale(&self) -> Vec<Kept> {
        let mut idle = self.lock();
        retain_used(&mut idle.tenants);
        retain_used(&mut idle.places);
        let is_stale = |kept: &mut Kept| {
            kept.since.elapsed() > KEPT || kept.session.opened.elapsed() > LIFETIME
        };
        idle.kept.extract_if(.., is_stale).collect()
    }

    /// Closes what is kept of one place, before it is dropped.
    pub(crate) async fn close(&self, home: &Home) {
        let theirs: Vec<_> = (self.lock().kept)
            .extract_if(.., |kept| kept.home == *home)
            .collect();
        close_all(theirs).await;
    }

    /// Closes what is kept, and gives nothing out any more.
    pub(crate) async fn shut_down(&self) {
        self.in_use.close();
        let kept = std::mem::take(&mut self.lock().kept);
        close_all(kept).await;
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        // Nothing that is done under the lock leaves it half-done.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// Keeps a connection, in which nothing is left of whoever used it, for the next request.
    pub(crate) fn keep(self, session: Session) {
        let mut idle = self.connections.lock();
        // Under the lock, or one that is shutting down would leave this one behind.
        if !self.connections.in_use.is_closed() {
            idle.kept.push(Kept {
                home: self.home.clone(),
                last_guest: self.guest,
                since: Instant::now(),
                session,
            });
        }
    }
}

fn share<Key: Eq + Hash>(shares: &mut Shares<Key>, of: Key, size: usize) -> Arc<Semaphore> {
    let share = shares.entry(of);
    Arc::clone(share.or_insert_with(|| Arc::new(Semaphore::new(size))))
}

/// A share that somebody waits for or uses has more owners than the table.
fn retain_used<Key>(shares: &mut Shares<Key>) {
    shares.retain(|_, share| Arc::strong_count(share) > 1);
}

/// Orders the connections differently for each tenant, and always alike for the same: rendezvous hashing (Thaler and
/// Ravishankar, 1998).
fn rank(connection: u64, guest: PlacementId) -> u64 {
    let mut hasher = DefaultHasher::new();
    (connection, guest).hash(&mut hasher);
    hasher.finish()
}

async fn close_all(kept: Vec<Kept>) {
    for Kept { session, .. } in kept {
        // One that was cut off cannot say goodbye.
        let _ = session.connection.close().await;
    }
}
