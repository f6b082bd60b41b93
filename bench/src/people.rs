//! People who sign in as everybody does.

use anyhow::{Context, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use hyper::header;
use serde::Deserialize;
use serde_json::json;

use crate::{
    by_hand,
    client::{Ask, send},
    lab::Lab,
    planes::Tenant,
};

/// The operator of the demonstration.
pub(crate) const OPERATOR: &str = "operator@tenantry.test";

/// How many sign in at a time.
const AT_A_TIME: usize = 4;

/// The owner of a tenant of ours.
pub(crate) fn owner(slug: &str) -> String {
    format!("owner@{slug}.test")
}

/// An access token; it lives for ten minutes.
pub(crate) async fn token(lab: &Lab, host: &str, email: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Tokens {
        access_token: String,
    }
    let credentials = json!({ "email": email, "password": lab.password });
    let ask = Ask::post(host, "/api/v1/auth/token", &credentials)?;
    let reply = send(lab.server, &ask).await?.expect(200)?;
    Ok(reply.json::<Tokens>()?.access_token)
}

/// A browser's session, as the value of its `Cookie` header.
pub(crate) async fn session(lab: &Lab, host: &str, email: &str) -> Result<String> {
    let encoded = |text: &str| {
        text.bytes()
            .fold(String::new(), |text, byte| text + &format!("%{byte:02x}"))
    };
    let fields = format!(
        "email={}&password={}",
        encoded(email),
        encoded(&lab.password)
    );
    let ask = Ask::form(host, "/fn/door/sign_in", fields)?;
    let reply = send(lab.server, &ask).await?.expect(303)?;
    let cookie = reply.headers.get(header::SET_COOKIE);
    let cookie = cookie.and_then(|cookie| cookie.to_str().ok()?.split(';').next());
    Ok(cookie.context("signing in set no cookie")?.to_owned())
}

/// For each tenant, the request of its owner for the newest 50 customers.
pub(crate) async fn lists(lab: &Lab, tenants: &[Tenant]) -> Result<Vec<Ask>> {
    by_owners(lab, tenants, |host| {
        Ask::get(host, "/api/v1/customers?limit=50")
    })
    .await
}

/// For each tenant, the request of its owner to enter the customer that the hand enters too.
pub(crate) async fn creates(lab: &Lab, tenants: &[Tenant]) -> Result<Vec<Ask>> {
    let customer = json!({
        "name": by_hand::NAME,
        "email": by_hand::EMAIL,
        "phone": by_hand::PHONE,
        "notes": by_hand::NOTES,
    });
    by_owners(lab, tenants, |host| {
        Ask::post(host, "/api/v1/customers", &customer)
    })
    .await
}

async fn by_owners(
    lab: &Lab,
    tenants: &[Tenant],
    ask: impl Fn(&str) -> Result<Ask>,
) -> Result<Vec<Ask>> {
    let by_owner = async |tenant: &Tenant| {
        let host = lab.tenant_host(&tenant.slug);
        let token = token(lab, &host, &owner(&tenant.slug)).await?;
        ask(&host)?.bearer(&token)
    };
    stream::iter(tenants)
        .map(by_owner)
        .buffered(AT_A_TIME)
        .try_collect()
        .await
}
