//! What keeps a message from being made, or from being spoken of.

use chrono::TimeDelta;
use contract::receivers::Receivers;
use testkit::{Plane, given};

use super::{LEASE_IS_OVER, URL, enter, next, said, sign, state, streamed, take_all, taken, turn};

/// Whoever was too slow gives nothing back that is another's by now, and carries nothing more.
#[tokio::test]
async fn a_turn_that_is_over_gives_nothing_back() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 3).await;
    let platform = plane.platform();
    let slow = platform.take_due_receivers(9).await.unwrap()[0];
    plane.sabotage(LEASE_IS_OVER).await;
    let other = plane.another_node().await;
    let quick = other.take_due_receivers(9).await.unwrap()[0];
    assert_ne!(slow, quick);
    platform.release_receiver(slow).await.unwrap();
    assert!(taken(platform).await.is_empty(), "it is still the other's");
    assert!(platform.next_delivery(slow).await.unwrap().is_none());
    assert!(other.next_delivery(quick).await.unwrap().is_some());
    other.release_receiver(quick).await.unwrap();
    assert_eq!(taken(platform).await, [acme.id()]);
}

/// What keeps a message from being made comes back less and less often, as an attempt that failed, and not each second.
#[tokio::test]
async fn a_message_that_cannot_be_made_is_put_off() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 3).await;
    let platform = plane.platform();
    plane
        .sabotage(
            "UPDATE platform.log_receivers
             SET secret = set_byte(secret, 12, 255 - get_byte(secret, 12)), test_wanted = true",
        )
        .await;
    for seconds in [5, 10, 20] {
        let turns = platform.take_due_receivers(9).await.unwrap();
        assert_eq!(turns.len(), 1, "{seconds}");
        assert!(platform.next_delivery(turns[0]).await.is_err());
        platform.release_receiver(turns[0]).await.unwrap();
        assert!(taken(platform).await.is_empty(), "{seconds}");
        plane.clock().advance(TimeDelta::seconds(seconds - 1));
        assert!(taken(platform).await.is_empty(), "{seconds}");
        plane.clock().advance(TimeDelta::seconds(1));
    }
    let owner = acme.owner().await;
    owner.receiver_delete().await.unwrap();
    given::receiver(&acme, URL).await;
    sign(&plane, &acme).await;
    assert_eq!(taken(platform).await, [acme.id()]);
}

/// A test that cannot be made says so, once, and keeps no entry waiting.
#[tokio::test]
async fn a_test_that_cannot_be_made_is_told_and_puts_nothing_off() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 3).await;
    let (platform, owner) = (plane.platform(), acme.owner().await);
    owner.receiver_test().await.unwrap();
    let turn = turn(platform, &acme).await;
    // A node that has not met the tenant yet has to look for it.
    let other = plane.another_node().await;
    plane
        .sabotage("ALTER TABLE platform.placements RENAME TO away")
        .await;
    assert!(other.next_delivery(turn).await.is_err());
    plane
        .sabotage("ALTER TABLE platform.away RENAME TO placements")
        .await;
    let test = state(&acme).await.test.unwrap();
    assert!(test.error.unwrap().contains("No message could be made"));
    platform.release_receiver(turn).await.unwrap();
    let delivery = next(platform, &acme).await.unwrap();
    assert_eq!(said(&delivery)["type"], "log.entries");
}

/// A log that is shorter than what its receiver has is a finding. Nothing takes the places of entries that it got.
#[tokio::test]
async fn a_log_that_was_taken_back_stops_its_receiver() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 5).await;
    let (luna, _) = streamed(&plane, "luna", 5).await;
    let (_, head) = take_all(&plane, &acme).await;
    let told = head["data"]["head"]["size"].as_u64().unwrap();
    let back = told - 3;
    plane
        .sabotage(&format!(
            "DELETE FROM tenants_shared.event_heads WHERE tenant_id = '{id}' AND size > {back};
             DELETE FROM tenants_shared.events WHERE tenant_id = '{id}' AND position >= {back};
             UPDATE tenants_shared.event_log SET size = {back} WHERE tenant_id = '{id}'",
            id = acme.id()
        ))
        .await;
    enter(&acme, 1).await;
    sign(&plane, &acme).await;
    let shown = state(&acme).await;
    assert!(!shown.is_on);
    let why = shown.error.unwrap();
    assert!(why.contains("somebody took it back"), "{why}");
    assert_eq!(shown.next_at, None, "it is not tried again by itself");
    assert_eq!(acme.events().await[0].action, "receiver.stop");
    let mails = plane.mails().await.into_iter();
    let mut mails = mails.filter(|mail| mail.row.kind == "receiver_stopped");
    let mail = mails.next().unwrap();
    assert_eq!(mail.row.recipient, acme.email("owner"));
    assert!(
        mail.text.contains(&format!("was told of {told}")),
        "{}",
        mail.text
    );
    assert!(mails.next().is_none());
    // It does not go on by itself once the log is longer again.
    enter(&acme, 9).await;
    sign(&plane, &acme).await;
    assert_eq!(taken(plane.platform()).await, [luna.id()]);
    assert!(state(&luna).await.is_on);
    acme.owner().await.receiver_delete().await.unwrap();
    given::receiver(&acme, URL).await;
    sign(&plane, &acme).await;
    assert_eq!(taken(plane.platform()).await, [acme.id()]);
}

/// The head is there, and goes where heads are kept, though nothing could be noted for the receiver; that is done again.
#[tokio::test]
async fn a_head_is_kept_whatever_becomes_of_the_word_about_it() {
    let plane = Plane::new().await;
    let (acme, _) = streamed(&plane, "acme", 1).await;
    let waiting = state(&acme).await.waiting;
    enter(&acme, 4).await;
    plane.database().take_unsigned();
    plane
        .sabotage(
            "CREATE FUNCTION platform.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
             CREATE TRIGGER refuse BEFORE UPDATE OF signed ON platform.log_receivers
                 FOR EACH ROW EXECUTE FUNCTION platform.refuse()",
        )
        .await;
    let anchor = plane.platform().sign_log(acme.id()).await.unwrap();
    assert!(anchor.is_some());
    assert_eq!(state(&acme).await.waiting, waiting);
    assert_eq!(plane.database().take_unsigned(), [acme.id()]);
    plane
        .sabotage("DROP TRIGGER refuse ON platform.log_receivers")
        .await;
    let nothing_new = plane.platform().sign_log(acme.id()).await.unwrap();
    assert_eq!(nothing_new, None);
    assert_eq!(state(&acme).await.waiting, waiting + 4);
}
