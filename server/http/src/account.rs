//! One's own account, for pages and API: the session that goes on after a change is entered anew.

use async_trait::async_trait;
use axum::http::Extensions;
use contract::{
    Answer,
    account::{
        OwnAccount, PasskeyAnswer, PasskeyChallenge, PasswordChange, Proof, SecondFactor, Session,
    },
    ids::{PasskeyId, SessionId},
};
use domain::{Entered, Host, Signed};
use store::Caller;

use crate::session;

/// The account of whoever sent a request.
#[derive(Clone)]
pub struct HttpAccount {
    signed: Signed,
    host: Host,
    session: session::Session,
    caller: Caller,
}

impl HttpAccount {
    /// The account of whoever sent a request that went through [`crate::protect`]; none for nobody.
    pub fn of(request: &Extensions) -> Option<Self> {
        let signed = request.get::<Signed>()?.clone();
        // A key is for work, not for the account of who made it.
        if !signed.has_account() {
            return None;
        }
        Some(Self {
            signed,
            host: request.get::<Host>()?.clone(),
            session: request.get::<session::Session>()?.clone(),
            caller: request.get::<Caller>()?.clone(),
        })
    }

    /// The session goes on under a new id. A program that came with a token has none, and signs in again.
    async fn go_on(&self, entered: Entered) -> Answer<()> {
        if self.signed.session().is_none() {
            return Ok(());
        }
        session::enter(&self.session, entered, &self.caller).await
    }
}

#[async_trait]
impl OwnAccount for HttpAccount {
    async fn session_list(&self) -> Answer<Vec<Session>> {
        self.signed.session_list().await
    }

    async fn session_end(&self, id: SessionId) -> Answer<()> {
        self.signed.session_end(id).await
    }

    async fn session_end_others(&self) -> Answer<()> {
        self.go_on(self.signed.session_end_others().await?).await
    }

    async fn password_change(&self, change: PasswordChange) -> Answer<()> {
        let entered = self.signed.password_change(change).await?;
        self.go_on(entered).await
    }

    async fn confirm(&self, proof: Proof) -> Answer<()> {
        self.go_on(self.signed.confirm(proof).await?).await
    }

    async fn second_factor(&self) -> Answer<SecondFactor> {
        self.signed.second_factor(&self.host).await
    }

    async fn second_factor_begin(&self) -> Answer<()> {
        self.signed.second_factor_begin().await
    }

    async fn second_factor_cancel(&self) -> Answer<()> {
        self.signed.second_factor_cancel().await
    }

    async fn second_factor_confirm(&self, code: String) -> Answer<()> {
        self.go_on(self.signed.second_factor_confirm(&code).await?)
            .await
    }

    async fn second_factor_remove(&self) -> Answer<()> {
        self.go_on(self.signed.second_factor_remove().await?).await
    }

    async fn passkey_begin(&self) -> Answer<PasskeyChallenge> {
        self.signed.passkey_begin(&self.host).await
    }

    async fn passkey_add(&self, answer: PasskeyAnswer, name: String) -> Answer<()> {
        let added = self.signed.passkey_add(&self.host, &answer, &name);
        self.go_on(added.await?).await
    }

    async fn passkey_remove(&self, id: PasskeyId) -> Answer<()> {
        self.go_on(self.signed.passkey_remove(id).await?).await
    }

    async fn passkey_challenge(&self) -> Answer<PasskeyChallenge> {
        self.signed.passkey_challenge(&self.host).await
    }

    async fn confirm_passkey(&self, answer: PasskeyAnswer) -> Answer<()> {
        let entered = self.signed.confirm_passkey(&self.host, &answer);
        self.go_on(entered.await?).await
    }
}
