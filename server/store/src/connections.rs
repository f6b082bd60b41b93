//! Connections to the places where tenants' planes are.
//!
//! They are opened on demand and kept for the next request. All that are open, kept ones included, stay within one
//! budget: to open one to another place, the one that was kept longest is closed. No place gives out more than its share
//! at a time, and no tenant has more than its part of that: whoever wants more waits for their own, not for the budget.
//!
//! A session of PostgreSQL remembers plans for the search path that it was last used with, and the catalogue of every
//! schema it ever saw. So the connections to a place have numbered seats: a tenant gets the kept one that served it last,
//! or else the one in the first free seat of an order that is the tenant's own, and few sessions come to know its schema.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use contract::ids::PlacementId;
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result, names::Name, placement::ServerAddress};

/// A connection that nobody asked for in this time is closed.
const KEPT: Duration = Duration::from_mins(5);
/// A connection is closed at this age: what PostgreSQL remembers in a session only ever grows.
const LIFETIME: Duration = Duration::from_mins(30);
/// That of each seat is longer by this than that of the one before, or all would start from nothing at once.
const STAGGER: Duration = Duration::from_mins(1);
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
    pub open: u32,
    /// In use at one place.
    pub at_one_place: u32,
    /// In use by one tenant.
    pub by_one_tenant: u32,
}

/// What may be open, and what is kept.
pub(crate) struct Connections {
    limits: Limits,
    in_use: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// In the order in which they were given back.
    kept: Vec<Kept>,
    places: HashMap<Home, Place>,
    tenants: HashMap<PlacementId, Arc<Semaphore>>,
}

struct Place {
    share: Arc<Semaphore>,
    taken: Vec<Seat>,
}

impl Place {
    fn new(size: u32) -> Self {
        Self {
            share: share(size),
            taken: Vec::new(),
        }
    }
}

/// One of the connections to a place, by number.
type Seat = u32;

struct Kept {
    home: Home,
    seat: Seat,
    last_guest: PlacementId,
    since: Instant,
    session: Session,
}

/// An open connection.
pub(crate) struct Session {
    pub connection: PgConnection,
    opened: Instant,
}

/// The right to use one connection to a place.
pub(crate) struct Slot {
    connections: Arc<Connections>,
    home: Home,
    seat: Seat,
    guest: PlacementId,
    to_keep: Option<Session>,
    _permits: [OwnedSemaphorePermit; 3],
}

impl Connections {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        let connections = Arc::new(Self {
            limits,
            in_use: share(limits.open),
            state: Mutex::default(),
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
        let (kept, slot) = self.slot(home, guest).await?;
        if let Some(Kept {
            since, mut session, ..
        }) = kept
            && (since.elapsed() < trusted || session.connection.ping().await.is_ok())
        {
            return Ok((session, slot));
        }
        close_all(self.take_surplus()).await;
        let session = Session {
            connection: options().connect().await?,
            opened: Instant::now(),
        };
        Ok((session, slot))
    }

    /// A seat, and what is kept there.
    async fn slot(
        self: &Arc<Self>,
        home: Home,
        guest: PlacementId,
    ) -> Result<(Option<Kept>, Slot)> {
        let (tenant, place) = {
            let mut state = self.lock();
            let limits = self.limits;
            let tenant = state.tenants.entry(guest);
            let tenant = Arc::clone(tenant.or_insert_with(|| share(limits.by_one_tenant)));
            let place = state.places.entry(home.clone());
            let place = place.or_insert_with(|| Place::new(limits.at_one_place));
            (tenant, Arc::clone(&place.share))
        };
        let closed = |_| Error::Unavailable(sqlx::Error::PoolClosed);
        // The narrowest first, so that nobody holds what others could use while waiting for their own.
        let tenant = tenant.acquire_owned().await.map_err(closed)?;
        let place = place.acquire_owned().await.map_err(closed)?;
        let in_use = Arc::clone(&self.in_use);
        let in_use = in_use.acquire_owned().await.map_err(closed)?;
        let (kept, seat) = self
            .lock()
            .take_seat(&home, guest, self.limits.at_one_place);
        let slot = Slot {
            connections: Arc::clone(self),
            home,
            seat,
            guest,
            to_keep: None,
            _permits: [tenant, place, in_use],
        };
        Ok((kept, slot))
    }

    /// Those that have to go so that everybody who has a slot can have a connection.
    fn take_surplus(&self) -> Vec<Kept> {
        let mut state = self.lock();
        let free = self.in_use.available_permits();
        let surplus = state.kept.len().saturating_sub(free);
        state.kept.drain(..surplus).collect()
    }

    fn take_stale(&self) -> Vec<Kept> {
        let mut state = self.lock();
        state.tenants.retain(|_, share| is_used(share));
        state.places.retain(|_, place| is_used(&place.share));
        let is_stale = |kept: &mut Kept| {
            let lifetime = LIFETIME + STAGGER.saturating_mul(kept.seat);
            kept.since.elapsed() > KEPT || kept.session.opened.elapsed() > lifetime
        };
        state.kept.extract_if(.., is_stale).collect()
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

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock leaves it half-done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The free seat that knows this tenant best, and what is kept there. There is one for whoever has a permit.
    fn take_seat(&mut self, home: &Home, guest: PlacementId, seats: u32) -> (Option<Kept>, Seat) {
        let taken = self.places.get(home).map_or(&[][..], |place| &place.taken);
        let mut at_home = self.kept.iter().filter(|kept| kept.home == *home);
        let last = at_home.find(|kept| kept.last_guest == guest);
        let free = (0..seats).filter(|seat| !taken.contains(seat));
        let seat = match last {
            Some(kept) => kept.seat,
            None => free
                .max_by_key(|seat| rank(*seat, guest))
                .unwrap_or_default(),
        };
        if let Some(place) = self.places.get_mut(home) {
            place.taken.push(seat);
        }
        let is_here = |kept: &Kept| kept.seat == seat && kept.home == *home;
        let at = self.kept.iter().position(is_here);
        (at.map(|at| self.kept.remove(at)), seat)
    }
}

impl Slot {
    /// Keeps a connection, in which nothing is left of whoever used it, for the next request.
    pub(crate) fn keep(mut self, session: Session) {
        self.to_keep = Some(session);
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut state = self.connections.lock();
        if let Some(place) = state.places.get_mut(&self.home) {
            place.taken.retain(|seat| *seat != self.seat);
        }
        // Under the lock, or one that is shutting down would leave this one behind.
        if let Some(session) = self.to_keep.take()
            && !self.connections.in_use.is_closed()
        {
            state.kept.push(Kept {
                home: self.home.clone(),
                seat: self.seat,
                last_guest: self.guest,
                since: Instant::now(),
                session,
            });
        }
    }
}

fn share(size: u32) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(size as usize))
}

/// A share that somebody waits for or uses has more owners than the table.
fn is_used(share: &Arc<Semaphore>) -> bool {
    Arc::strong_count(share) > 1
}

/// Orders the seats differently for each tenant, and always alike for the same: rendezvous hashing (Thaler and
/// Ravishankar, 1998).
fn rank(seat: Seat, guest: PlacementId) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seat, guest).hash(&mut hasher);
    hasher.finish()
}

async fn close_all(kept: Vec<Kept>) {
    for Kept { session, .. } in kept {
        // One that was cut off cannot say goodbye.
        let _ = session.connection.close().await;
    }
}
