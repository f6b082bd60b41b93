//! How often somebody may ask, counted for each account, or for each address while nobody is signed in; and how much of
//! what goes on an account may have open.
//!
//! The counts are this process's own. They keep one caller from crowding out the others; the monthly quotas of a
//! plan are counted in the database.

use std::{
    collections::HashMap,
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{
    Fault, FaultCode,
    ids::{OperatorId, TenantId, UserId},
};
use domain::Signed;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
};
use store::{Caller, Who};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Area, Http, HttpSettings, Refusal};

type Counts<Key> = DefaultKeyedRateLimiter<Key, StateInformationMiddleware>;

/// How many streams of events an account has open at most: more tabs than anybody looks at, on a few machines.
const STREAMS: usize = 20;

/// The counts of everybody.
pub(crate) struct Limiter {
    signed: Counts<Account>,
    anonymous: Counts<Option<IpAddr>>,
    refusals: Counts<Option<IpAddr>>,
    /// Addresses that were refused too often, and until when nobody looks who they are.
    shut_out: Mutex<HashMap<Option<IpAddr>, Instant>>,
    streams: Mutex<HashMap<Account, Arc<Semaphore>>>,
    asked: AtomicU32,
}

/// Whose requests are counted together once somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Account {
    User(TenantId, Option<UserId>),
    /// All keys of one person together: making more gives no more.
    Keys(TenantId, Option<UserId>),
    Operator(OperatorId),
}

impl Account {
    fn of(signed: &Signed) -> Self {
        match signed {
            Signed::Operator(desk) => Self::Operator(desk.id()),
            Signed::Tenant(desk) => {
                let user = match desk.scope().who() {
                    Who::User { id, .. } => Some(*id),
                    Who::Visitor(visitor) => return Self::Operator(visitor.operator),
                    Who::Operator { .. } | Who::Job(_) | Who::Door => None,
                };
                let tenant = desk.scope().tenant_id();
                // A program that runs wild does not keep its owner from the page where its key is deleted.
                if signed.is_api_key() {
                    Self::Keys(tenant, user)
                } else {
                    Self::User(tenant, user)
                }
            }
        }
    }
}

/// What the headers of an answer say of its caller's count.
struct Count {
    limit: NonZeroU32,
    remaining: u32,
    reset: Duration,
}

/// Too often; when to come back.
struct TooOften {
    limit: NonZeroU32,
    wait: Duration,
}

impl Limiter {
    pub(crate) fn new(settings: &HttpSettings) -> Self {
        Self {
            signed: counts(settings.signed_per_minute),
            anonymous: counts(settings.anonymous_per_minute),
            refusals: counts(settings.anonymous_per_minute),
            shut_out: Mutex::default(),
            streams: Mutex::default(),
            asked: AtomicU32::new(0),
        }
    }

    fn count(&self, signed: Option<&Signed>, ip: Option<IpAddr>) -> Result<Count, TooOften> {
        self.forget_the_quiet();
        match signed {
            Some(signed) => check(&self.signed, &Account::of(signed)),
            None => check(&self.anonymous, &ip),
        }
    }

    /// Counts a caller whom the guard refused. Each refusal writes into the logs of those whom it concerns, so an
    /// address has as many of them as it has requests without an account.
    pub(crate) fn note_refusal(&self, ip: Option<IpAddr>) {
        let wait = match check(&self.refusals, &ip) {
            Ok(count) if count.remaining > 0 => return,
            Ok(count) => count.reset / count.limit.get(),
            Err(refused) => refused.wait,
        };
        self.shut_out().insert(ip, Instant::now() + wait);
    }

    /// The answer to an address that was refused too often.
    pub(crate) fn refuse_shut_out(&self, ip: Option<IpAddr>) -> Option<Response> {
        let until = *self.shut_out().get(&ip)?;
        let wait = until.checked_duration_since(Instant::now())?;
        Some(Refusal(too_often(wait)).into_response())
    }

