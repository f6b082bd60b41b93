//! Passkeys (WebAuthn): a device that knows its owner signs what it is asked, for the one host that it was made at. It is
//! the whole sign-in: something that one has, opened by something that one is or knows.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use contract::{
    Fault, FaultCode,
    account::{Passkey, PasskeyAnswer, PasskeyChallenge, passkey_name},
    ids::{ChallengeId, PasskeyId},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::{
    AuditEntry, Caller,
    platform::passkeys::{self, Asked, NewPasskey, Purpose},
};
use webauthn_rs::prelude::{
    self as webauthn, DiscoverableAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use crate::{Entered, Host, Platform, Signed, Site, Subject, account::Change, throttle::too_many};

/// How long a device may take, as the standard advises.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Passkeys of one account.
const MOST: usize = 20;
/// Questions of the door that wait for an answer, of one address: many people share one, and each asks for one at a time.
const MOST_OPEN: i64 = 100;

impl Platform {
    /// The host as browsers know it: a passkey is made for it, and nothing signed for another counts.
    fn relying_party(&self, host: &Host) -> Result<Webauthn, Fault> {
        let settings = self.settings();
        // The port that we are reached at, not the one that a request claims.
        let port = settings.base.strip_prefix(settings.base_host());
        let origin = format!("{}://{host}{}", settings.scheme, port.unwrap_or_default());
        let party = Url::parse(&origin).ok().and_then(|origin| {
            WebauthnBuilder::new(host.as_str(), &origin)
                .and_then(WebauthnBuilder::build)
                .ok()
        });
        party.ok_or_else(|| {
            Fault::new(
                FaultCode::Conflict,
                "Passkeys do not work at this address. Sign in with your password.",
            )
        })
    }

    /// Asks for a passkey of whoever is at the door. No account is named, so the question is the same for everybody. Of
    /// one address only so many wait for an answer.
    pub async fn passkey_challenge(
        &self,
        site: &Site,
        host: &Host,
        caller: &Caller,
    ) -> Result<PasskeyChallenge, Fault> {
        if matches!(site, Site::Public | Site::Api) {
            return Err(Fault::not_found("page"));
        }
        let from = caller
            .ip
            .map(|ip| self.vault().throttle_name(&format!("asked/{ip}")));
        let asked = Asked {
            purpose: Purpose::SignIn,
            host: host.as_str(),
            account: None,
            from: from.as_deref(),
        };
        self.ask_to_sign(host, asked, &[]).await
    }

    /// Signs in with a passkey, the account's own device being password and second factor in one.
    pub async fn sign_in_passkey(
        &self,
        site: &Site,
        host: &Host,
        answer: &PasskeyAnswer,
        caller: Caller,
    ) -> Result<Entered, Fault> {
        if matches!(site, Site::Public | Site::Api) {
            return Err(Fault::not_found("page"));
        }
        let signed: PublicKeyCredential = read(&answer.answer)?;
        let asked = Asked {
            purpose: Purpose::SignIn,
            host: host.as_str(),
            account: None,
            from: None,
        };
        let state = self.take(answer, asked).await?;
        let named = signed.get_user_unique_id();
        let id = named.and_then(|id| webauthn::Uuid::from_slice(id).ok());
        let id = id.ok_or_else(unreadable)?;
        let subject = Subject::from_ids(site.tenant(), id);
        // Whose account it is was not proved yet: what anybody may say is counted against nobody but who says it.
        let subjects = self.throttled_address(site.tenant(), &caller);
        self.take_attempt(&subjects).await?;
        let account = self.account_of(site, subject, &caller).await?;
        let account = account.filter(|account| account.may_sign_in);
        let checked = self.check(host, subject, &signed, state).await?;
        let (Some(account), true) = (account, checked) else {
            let entry = AuditEntry::new("passkey.refused", "account", id);
            self.record(site, &caller, entry).await?;
            return Err(unknown());
        };
        self.note_success(site, &account, "passkey", &subjects, &caller)
            .await?;
        Ok(Entered {
            subject,
            access_version: account.access_version,
            proved_at: Some(self.clock().now()),
        })
    }

    /// Whether a passkey of the account signed what it was asked, for this host and after it had recognised its owner. A
    /// counter that went back tells of a copy, and refuses it.
    async fn check(
        &self,
        host: &Host,
        subject: Subject,
        signed: &PublicKeyCredential,
        state: DiscoverableAuthentication,
    ) -> Result<bool, Fault> {
        let party = self.relying_party(host)?;
        let mut writer = self.database().platform_write().await?;
        let called = signed.get_credential_id();
        let known = passkeys::find_to_use(&mut writer, subject.ids(), called).await?;
        let Some((id, credential)) = known else {
            return Ok(false);
        };
        let mut passkey: webauthn::Passkey = from_kept(credential)?;
        let result = match party.finish_discoverable_authentication_v2(signed, state, &passkey) {
            Ok(result) if result.user_verified() => result,
            Ok(_) => return Ok(false),
            Err(error) => {
                tracing::info!(%error, passkey = %id, "what a passkey signed is refused");
                return Ok(false);
            }
        };
        passkey.update_credential(&result);
        let now = self.clock().now();
        passkeys::note_use(&mut writer, id, &kept(&passkey)?, now).await?;
        writer.commit_bookkeeping().await?;
        Ok(true)
    }

    /// Keeps a question for a passkey, of certain ones or of any.
    async fn ask_to_sign(
        &self,
        host: &Host,
        asked: Asked<'_>,
        allowed: &[webauthn::Passkey],
    ) -> Result<PasskeyChallenge, Fault> {
        let party = self.relying_party(host)?;
        let (options, state) = party.start_discoverable_authentication().map_err(broken)?;
        let mut options = public_key(&options)?;
        options["allowCredentials"] = allowed
            .iter()
            .map(|passkey| URL_SAFE_NO_PAD.encode(passkey.cred_id()))
            .map(|id| json!({ "type": "public-key", "id": id }))
            .collect();
        self.keep_question(asked, &options, &kept(&state)?).await
    }

    async fn keep_question(
        &self,
        asked: Asked<'_>,
        options: &Value,
        state: &Value,
    ) -> Result<PasskeyChallenge, Fault> {
        let mut writer = self.database().platform_write().await?;
        let now = self.clock().now();
        if let Some(from) = asked.from
            && let Some(free_at) = passkeys::full_until(&mut writer, from, MOST_OPEN, now).await?
        {
            return Err(too_many(free_at - now));
        }
        let challenge = passkeys::ask(&mut writer, asked, state, now + PATIENCE).await?;
        writer.commit_bookkeeping().await?;
        Ok(PasskeyChallenge {
            challenge,
            options: options.to_string(),
        })
    }

    /// What was asked, which is used up by any answer, good or not.
    async fn take<T: DeserializeOwned>(
        &self,
        answer: &PasskeyAnswer,
        asked: Asked<'_>,
    ) -> Result<T, Fault> {
        let id: ChallengeId = answer.challenge.parse().map_err(|_| unreadable())?;
        let mut writer = self.database().platform_write().await?;
        let state = passkeys::take(&mut writer, id, asked, self.clock().now()).await?;
        writer.commit_bookkeeping().await?;
        from_kept(state.ok_or_else(too_late)?)
    }
}

impl Signed {
    /// The passkeys of the account, as pages show them at this host.
    pub(crate) async fn passkeys(&self, host: &Host) -> Result<Vec<Passkey>, Fault> {
        let mut reader = self.platform().database().platform_read().await?;
        let rows = passkeys::list(&mut reader, self.subject().ids()).await?;
        let shown = rows.into_iter().map(|row| Passkey {
            id: row.id,
            name: row.name,
            is_here: row.host == host.as_str(),
            host: row.host,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        });
        Ok(shown.collect())
    }

    /// Asks a device to become a passkey of the account.
    pub async fn passkey_begin(&self, host: &Host) -> Result<PasskeyChallenge, Fault> {
        self.check_account().await?;
        self.check_service()?;
        let platform = self.platform();
        platform.require_proof(self.caller())?;
        let known = self.kept_passkeys(None).await?;
        check_room(known.len())?;
        let (owner, _) = self.credentials().await?;
        let (_, subject) = self.subject().ids();
        let known = known.iter().map(|known| known.cred_id().clone()).collect();
        let party = platform.relying_party(host)?;
        let (options, state) = party
            .start_passkey_registration(
                subject,
                owner.email.as_disclosed(),
                &owner.name,
                Some(known),
            )
            .map_err(broken)?;
        let mut options = public_key(&options)?;
        // The library would have devices forget whose they are, and whoever signs in would have to say it.
        options["authenticatorSelection"]["residentKey"] = "required".into();
        options["authenticatorSelection"]["requireResidentKey"] = true.into();
        let asked = self.asked(Purpose::Add, host);
        platform
            .keep_question(asked, &options, &kept(&state)?)
            .await
    }

    /// Keeps the passkey that a device made, and ends every other session and every token.
    pub async fn passkey_add(
        &self,
        host: &Host,
        answer: &PasskeyAnswer,
        name: &str,
    ) -> Result<Entered, Fault> {
        self.check_account().await?;
        self.check_service()?;
        let platform = self.platform();
        platform.require_proof(self.caller())?;
        let name = passkey_name(name)?;
        let made: RegisterPublicKeyCredential = read(&answer.answer)?;
        let asked = self.asked(Purpose::Add, host);
        let state: PasskeyRegistration = platform.take(answer, asked).await?;
        let party = platform.relying_party(host)?;
        let passkey = party
            .finish_passkey_registration(&made, &state)
            .map_err(|error| {
                tracing::info!(%error, "a passkey was not made as it was asked for");
                Fault::new(
                    FaultCode::Invalid,
                    "The device did not make a passkey for this address. Try again, or with another device.",
                )
            })?;
        let (owner, _) = self.credentials().await?;
        let passkey = NewPasskey {
            name,
            host: host.to_string(),
            credential_id: passkey.cred_id().clone(),
            credential: kept(&passkey)?,
        };
        let change = Change::PasskeyOn {
            passkey: &passkey,
            owner: &owner,
        };
        self.renew("passkey.add", change).await
    }

    /// Takes a passkey away, and ends every other session and every token.
    pub async fn passkey_remove(&self, id: PasskeyId) -> Result<Entered, Fault> {
        self.platform().require_proof(self.caller())?;
        let (owner, _) = self.credentials().await?;
        let change = Change::PasskeyOff { id, owner: &owner };
        self.renew("passkey.remove", change).await
    }

    /// Asks for a passkey of the account, to prove once more who asks.
    pub async fn passkey_challenge(&self, host: &Host) -> Result<PasskeyChallenge, Fault> {
        self.check_account().await?;
        let here = self.kept_passkeys(Some(host)).await?;
        if here.is_empty() {
            return Err(Fault::new(
                FaultCode::Conflict,
                "Your account has no passkey for this address.",
            ));
        }
        let asked = self.asked(Purpose::Confirm, host);
        self.platform().ask_to_sign(host, asked, &here).await
    }

    /// Proves by a passkey once more who asks. The session has to be entered anew with it.
    pub async fn confirm_passkey(
        &self,
        host: &Host,
        answer: &PasskeyAnswer,
    ) -> Result<Entered, Fault> {
        self.check_account().await?;
        let platform = self.platform();
        let signed: PublicKeyCredential = read(&answer.answer)?;
        let asked = self.asked(Purpose::Confirm, host);
        let state = platform.take(answer, asked).await?;
        let (tenant, id) = self.subject().ids();
        let tried = format!("confirm passkey/{id}");
        let subjects = platform.throttled_subjects(tenant, &tried, self.caller());
        platform.take_attempt(&subjects).await?;
        if !platform.check(host, self.subject(), &signed, state).await? {
            let entry = AuditEntry::new("passkey.refused", "account", id);
            self.put_on_record(entry).await?;
            return Err(Fault::new(
                FaultCode::Invalid,
                "This passkey is not one of your account, or could not show that it is. Try again.",
            ));
        }
        let mut writer = platform.database().platform_write().await?;
        platform.forgive(&mut writer, &subjects).await?;
        writer.commit_bookkeeping().await?;
        self.confirmed("passkey").await
    }

    fn asked<'a>(&self, purpose: Purpose, host: &'a Host) -> Asked<'a> {
        Asked {
            purpose,
            host: host.as_str(),
            account: Some(self.subject().ids()),
            from: None,
        }
    }

    /// The account's passkeys as the library knows them, of one host or of all.
    async fn kept_passkeys(&self, host: Option<&Host>) -> Result<Vec<webauthn::Passkey>, Fault> {
        let mut reader = self.platform().database().platform_read().await?;
        let rows = passkeys::list(&mut reader, self.subject().ids()).await?;
        rows.into_iter()
            .filter(|row| host.is_none_or(|host| row.host == host.as_str()))
            .map(|row| from_kept(row.credential))
            .collect()
    }
}

