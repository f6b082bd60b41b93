//! The door of a host, for the pages: signing in and out through the browser session.

use async_trait::async_trait;
use axum::http::Extensions;
use contract::Fault;
use contract::{
    Answer,
    account::{PasskeyAnswer, PasskeyChallenge},
    door::{Door, LinkUse, LinkView, Realm, SignIn, SignInStep},
};
use domain::{Admission, Host, Platform, Signed, Site};
use store::Caller;
use tower_sessions::Session;

use crate::session;

/// The door of the host that a request came to.
#[derive(Clone)]
pub struct HttpDoor {
    platform: Platform,
    site: Site,
    host: Host,
    session: Session,
    caller: Caller,
    is_signed_in: bool,
}

impl HttpDoor {
    /// The door for a request that went through [`crate::protect`]; none for one that did not.
    pub fn of(platform: &Platform, request: &Extensions) -> Option<Self> {
        Some(Self {
            platform: platform.clone(),
            site: request.get::<Site>()?.clone(),
            host: request.get::<Host>()?.clone(),
            session: request.get::<Session>()?.clone(),
            caller: request.get::<Caller>()?.clone(),
            is_signed_in: request.get::<Signed>().is_some(),
        })
    }
}

impl HttpDoor {
    /// The session of somebody who is in, or knows half of what the account asks for.
    async fn admit(&self, admission: Admission) -> Answer<SignInStep> {
        match admission {
            Admission::Whole(entered) => {
                session::enter(&self.session, entered, &self.caller).await?;
                Ok(SignInStep::Done)
            }
            Admission::Half(half) => {
                session::enter_half(&self.session, half).await?;
                Ok(SignInStep::Code)
            }
        }
    }
}

#[async_trait]
impl Door for HttpDoor {
    async fn realm(&self) -> Answer<Realm> {
        self.platform.realm(&self.site).await
    }

    async fn is_signed_in(&self) -> bool {
        self.is_signed_in
    }

    async fn sign_in(&self, sign_in: SignIn) -> Answer<SignInStep> {
        let caller = self.caller.clone();
        self.admit(self.platform.sign_in(&self.site, sign_in, caller).await?)
            .await
    }

    async fn sign_in_code(&self, code: String) -> Answer<()> {
        let half = session::half_entered(&self.session).await?;
        let half = half.ok_or_else(Fault::unauthenticated)?;
        let caller = self.caller.clone();
        let entered = self
            .platform
            .sign_in_code(&self.site, half, &code, caller)
            .await?;
        session::enter(&self.session, entered, &self.caller).await
    }

    async fn passkey_challenge(&self) -> Answer<PasskeyChallenge> {
        self.platform
            .passkey_challenge(&self.site, &self.host, &self.caller)
            .await
    }

    async fn sign_in_passkey(&self, answer: PasskeyAnswer) -> Answer<()> {
        let caller = self.caller.clone();
        let entered = self
            .platform
            .sign_in_passkey(&self.site, &self.host, &answer, caller);
        session::enter(&self.session, entered.await?, &self.caller).await
    }

    async fn visit_enter(&self, way_in: String) -> Answer<()> {
        let caller = self.caller.clone();
        let entered = self.platform.visit_enter(&self.site, &way_in, caller);
        session::enter(&self.session, entered.await?, &self.caller).await
    }

    async fn sign_out(&self) -> Answer<()> {
        session::leave(&self.session).await
    }

    async fn request_reset(&self, email: String) -> Answer<()> {
        self.platform
            .request_reset(&self.site, email, self.caller.clone())
            .await
    }

    async fn link_view(&self, token: String) -> Answer<LinkView> {
        self.platform.link_view(&self.site, &token).await
    }

    async fn link_use(&self, link: LinkUse) -> Answer<SignInStep> {
        let caller = self.caller.clone();
        self.admit(self.platform.link_use(&self.site, link, caller).await?)
            .await
    }

    async fn link_disown(&self, token: String) -> Answer<String> {
        let caller = self.caller.clone();
        self.platform.link_disown(&self.site, &token, caller).await
    }
}
