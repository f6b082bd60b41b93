//! What answers let out: the words of one canary are in no answer to the other.

use super::{client::Ask, raid::Raid};

/// What lists and shows what a tenant has.
const SHOWN: [&str; 10] = [
    "/api/v1/me",
    "/api/v1/customers",
    "/api/v1/companies",
    "/api/v1/users",
    "/api/v1/professionals",
    "/api/v1/services",
    "/api/v1/audit",
    "/api/v1/api-keys",
    "/api/v1/tenant/config",
    "/api/v1/tenant/branding",
];

pub(super) async fn attack(raid: &mut Raid<'_>) {
    let (us, them) = (raid.us.canary.clone(), raid.them.canary.clone());
    let token = raid.us.token.clone();
    let search = |host: &str, word: &str| Ask::get(host, &format!("/api/v1/customers?q={word}"));
    let tried = "Searched for its own word.";
    let ask = search(&us.host, &us.word).bearer(&token);
    raid.served("leaks.own", tried, ask, &us.word).await;
    let tried = "The other tenant searched for its own word.";
    let ask = search(&them.host, &them.word).bearer(&raid.them.token);
    raid.served("leaks.theirs", tried, ask, &them.word).await;
    searched(raid, search(&us.host, &them.word).bearer(&token)).await;
    let mut silent = Vec::new();
    for path in SHOWN {
        let ask = Ask::get(&us.host, path).bearer(&token);
        match raid.send_as_attacker(path, &ask).await {
            Ok(reply) if reply.status == 200 => {}
            Ok(reply) => silent.push(format!("{path}: {}", reply.in_words())),
            Err(said) => silent.push(format!("{path}: {said}")),
        }
    }
    let seen = if silent.is_empty() {
        format!("{} answers.", SHOWN.len())
    } else {
        format!("{}.", silent.join("; "))
    };
    let tried = "Asked for everything that a tenant shows of itself.";
    raid.found(
        "leaks.shown",
        tried,
        "200 each time.",
        (silent.is_empty(), seen),
    );
    let (answers, leaks) = (raid.answers, raid.leaks.join("; "));
    let seen = if leaks.is_empty() {
        format!("In none of {answers} answers.")
    } else {
        format!("In the answer to: {leaks}.")
    };
    let tried =
        "Looked for the other tenant's word in every answer to this tenant, refusals included.";
    raid.found(
        "leaks.answers",
        tried,
        "It is in none.",
        (leaks.is_empty(), seen),
    );
}

/// The word is in no row of the attacker's, so a search finds nothing.
async fn searched(raid: &mut Raid<'_>, ask: Ask) {
    let tried = "Searched for the other tenant's word.";
    let made = match raid.send_as_attacker(tried, &ask).await {
        Ok(reply) => {
            let found = reply.json()["items"].as_array().map(Vec::len);
            let seen = match found {
                Some(found) => format!("{}, {found} customers.", reply.status),
                None => format!("{}.", reply.in_words()),
            };
            (found == Some(0), seen)
        }
        Err(said) => (false, said),
    };
    raid.found("leaks.search", tried, "200, and no customer.", made);
}