/// Fails if an account that has so many can have no more.
pub(crate) fn check_room(passkeys: usize) -> Result<(), Fault> {
    if passkeys < MOST {
        return Ok(());
    }
    Err(Fault::new(
        FaultCode::Conflict,
        format!("An account has {MOST} passkeys at the most. Remove one first."),
    ))
}

/// The part of the library's options that browsers read.
fn public_key(options: &impl Serialize) -> Result<Value, Fault> {
    let mut options = kept(options)?;
    Ok(options["publicKey"].take())
}

fn kept(value: &impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(broken)
}

fn from_kept<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    serde_json::from_value(value).map_err(broken)
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Fault> {
    serde_json::from_str(answer).map_err(|_| unreadable())
}

fn broken(error: impl std::fmt::Display) -> Fault {
    tracing::error!(%error, "passkeys");
    Fault::internal()
}

fn unreadable() -> Fault {
    Fault::new(
        FaultCode::Invalid,
        "A passkey needs a browser that runs scripts, and an answer of it. Try again.",
    )
}

fn unknown() -> Fault {
    Fault::new(
        FaultCode::Unauthenticated,
        "This passkey opens nothing here. Sign in with your password, or with another passkey.",
    )
}

fn too_late() -> Fault {
    Fault::new(
        FaultCode::Invalid,
        "That took too long, or was answered already. Try again.",
    )
}
