//! Tokens that nobody issued, and those of another (I-28 to I-30).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{
    client::Ask,
    raid::{NOBODY, Raid},
};

pub(super) async fn attack(raid: &mut Raid<'_>) {
    let Some(forged) = forgeries(raid) else {
        let seen = (
            false,
            "The token is none that this program can take apart.".to_owned(),
        );
        raid.found("tokens", "Took its own token apart.", "Three parts.", seen);
        return;
    };
    let theirs = raid.them.canary.host.clone();
    for (key, tried, token) in forged {
        let ask = Ask::get(&theirs, "/api/v1/customers").bearer(&token);
        raid.refused(key, tried, ask, &[NOBODY]).await;
    }
    let (home, own) = (raid.us.canary.host.clone(), raid.us.refresh.clone());
    let ask = Ask::post(
        &home,
        "/api/v1/auth/refresh",
        &json!({ "refresh_token": own }),
    );
    raid.served(
        "tokens.refresh",
        "Changed its refresh token for the next pair, at home.",
        ask.clone(),
        "access_token",
    )
    .await;
    let tried = "Used the same refresh token a second time.";
    raid.refused("tokens.replay", tried, ask, &[NOBODY]).await;
}

/// Its own token made into one of the other tenant's, in the ways in which verifiers were fooled before.
fn forgeries(raid: &Raid<'_>) -> Option<[(&'static str, &'static str, String); 5]> {
    let mut parts = raid.us.token.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let read = |part: &str| -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    let write = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let (mut no_algorithm, mut theirs) = (read(header)?, read(claims)?);
    no_algorithm["alg"] = json!("none");
    theirs["tenant"] = json!(raid.them.canary.id);
    let (no_algorithm, theirs) = (write(&no_algorithm), write(&theirs));
    let their_signature = raid.them.token.rsplit_once('.')?.1;
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).ok()?;
    *flipped.first_mut()? ^= 1;
    let flipped = URL_SAFE_NO_PAD.encode(flipped);
    Some([
        (
            "tokens.claim",
            "Wrote the other tenant into its token.",
            format!("{header}.{theirs}.{signature}"),
        ),
        (
            "tokens.borrowed",
            "Wrote the other tenant into its token, and signed with a signature of the other's.",
            format!("{header}.{theirs}.{their_signature}"),
        ),
        (
            "tokens.none",
            "Wrote the other tenant into its token, to be signed by no algorithm.",
            format!("{no_algorithm}.{theirs}."),
        ),
        (
            "tokens.flipped",
            "Changed one bit of its token's signature.",
            format!("{header}.{claims}.{flipped}"),
        ),
        (
            "tokens.cut",
            "Left the signature of its token out.",
            format!("{header}.{claims}."),
        ),
    ])
}
