//! What the layers need to know.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use axum::extract::FromRef;
use domain::Platform;

use crate::layers::rate::Limiter;

/// The numbers of the layers.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// The largest body that is read, in bytes.
    pub body_limit: usize,
    /// The same where a sheet is sent.
    pub sheet_limit: usize,
    /// How long a body may take to arrive.
    pub body_patience: Duration,
    /// How long an answer may take to begin.
    pub answer_patience: Duration,
    /// Requests a minute of one signed-in account.
    pub signed_per_minute: NonZeroU32,
    /// Requests a minute of one address, while nobody is signed in.
    pub anonymous_per_minute: NonZeroU32,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            body_limit: 1024 * 1024,
            sheet_limit: 2 * 1024 * 1024,
            body_patience: Duration::from_secs(10),
            answer_patience: Duration::from_secs(30),
            signed_per_minute: const { NonZeroU32::new(3000).unwrap() },
            anonymous_per_minute: const { NonZeroU32::new(600).unwrap() },
            trusted_proxies: Vec::new(),
        }
    }
}

/// The platform and the numbers, shared by all layers and routes. Cheap to clone.
#[derive(Clone)]
pub struct Http {
    inner: Arc<Inner>,
}

struct Inner {
    platform: Platform,
    settings: HttpSettings,
    limiter: Limiter,
}

impl Http {
    /// Joins the parts.
    pub fn new(platform: Platform, settings: HttpSettings) -> Self {
        let limiter = Limiter::new(&settings);
        Self {
            inner: Arc::new(Inner {
                platform,
                settings,
                limiter,
            }),
        }
    }

    /// The platform.
    pub fn platform(&self) -> &Platform {
        &self.inner.platform
    }

    pub(crate) fn settings(&self) -> &HttpSettings {
        &self.inner.settings
    }

    pub(crate) fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }
}

impl FromRef<Http> for Platform {
    fn from_ref(http: &Http) -> Self {
        http.platform().clone()
    }
}
