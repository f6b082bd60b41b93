//! Who is signed in, and where, as it changes: server-sent events for pages that are open.

use std::time::Duration;

use axum::{
    http::HeaderMap,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    Fault,
    me::{MemberMe, MemberSelf},
};
use domain::{Changes, TenantDesk};
use futures_util::{Stream, StreamExt, stream};
use sha2::{Digest, Sha256};

use crate::{extract::AsTenant, respond::Answer, wire::Problems};

/// How long nothing need be heard before the server looks by itself: notifications get lost with a connection.
const SILENCE: Duration = Duration::from_mins(1);

/// Follows what the caller may do and see in the workspace: one event at once, and one for each change.
///
/// The id of an event stands for what `GET /api/v1/me` answers. Whoever comes back with it as `Last-Event-ID` hears nothing
/// until that has changed.
#[utoipa::path(get, path = "/events", tag = "identity", operation_id = "me_events",
    params(("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that the caller knows.")),
    responses((status = 200, content_type = "text/event-stream", body = String,
        description = "Server-sent events without content; ask `GET /api/v1/me` what it is now."), Problems))]
pub(super) async fn events(
    AsTenant(desk): AsTenant,
    headers: HeaderMap,
) -> Answer<impl IntoResponse> {
    // Whoever may not look is told so in a problem document, not by an empty stream.
    desk.me().await?;
    let known = headers.get("last-event-id");
    let known = known.and_then(|id| id.to_str().ok()).map(str::to_owned);
    let changes = desk.changes();
    let news = news(Follower {
        desk,
        changes,
        known,
    });
    let events = news.map(|id| Ok::<_, Fault>(Event::default().id(id).data("changed")));
    let every = Duration::from_secs(10);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(every)))
}

/// Somebody who follows, and what they know.
struct Follower {
    desk: TenantDesk,
    changes: Changes,
    known: Option<String>,
}

/// The id of what is new, until the caller is signed out.
fn news(follower: Follower) -> impl Stream<Item = String> + Send {
    stream::unfold(follower, |mut follower| async move {
        loop {
            follower.desk = follower.desk.renewed().await.ok()?;
            let id = id(&follower.desk.me().await.ok()?)?;
            if follower.known.as_ref() != Some(&id) {
                follower.known = Some(id.clone());
                return Some((id, follower));
            }
            follower.changes.next(SILENCE).await;
        }
    })
}

fn id(me: &MemberMe) -> Option<String> {
    let said = serde_json::to_vec(me).ok()?;
    Some(URL_SAFE_NO_PAD.encode(&Sha256::digest(said)[..12]))
}
