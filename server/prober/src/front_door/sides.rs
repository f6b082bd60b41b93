//! A canary who is signed in, by every way there is.

use std::net::SocketAddr;

use domain::isolation::Canary;
use hyper::header::SET_COOKIE;
use serde_json::json;

use super::client::{Ask, Reply, send};

/// A canary who is signed in.
pub(super) struct Side {
    pub(super) canary: Canary,
    pub(super) token: String,
    pub(super) refresh: String,
    /// Name and value.
    pub(super) cookie: String,
    pub(super) key: String,
    key_id: String,
}

impl Side {
    /// Signs a canary in; what kept it out is the error, in words.
    pub(super) async fn enter(address: SocketAddr, canary: &Canary) -> Result<Self, String> {
        let (host, email, password) = (&canary.host, &canary.email, &canary.password);
        let typed = json!({ "email": email, "password": password });
        let tokens = expect(address, &Ask::post(host, "/api/v1/auth/token", &typed), 200).await?;
        let tokens = tokens.json();
        let token = text(&tokens["access_token"])?;
        let fields = format!(
            "email={}&password={password}&next=",
            email.replace('@', "%40")
        );
        let entered = expect(address, &Ask::form(host, "/fn/door/sign_in", fields), 303).await?;
        let cookie = entered.headers.get(SET_COOKIE);
        let cookie = cookie.and_then(|value| value.to_str().ok()?.split(';').next());
        let wanted = json!({ "name": "Isolation prober", "acts": ["customers.read"], "days": 1 });
        let ask = Ask::post(host, "/api/v1/api-keys", &wanted).bearer(&token);
        let key = expect(address, &ask, 201).await?.json();
        Ok(Self {
            canary: canary.clone(),
            refresh: text(&tokens["refresh_token"])?,
            cookie: cookie.ok_or("Signing in set no cookie.")?.to_owned(),
            key: text(&key["key"])?,
            key_id: text(&key["id"])?,
            token,
        })
    }

    /// Ends what was opened. What goes wrong here ends by itself, in a day or a week.
    pub(super) async fn leave(&self, address: SocketAddr) {
        let host = &self.canary.host;
        let key = format!("/api/v1/api-keys/{}", self.key_id);
        let out = Ask::form(host, "/fn/door/sign_out", String::new()).cookie(&self.cookie);
        for ask in [Ask::delete(host, &key).bearer(&self.token), out] {
            if let Err(said) = send(address, &ask).await {
                tracing::warn!(said, "a canary could not be signed out");
            }
        }
    }
}

async fn expect(address: SocketAddr, ask: &Ask, status: u16) -> Result<Reply, String> {
    let reply = send(address, ask).await?;
    if reply.status == status {
        Ok(reply)
    } else {
        Err(format!("{} in place of {status}.", reply.in_words()))
    }
}

fn text(value: &serde_json::Value) -> Result<String, String> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| "An answer without what was to be in it.".to_owned())
}
