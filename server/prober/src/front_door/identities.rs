//! An identity is good at its own tenant and nowhere else (ISO-5).

use serde_json::json;

use super::{
    client::Ask,
    raid::{FORBIDDEN, FOREIGN, NOBODY, Raid, TOO_OFTEN},
};

const CUSTOMERS: &str = "/api/v1/customers";

pub(super) async fn attack(raid: &mut Raid<'_>) {
    at_home(raid).await;
    next_door(raid).await;
    upstairs(raid).await;
}

/// The twins.
async fn at_home(raid: &mut Raid<'_>) {
    let (home, word, slug) = (
        raid.us.canary.host.clone(),
        raid.us.canary.word.clone(),
        raid.us.canary.slug.clone(),
    );
    let api = raid.site("api");
    let list = || Ask::get(&home, CUSTOMERS);
    let (token, cookie, key) = (
        raid.us.token.clone(),
        raid.us.cookie.clone(),
        raid.us.key.clone(),
    );
    let by_host = Ask::get(&api, CUSTOMERS)
        .header("x-tenant-id", &slug)
        .bearer(&token);
    for (key, tried, ask) in [
        (
            "home.token",
            "Listed its own customers with its token.",
            list().bearer(&token),
        ),
        (
            "home.cookie",
            "Listed its own customers with its cookie.",
            list().cookie(&cookie),
        ),
        (
            "home.key",
            "Listed its own customers with its API key.",
            list().bearer(&key),
        ),
        (
            "home.api_host",
            "Listed its own customers on the host of the API, naming itself.",
            by_host,
        ),
    ] {
        raid.served(key, tried, ask, &word).await;
    }
}

async fn next_door(raid: &mut Raid<'_>) {
    let (theirs, their_slug) = (raid.them.canary.host.clone(), raid.them.canary.slug.clone());
    let their_id = raid.them.canary.id.to_string();
    let (home, api) = (raid.us.canary.host.clone(), raid.site("api"));
    let (token, cookie, key) = (
        raid.us.token.clone(),
        raid.us.cookie.clone(),
        raid.us.key.clone(),
    );
    let list = || Ask::get(&theirs, CUSTOMERS);
    let function = Ask::call(&theirs, "/fn/member/customer_list").cookie(&cookie);
    let refresh = json!({ "refresh_token": raid.us.refresh });
    let refresh = Ask::post(&theirs, "/api/v1/auth/refresh", &refresh);
    let typed = json!({ "email": raid.us.canary.email, "password": raid.us.canary.password });
    let sign_in = Ask::post(&theirs, "/api/v1/auth/token", &typed).impatient();
    let on_api = |name: &str| Ask::get(&api, CUSTOMERS).header("x-tenant-id", name);
    for (key, tried, ask, way) in [
        (
            "foreign.nobody",
            "Asked for the other tenant's customers, signed in nowhere.",
            list(),
            NOBODY,
        ),
        (
            "foreign.token",
            "Brought its token to the other tenant's host.",
            list().bearer(&token),
            FOREIGN,
        ),
        (
            "foreign.cookie",
            "Brought its cookie to the other tenant's API.",
            list().cookie(&cookie),
            FOREIGN,
        ),
        (
            "foreign.key",
            "Brought its API key to the other tenant's host.",
            list().bearer(&key),
            FOREIGN,
        ),
        (
            "foreign.function",
            "Called a function of the other tenant's pages with its cookie.",
            function,
            FOREIGN,
        ),
        (
            "foreign.header",
            "Named the other tenant by slug, at home, with its token.",
            Ask::get(&home, CUSTOMERS)
                .header("x-tenant-id", &their_slug)
                .bearer(&token),
            FOREIGN,
        ),
        (
            "foreign.api_host_slug",
            "Named the other tenant by slug on the host of the API, with its token.",
            on_api(&their_slug).bearer(&token),
            FOREIGN,
        ),
        (
            "foreign.api_host_id",
            "Named the other tenant by id on the host of the API, with its API key.",
            on_api(&their_id).bearer(&key),
            FOREIGN,
        ),
        (
            "foreign.refresh",
            "Brought its refresh token to the other tenant's host.",
            refresh,
            FOREIGN,
        ),
    ] {
        raid.refused(key, tried, ask, &[way]).await;
    }
    // The brake on guesses may hold after some runs in one hour, and that is a refusal as well.
    let tried = "Signed in to the other tenant with its own address and password.";
    let ways = [NOBODY, TOO_OFTEN];
    raid.refused("foreign.password", tried, sign_in, &ways)
        .await;
    let page = Ask::get(&theirs, "/")
        .header("accept", "text/html")
        .cookie(&cookie);
    refused_page(
        raid,
        "Opened the other tenant's home page with its cookie.",
        page,
    )
    .await;
}

/// A page is refused in its own form; the status tells.
async fn refused_page(raid: &mut Raid<'_>, tried: &str, ask: Ask) {
    let reply = raid.send_as_attacker(tried, &ask).await;
    let word = raid.them.canary.word.clone();
    let made = match reply {
        Ok(reply) => (
            reply.status == 403 && !reply.tells(&word),
            format!("{}.", reply.status),
        ),
        Err(said) => (false, said),
    };
    raid.found(
        "foreign.page",
        tried,
        "403, with nothing of the other tenant.",
        made,
    );
}

/// What operators do is not for people of a tenant.
async fn upstairs(raid: &mut Raid<'_>) {
    let (home, admin) = (raid.us.canary.host.clone(), raid.site("admin"));
    let (token, cookie) = (raid.us.token.clone(), raid.us.cookie.clone());
    let tenants = "/api/v1/admin/tenants";
    let function = Ask::call(&home, "/fn/operator/tenant_list").cookie(&cookie);
    for (key, tried, ask, ways) in [
        (
            "operators.api",
            "Listed all tenants with its token, at home.",
            Ask::get(&home, tenants).bearer(&token),
            [FORBIDDEN, FORBIDDEN],
        ),
        (
            "operators.host",
            "Listed all tenants with its cookie, at the operators' host.",
            Ask::get(&admin, tenants).cookie(&cookie),
            [FOREIGN, FORBIDDEN],
        ),
        (
            "operators.function",
            "Called a function of the operators' pages with its cookie.",
            function,
            [FORBIDDEN, FORBIDDEN],
        ),
    ] {
        let mut ways = ways.to_vec();
        ways.dedup();
        raid.refused(key, tried, ask, &ways).await;
    }
}
