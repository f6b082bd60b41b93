//! Work that takes a core for longer than others should wait.

use std::sync::Arc;

use contract::Fault;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Works off the threads that serve requests, when one of the places is free. The place is the work's own: whoever asked
/// may hang up, and the work goes on to its end.
pub(crate) async fn work<T: Send + 'static>(
    places: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.map_err(|_| Fault::unavailable())?;
    let working = spawn_blocking(move || {
        let _place = place;
        work()
    });
    working.await.map_err(|error| {
        tracing::error!(%error, "heavy work failed");
        Fault::internal()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Else whoever hangs up and asks again has as much done at a time as they like.
    #[tokio::test]
    async fn a_place_is_taken_until_the_work_is_done() {
        let places = Arc::new(Semaphore::new(1));
        let ((begun, has_begun), (end, ends)) = (mpsc::channel(), mpsc::channel());
        let asked = tokio::spawn({
            let places = Arc::clone(&places);
            async move {
                let waiting = move || {
                    begun.send(()).unwrap();
                    ends.recv().unwrap();
                };
                work(&places, waiting).await
            }
        });
        spawn_blocking(move || has_begun.recv())
            .await
            .unwrap()
            .unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(places.available_permits(), 0);
        end.send(()).unwrap();
        let _free = places.acquire().await.unwrap();
    }
}
