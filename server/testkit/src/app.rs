//! The authenticator app of somebody with a second factor.

use chrono::TimeDelta;
use contract::account::FactorSetup;
use domain::{Clock, Host, Signed};
use totp_rs::{Builder, Secret};

use crate::Plane;

/// The app on somebody's phone, which goes by the plane's clock, and the recovery codes in their drawer.
pub struct AuthenticatorApp {
    /// What is shown to whoever sets it up.
    pub setup: FactorSetup,
    clock: Clock,
}

impl AuthenticatorApp {
    /// Scans what this account is shown; the factor is in force once the first code was sent.
    pub async fn scan(plane: &Plane, signed: &Signed) -> Self {
        signed.second_factor_begin().await.unwrap();
        let setup = signed.second_factor(&Host::of("")).await.unwrap().setup;
        Self {
            setup: setup.expect("what was begun"),
            clock: plane.clock().clone(),
        }
    }

    /// Scans, sends the first code, and waits for the next.
    pub async fn turn_on(plane: &Plane, signed: &Signed) -> Self {
        let app = Self::scan(plane, signed).await;
        signed.second_factor_confirm(&app.code()).await.unwrap();
        app.wait();
        app
    }

    /// The code that it shows now.
    pub fn code(&self) -> String {
        let secret = Secret::try_from_base32(&self.setup.secret).unwrap();
        let app = Builder::new().with_secret(secret).build().unwrap();
        let now = self.clock.now().timestamp();
        app.generate(now.unsigned_abs()).to_string()
    }

    /// Half a minute later it shows another.
    pub fn wait(&self) {
        self.clock.advance(TimeDelta::seconds(30));
    }
}
