//! The door of the workspace of samples.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    account::{PasskeyAnswer, PasskeyChallenge},
    door::{Door, LinkKind, LinkUse, LinkView, Realm, SignIn, SignInStep},
};

use super::Workspace;

#[async_trait]
impl Door for Workspace {
    async fn realm(&self) -> Answer<Realm> {
        Ok(self.realm())
    }

    async fn is_signed_in(&self) -> bool {
        true
    }

    async fn sign_in(&self, _: SignIn) -> Answer<SignInStep> {
        Err(Fault::unauthenticated())
    }

    async fn sign_in_code(&self, _: String) -> Answer<()> {
        Err(Fault::unauthenticated())
    }

    async fn passkey_challenge(&self) -> Answer<PasskeyChallenge> {
        Err(Fault::unauthenticated())
    }

    async fn sign_in_passkey(&self, _: PasskeyAnswer) -> Answer<()> {
        Err(Fault::unauthenticated())
    }

    async fn visit_enter(&self, _: String) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn sign_out(&self) -> Answer<()> {
        Ok(())
    }

    async fn request_reset(&self, _: String) -> Answer<()> {
        Ok(())
    }

    async fn link_view(&self, token: String) -> Answer<LinkView> {
        if token == "good" {
            Ok(LinkView {
                kind: LinkKind::Invitation,
                name: "Nora New".into(),
                email: "nora@luna.test".into(),
            })
        } else {
            Err(Fault::new(
                FaultCode::NotFound,
                "This link was used already, or is too old.",
            ))
        }
    }

    async fn link_use(&self, _: LinkUse) -> Answer<SignInStep> {
        Err(Fault::internal())
    }

    async fn link_disown(&self, _: String) -> Answer<String> {
        Err(Fault::internal())
    }
}
