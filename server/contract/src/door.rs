//! The door: what can be done at a host before anybody is signed in.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault,
    account::{PasskeyAnswer, PasskeyChallenge},
    fault::FieldCheck,
    text,
};

/// What the door belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "realm", rename_all = "snake_case")]
pub enum Realm {
    /// The operators' host.
    Operator,
    /// A tenant's host, with what its sign-in page shows.
    Tenant {
        /// The name that visitors see.
        display_name: String,
        /// `#rrggbb`.
        primary_color: String,
        /// `#rrggbb`.
        secondary_color: String,
        /// A sentence above the form.
        sign_in_text: Option<String>,
        /// Hash of the logo, which is in its address; none without one.
        logo: Option<String>,
    },
    /// The base host: plans, sign-up, find my workspace.
    Public,
}

/// A sign-in by password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignIn {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Where a sign-in is once the password is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in.
    Done,
    /// The account has a second factor: its code, or a passkey, is asked for next.
    Code,
}

/// What a mailed link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// To open an account for the first time.
    Invitation,
    /// To set a new password.
    Reset,
    /// To take away an app or passkey that somebody else added.
    Disown,
}

/// What a mailed link opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// What the link is for.
    pub kind: LinkKind,
    /// Whose account it opens.
    pub name: String,
    /// E-mail address of the account.
    pub email: String,
}

/// The password set through a mailed link.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkUse {
    /// The secret of the link.
    pub token: String,
    /// The new password.
    pub password: String,
    /// The new password once more.
    pub password_again: String,
}

/// None of it belongs in a log.
impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn")
    }
}

/// None of it belongs in a log.
impl fmt::Debug for LinkUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkUse")
    }
}

impl LinkUse {
    /// The new password, or what is wrong with it.
    pub fn check(&self) -> Result<String, Fault> {
        let mut check = FieldCheck::default();
        let password = check.take("password", text::new_password(&self.password));
        if password.is_some() && self.password != self.password_again {
            let differ: Result<(), String> = Err("The two passwords differ.".into());
            check.take("password_again", differ);
        }
        check.finish(password, &serde_json::Value::Null)
    }
}

/// What anybody can do at a host. Which realm is meant follows from the host alone.
#[async_trait]
pub trait Door: Send + Sync {
    /// What stands behind this door.
    async fn realm(&self) -> Answer<Realm>;
    /// Whether somebody is signed in here.
    async fn is_signed_in(&self) -> bool;
    /// Signs in with a password. Wrong address and wrong password answer alike, in words and in time.
    async fn sign_in(&self, sign_in: SignIn) -> Answer<SignInStep>;
    /// Goes on with a sign-in that waits for the code of the second factor: of the app, or a recovery code.
    async fn sign_in_code(&self, code: String) -> Answer<()>;
    /// Asks for a passkey, of whoever is there. The same for everybody: no account is named.
    async fn passkey_challenge(&self) -> Answer<PasskeyChallenge>;
    /// Signs in with a passkey, which takes the place of password and code.
    async fn sign_in_passkey(&self, answer: PasskeyAnswer) -> Answer<()>;
    /// Lets a visitor in by the way that [`crate::visits::Visiting::visit_way_in`] told, once.
    async fn visit_enter(&self, way_in: String) -> Answer<()>;
    /// Signs out here.
    async fn sign_out(&self) -> Answer<()>;
    /// Mails a link that sets a new password; answers alike whether or not the address has an account.
    async fn request_reset(&self, email: String) -> Answer<()>;
    /// What a mailed link opens, without using it up.
    async fn link_view(&self, token: String) -> Answer<LinkView>;
    /// Uses a mailed link up: sets the password, ends every other session of the account, signs in. The mail takes the
    /// place of the password, not of the second factor.
    async fn link_use(&self, link: LinkUse) -> Answer<SignInStep>;
    /// Uses the link of a mail up that told of a new app or passkey: takes it away with all that was added since, ends
    /// every session, token and key of the account, and makes its password worth nothing. Answers with the secret of a
    /// link that sets a new one.
    async fn link_disown(&self, token: String) -> Answer<String>;
}
