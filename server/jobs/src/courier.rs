//! Carries messages to the receivers of tenants, each by itself: whoever is slow or away keeps nobody else waiting
//! for long.

use std::{sync::Arc, time::Duration};

use contract::Fault;
use domain::{Platform, deliveries::Turn};
use outbound::Client;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::Instant,
};

/// How long an entry that was signed waits, unless there are very many.
const PAUSE: Duration = Duration::from_secs(1);
/// Receivers that are asked at a time.
const AT_ONCE: usize = 32;
/// Messages to one receiver before it is another's turn, and how long it has for them.
const IN_A_ROW: usize = 50;
const TURN: Duration = Duration::from_secs(15);

/// Carries messages to the receivers of tenants.
#[derive(Clone)]
pub struct Courier {
    client: Client,
}

impl Courier {
    /// One that goes where this client goes.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Carries until it is told to stop. What it is at then comes again, from this node or another.
    pub async fn run(self, platform: Platform, mut stop: watch::Receiver<bool>) {
        let free = Arc::new(Semaphore::new(AT_ONCE));
        let mut under_way = JoinSet::new();
        loop {
            match platform.take_due_receivers(free.available_permits()).await {
                Ok(turns) => {
                    for turn in turns {
                        let (courier, platform) = (self.clone(), platform.clone());
                        let free = Arc::clone(&free);
                        under_way.spawn(async move {
                            let _place = free.acquire_owned().await;
                            courier.serve(&platform, turn).await;
                        });
                    }
                }
                Err(fault) => tracing::warn!(?fault, "receivers of logs are not served right now"),
            }
            while under_way.try_join_next().is_some() {}
            // Whoever would tell is gone: that is telling, too.
            if tokio::time::timeout(PAUSE, stop.changed()).await.is_ok() {
                return;
            }
        }
    }

    async fn serve(&self, platform: &Platform, turn: Turn) {
        let served = self.carry(platform, turn).await;
        let released = platform.release_receiver(turn).await;
        if let Err(fault) = served.and(released) {
            tracing::warn!(tenant = %turn.tenant, ?fault, "the receiver of a log is not served");
        }
    }

    async fn carry(&self, platform: &Platform, turn: Turn) -> Result<(), Fault> {
        let begun = Instant::now();
        for _ in 0..IN_A_ROW {
            // Who is slow gets on slowly, and lets others have the place.
            if begun.elapsed() > TURN {
                break;
            }
            let Some(delivery) = platform.next_delivery(turn).await? else {
                break;
            };
            let url = delivery.url.as_disclosed();
            let told = self
                .client
                .post(url, &delivery.headers, delivery.body.clone());
            let told = told.await.map_err(|error| error.to_string());
            if !platform.note_delivery(&delivery, told).await? {
                break;
            }
        }
        Ok(())
    }
}
