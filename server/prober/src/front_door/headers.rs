//! Headers that proxies write and anybody can write: none of them says which tenant is meant (I-36), and no other site
//! acts in somebody's name (I-51).

use super::{
    client::Ask,
    raid::{FORBIDDEN, FOREIGN, NOBODY, Raid},
};

/// What other products believe.
const BELIEVED_ELSEWHERE: [&str; 7] = [
    "x-forwarded-host",
    "x-original-host",
    "x-host",
    "x-forwarded-server",
    "x-tenant",
    "x-tenant-slug",
    "x-http-host-override",
];

const ME: &str = "/api/v1/me";

pub(super) async fn attack(raid: &mut Raid<'_>) {
    let (us, them) = (raid.us.canary.clone(), raid.them.canary.clone());
    let (token, cookie) = (raid.us.token.clone(), raid.us.cookie.clone());
    let spoofed = |ask: Ask, host: &str, slug: &str| {
        let ask = BELIEVED_ELSEWHERE.iter().fold(ask, |ask, name| {
            let is_host = name.ends_with("host") || name.ends_with("override");
            ask.header(name, if is_host { host } else { slug })
        });
        ask.header("forwarded", &format!("host=\"{host}\""))
    };
    let customers = "/api/v1/customers";
    let at_home = spoofed(Ask::get(&us.host, customers), &them.host, &them.slug);
    let tried = "Named the other tenant in every header of a proxy, at home, with its token.";
    raid.stays_apart("headers.home", tried, at_home.bearer(&token), &us.word)
        .await;
    let there = spoofed(Ask::get(&them.host, customers), &us.host, &us.slug);
    let tried =
        "Named itself in every header of a proxy, at the other tenant's host, with its token.";
    raid.refused("headers.foreign", tried, there.bearer(&token), &[FOREIGN])
        .await;
    let nobody = spoofed(Ask::get(&them.host, ME), &them.host, &them.slug);
    let nobody = nobody
        .header("x-user-id", &us.email)
        .header("x-remote-user", &us.email);
    let tried = "Named a user in the headers of a proxy, signed in nowhere.";
    raid.refused("headers.user", tried, nobody, &[NOBODY]).await;
    let two_hosts = Ask::get(&us.host, ME)
        .header("host", &them.host)
        .bearer(&token);
    let tried = "Named two hosts, its own and the other tenant's.";
    raid.refused(
        "headers.two_hosts",
        tried,
        two_hosts,
        &[(400, "bad_request")],
    )
    .await;
    let absolute = format!("http://{}{ME}", them.host);
    let absolute = Ask::get(&us.host, &absolute).bearer(&token);
    let tried = "Asked for a whole address of the other tenant's, with its own in the header.";
    raid.refused("headers.absolute", tried, absolute, &[FOREIGN])
        .await;
    let scheme = &raid.platform.settings().scheme;
    let origin = format!("{scheme}://{}", us.host);
    let theirs = Ask::call(&them.host, "/fn/door/sign_out")
        .header("origin", &origin)
        .header("sec-fetch-site", "same-site")
        .cookie(&cookie);
    let tried = "Sent a form from its own pages to the other tenant's.";
    raid.refused("headers.origin", tried, theirs, &[FORBIDDEN])
        .await;
}