    /// Lets an account open one more stream of events, until what is returned is dropped.
    pub(crate) fn open_stream(&self, signed: &Signed) -> Result<OwnedSemaphorePermit, Fault> {
        let account = Account::of(signed);
        let mut streams = self.streams();
        let own = streams
            .entry(account)
            .or_insert_with(|| Arc::new(Semaphore::new(STREAMS)));
        let permit = Arc::clone(own).try_acquire_owned();
        permit.map_err(|_| {
            let title = "Too many pages of this account are open. Close one of them.";
            let mut fault = Fault::new(FaultCode::RateLimited, title);
            fault.retry_after = Some(60);
            fault
        })
    }

    fn streams(&self) -> MutexGuard<'_, HashMap<Account, Arc<Semaphore>>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shut_out(&self) -> MutexGuard<'_, HashMap<Option<IpAddr>, Instant>> {
        // Nothing that is done under the lock leaves it half-done.
        self.shut_out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A key that is back at its full quota needs no memory.
    fn forget_the_quiet(&self) {
        const EVERY: u32 = 10_000;
        if self.asked.fetch_add(1, Ordering::Relaxed) % EVERY == EVERY - 1 {
            self.signed.retain_recent();
            self.anonymous.retain_recent();
            self.refusals.retain_recent();
            self.shut_out().retain(|_, until| *until > Instant::now());
            self.streams()
                .retain(|_, own| own.available_permits() < STREAMS);
        }
    }
}

fn counts<Key: std::hash::Hash + Eq + Clone>(per_minute: NonZeroU32) -> Counts<Key> {
    RateLimiter::keyed(Quota::per_minute(per_minute)).with_middleware()
}

fn check<Key: std::hash::Hash + Eq + Clone>(
    counts: &Counts<Key>,
    key: &Key,
) -> Result<Count, TooOften> {
    match counts.check_key(key) {
        Ok(state) => {
            let (quota, remaining) = (state.quota(), state.remaining_burst_capacity());
            let limit = quota.burst_size();
            Ok(Count {
                limit,
                remaining,
                reset: quota.replenish_interval() * limit.get().saturating_sub(remaining),
            })
        }
        Err(refused) => Err(TooOften {
            limit: refused.quota().burst_size(),
            wait: refused.wait_time_from(DefaultClock::default().now()),
        }),
    }
}

pub(super) async fn limit(State(http): State<Http>, request: Request, next: Next) -> Response {
    let is_api = Area::of(request.uri().path()) == Area::Api;
    let ip = request
        .extensions()
        .get::<Caller>()
        .and_then(|caller| caller.ip);
    match http
        .limiter()
        .count(request.extensions().get::<Signed>(), ip)
    {
        Ok(count) => {
            let mut response = next.run(request).await;
            if is_api {
                tell(
                    response.headers_mut(),
                    count.limit,
                    count.remaining,
                    count.reset,
                );
            }
            response
        }
        Err(TooOften { limit, wait }) => {
            let mut response = Refusal(too_often(wait)).into_response();
            tell(response.headers_mut(), limit, 0, wait);
            response
        }
    }
}

fn too_often(wait: Duration) -> Fault {
    let mut fault = Fault::new(
        FaultCode::RateLimited,
        "Too many requests in a short time. Slow down a little.",
    );
    fault.retry_after = Some(whole_seconds(wait).max(1));
    fault
}

/// The header fields of draft-ietf-httpapi-ratelimit-headers-06, which clients know best.
fn tell(headers: &mut HeaderMap, limit: NonZeroU32, remaining: u32, reset: Duration) {
    headers.insert(LIMIT, HeaderValue::from(limit.get()));
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(whole_seconds(reset)));
}

pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
pub(crate) const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

fn whole_seconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_is_used_up_by_its_owner_alone() {
        let counts: Counts<&str> = counts(NonZeroU32::new(2).unwrap());
        assert_eq!(check(&counts, &"a").ok().unwrap().remaining, 1);
        assert_eq!(check(&counts, &"a").ok().unwrap().remaining, 0);
        let refused = check(&counts, &"a").err().unwrap();
        assert!(
            (29..=30).contains(&whole_seconds(refused.wait)),
            "{:?}",
            refused.wait
        );
        assert!(check(&counts, &"b").is_ok());
    }
}
