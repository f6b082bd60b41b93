//! The client.

use std::{error::Error as StdError, net::IpAddr, sync::Arc, time::Duration};

use ipnet::IpNet;
use reqwest::{Url, redirect::Policy};

use crate::{
    Error, Names, SystemNames,
    names::{BadName, Gate, GuardedNames},
};

/// Of one request, from the look at the name to the head of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Ports below belong to mail servers, databases of names and the like; but for the one of HTTPS.
const FIRST_FREE_PORT: u16 = 1024;
const HTTPS: u16 = 443;

/// Asks the servers of others. Cheap to clone.
///
/// HTTPS alone, but for the networks that the installation names itself. No redirect is followed, no proxy of the
/// environment asked, no cookie kept, no connection used twice, and of an answer nothing but the status is read: what is
/// inside could be read through it otherwise.
#[derive(Clone)]
pub struct Client {
    secure: Way,
    /// To networks that the installation names, and nowhere else: over HTTP as well, and on any port.
    named: Way,
}

/// A client, and where it may go.
#[derive(Clone)]
struct Way {
    client: reqwest::Client,
    gate: Gate,
}

impl Client {
    /// One that reaches the public internet, and of other networks these.
    pub fn new(allowed: Vec<IpNet>) -> Result<Self, Error> {
        Self::with(allowed, Arc::new(SystemNames), PATIENCE)
    }

    /// One that asks somebody else for names, and waits no longer than this.
    pub fn with(
        allowed: Vec<IpNet>,
        names: Arc<dyn Names>,
        patience: Duration,
    ) -> Result<Self, Error> {
        let allowed: Arc<[IpNet]> = allowed.into();
        let way = |public_too| {
            let allowed = Arc::clone(&allowed);
            let gate = Gate {
                allowed,
                public_too,
            };
            let names = GuardedNames {
                names: Arc::clone(&names),
                gate: gate.clone(),
            };
            let client = reqwest::Client::builder()
                .user_agent("Tenantry")
                .https_only(public_too)
                .timeout(patience)
                .redirect(Policy::none())
                .referer(false)
                .no_proxy()
                // A connection that is kept would be to an address of which the name may not know any more.
                .pool_max_idle_per_host(0)
                .dns_resolver(Arc::new(names))
                .build();
            let client = client.map_err(|_| Error::NoTls)?;
            Ok(Way { client, gate })
        };
        Ok(Self {
            secure: way(true)?,
            named: way(false)?,
        })
    }

    /// Posts a body; answers with the status.
    pub async fn post(
        &self,
        address: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<u16, Error> {
        let (url, way) = self.way_to(address)?;
        let mut request = way.client.post(url).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.map_err(|error| explain(&error))?;
        Ok(answer.status().as_u16())
    }

    /// The way to an address, if there is one. A literal is checked here: no resolver is asked for it.
    fn way_to(&self, address: &str) -> Result<(Url, &Way), Error> {
        let url = Url::parse(address).map_err(|_| Error::Address)?;
        let has_user = !url.username().is_empty() || url.password().is_some();
        let (Some(host), false) = (url.host_str(), has_user) else {
            return Err(Error::Address);
        };
        let port = url.port_or_known_default().unwrap_or_default();
        let is_web = port == HTTPS || port >= FIRST_FREE_PORT;
        let names_none = self.named.gate.allowed.is_empty();
        let way = match url.scheme() {
            "https" if is_web => &self.secure,
            "https" if names_none => return Err(Error::Port(port)),
            "http" if names_none => return Err(Error::Address),
            "https" | "http" => &self.named,
            _ => return Err(Error::Address),
        };
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        let literal = literal.parse::<IpAddr>();
        if literal.is_ok_and(|address| !way.gate.lets_through(address)) {
            return Err(Error::Inside);
        }
        Ok((url, way))
    }
}

fn explain(error: &reqwest::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<BadName>() {
            return Error::Inside;
        }
        cause = error.source();
    }
    if error.is_timeout() {
        Error::Silent
    } else if error.is_connect() {
        Error::Unreachable
    } else if error.is_builder() {
        Error::Address
    } else {
        Error::BrokeOff
    }
}
