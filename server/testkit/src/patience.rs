//! Giving up in the middle.

use std::{pin::pin, task::Poll};

/// Drives a future, and drops it where it waits for the n-th time; its value if it ends before.
///
/// So ends a request whose client hangs up, and so, as far as a database can tell, a process that is killed: nothing of
/// it runs after that wait, and its connections are cut off in the middle of whatever they were at.
pub async fn give_up_at<T>(wait: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut waited = 0;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => {
            waited += 1;
            if waited == wait {
                Poll::Ready(None)
            } else {
                Poll::Pending
            }
        }
    })
    .await
}

/// Sees a future through, and counts how often it waits.
pub async fn waits_of<T>(future: impl Future<Output = T>) -> (T, usize) {
    let mut future = pin!(future);
    let mut waited = 0;
    let value = std::future::poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        waited += usize::from(poll.is_pending());
        poll
    })
    .await;
    (value, waited)
}
