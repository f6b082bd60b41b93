//! Contestants take turns, so that what disturbs the machine disturbs them all.

use std::{
    array,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::{
    by_hand::Hand,
    client::{Ask, Connection},
    measured::Measured,
};

/// Connections that each contestant keeps busy.
pub(crate) const CONNECTIONS: usize = 8;

/// They take turns at warming up too: the server hangs up on whoever is silent for half a minute.
const WARM_UP_TURNS: usize = 10;

/// One way to do the same thing over and over, on a few connections.
pub(crate) struct Contestant {
    workers: Vec<Worker>,
}

/// One connection; it goes round the tenants, and the others go beside it.
struct Worker {
    way: Way,
    turn: usize,
}

enum Way {
    Http(Connection, Arc<[Ask]>),
    ByHand(Arc<[Hand]>, Deed),
}

/// What is done by hand.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    /// List the newest customers.
    List,
    /// Enter a customer.
    Create,
}

impl Contestant {
    /// Asks a server over HTTP, each tenant in its turn.
    pub(crate) async fn http(address: SocketAddr, asks: Vec<Ask>) -> Result<Self> {
        let asks: Arc<[Ask]> = asks.into();
        let mut ways = Vec::new();
        for _ in 0..CONNECTIONS {
            ways.push(Way::Http(Connection::open(address).await?, asks.clone()));
        }
        Ok(Self::new(ways))
    }

    /// Asks PostgreSQL by hand, each tenant in its turn.
    pub(crate) fn by_hand(hands: &Arc<[Hand]>, deed: Deed) -> Self {
        let ways = (0..CONNECTIONS).map(|_| Way::ByHand(hands.clone(), deed));
        Self::new(ways.collect())
    }

    fn new(ways: Vec<Way>) -> Self {
        let workers = ways.into_iter().enumerate();
        Self {
            workers: workers.map(|(turn, way)| Worker { way, turn }).collect(),
        }
    }

    /// Asks this often, all workers together.
    async fn warm_up(&mut self, times: usize) -> Result<()> {
        let each = u32::try_from(times / CONNECTIONS)?;
        self.work(move |done| done < each).await?;
        Ok(())
    }

    /// Works for this long; answers how often a second.
    async fn round(&mut self, length: Duration) -> Result<f64> {
        let started = Instant::now();
        let done = self.work(move |_| started.elapsed() < length).await?;
        Ok(f64::from(done) / started.elapsed().as_secs_f64())
    }

    /// Lets each worker go on as long as what it has done is not enough; answers what all did.
    async fn work(&mut self, goes_on: impl Fn(u32) -> bool + Copy + Send + 'static) -> Result<u32> {
        let mut at_work = JoinSet::new();
        for worker in self.workers.drain(..) {
            at_work.spawn(worker.work(goes_on));
        }
        let mut all = 0;
        while let Some(ended) = at_work.join_next().await {
            let (worker, done) = ended??;
            all += done;
            self.workers.push(worker);
        }
        Ok(all)
    }
}

impl Worker {
    async fn work(mut self, goes_on: impl Fn(u32) -> bool) -> Result<(Self, u32)> {
        let mut done = 0;
        while goes_on(done) {
            self.once().await?;
            self.turn += CONNECTIONS;
            done += 1;
        }
        Ok((self, done))
    }

    async fn once(&mut self) -> Result<()> {
        match &mut self.way {
            Way::Http(connection, asks) => {
                let ask = &asks[self.turn % asks.len()];
                connection.send(ask).await?.succeeded()?;
            }
            Way::ByHand(hands, deed) => {
                let hand = &hands[self.turn % hands.len()];
                match deed {
                    Deed::List => drop(hand.list().await?),
                    Deed::Create => hand.create().await?,
                }
            }
        }
        Ok(())
    }
}

/// Lets them take turns; answers how often a second, round by round. What each warms up with does not count.
pub(crate) async fn compete<const N: usize>(
    mut contestants: [Contestant; N],
    warm_up: [usize; N],
    rounds: usize,
    length: Duration,
) -> Result<[Measured; N]> {
    for _ in 0..WARM_UP_TURNS {
        for (contestant, times) in contestants.iter_mut().zip(warm_up) {
            contestant.warm_up(times / WARM_UP_TURNS).await?;
        }
    }
    let mut rates = array::from_fn(|_| Measured::default());
    for _ in 0..rounds {
        for (contestant, rates) in contestants.iter_mut().zip(&mut rates) {
            rates.push(contestant.round(length).await?);
        }
    }
    Ok(rates)
}
