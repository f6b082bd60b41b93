//! A master key that is kept by Vault: its transit secrets engine over HTTP
//! (<https://developer.hashicorp.com/vault/api-docs/secret/transit>). It never leaves there; data keys go there and back.

use std::{path::PathBuf, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Client, StatusCode, Url, redirect::Policy};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroize;

use crate::{Context, DataKey, Error, Keeper};

/// Of one attempt.
const PATIENCE: Duration = Duration::from_secs(2);
/// Before each further attempt. To wrap or unwrap once more changes nothing, so both may be repeated.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(400)];

/// What proves to Vault who asks.
pub enum VaultToken {
    /// The token itself.
    Given(SecretString),
    /// A file that an agent keeps up to date; it is read for every request.
    File(PathBuf),
}

/// The text is no address of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address of a key in Vault reads https://HOST:PORT/MOUNT/NAME; http:// is good for this machine alone, \
     since keys go over it"
)]
pub struct BadAddress;

/// Has keys wrapped by a key of the transit secrets engine. Its type has to authenticate: `aes256-gcm96` or
/// `chacha20-poly1305`.
pub struct TransitKeeper {
    client: Client,
    /// With a slash at its end.
    mount: Url,
    name: String,
    token: VaultToken,
    id: String,
}

#[derive(Serialize)]
struct Encrypt<'a> {
    plaintext: &'a str,
    associated_data: &'a str,
}

#[derive(Deserialize)]
struct Encrypted {
    ciphertext: String,
}

#[derive(Serialize)]
struct Decrypt<'a> {
    ciphertext: &'a str,
    associated_data: &'a str,
}

#[derive(Deserialize)]
struct Decrypted {
    plaintext: String,
}

/// What every answer is wrapped in.
#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

/// What Vault says of an error.
#[derive(Deserialize, Default)]
struct Complaint {
    #[serde(default)]
    errors: Vec<String>,
}

/// Why an attempt failed.
enum Failure {
    /// Vault read the request and says no to what is in it (400).
    Request(String),
    /// For good.
    Refuses(String),
    /// It may be better in a moment.
    Silent(String),
}

impl TransitKeeper {
    /// The key at an address, such as `https://vault.example:8200/transit/tenantry`.
    pub fn new(address: &str, token: VaultToken) -> Result<Self, BadAddress> {
        let url = Url::parse(address).map_err(|_| BadAddress)?;
        let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && here);
        let path = url.path().trim_matches('/');
        let (mount, name) = path.rsplit_once('/').ok_or(BadAddress)?;
        let is_plain =
            url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !is_safe || !is_plain || name.is_empty() {
            return Err(BadAddress);
        }
        let client = Client::builder()
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            // The token must go to nobody else.
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| BadAddress)?;
        let mut base = url.clone();
        base.set_path(&format!("/v1/{mount}/"));
        Ok(Self {
            client,
            mount: base,
            name: name.to_owned(),
            token,
            id: format!("vault:{path}"),
        })
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        what: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<T, Failure> {
        let mut pauses = PAUSES.iter();
        loop {
            match self.attempt(what, body).await {
                Err(Failure::Silent(why)) => {
                    let Some(pause) = pauses.next() else {
                        return Err(Failure::Silent(why));
                    };
                    tracing::warn!(keeper = %self.id, why, "the keeper of a master key is asked once more");
                    tokio::time::sleep(*pause).await;
                }
                answer => return answer,
            }
        }
    }

    async fn attempt<T: DeserializeOwned>(
        &self,
        what: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<T, Failure> {
        let url = self.mount.join(&format!("{what}/{}", self.name));
        let url = url.map_err(|error| Failure::Refuses(error.to_string()))?;
        let token = self.token().await?;
        // Without the address: it would be in every message.
        let silent = |error: reqwest::Error| Failure::Silent(error.without_url().to_string());
        let request = self.client.post(url).json(body);
        let request = request.header("X-Vault-Token", token.expose_secret());
        let answer = request.send().await.map_err(silent)?;
        let status = answer.status();
        let text = answer.bytes().await.map_err(silent)?;
        if status.is_success() {
            let answer: Result<Envelope<T>, _> = serde_json::from_slice(&text);
            return answer
                .map(|envelope| envelope.data)
                .map_err(|_| Failure::Refuses("the answer is none of Vault's".into()));
        }
        let complaint: Complaint = serde_json::from_slice(&text).unwrap_or_default();
        let why = format!("{status}: {}", complaint.errors.join("; "));
        Err(match status {
            StatusCode::BAD_REQUEST => Failure::Request(why),
            // 412 and 473 are a standby's that is behind or does not answer; 503 is sealed, or in maintenance.
            StatusCode::TOO_MANY_REQUESTS | StatusCode::PRECONDITION_FAILED => Failure::Silent(why),
            _ if status.as_u16() == 473 || status.is_server_error() => Failure::Silent(why),
            _ => Failure::Refuses(why),
        })
    }

    async fn token(&self) -> Result<SecretString, Failure> {
        let path = match &self.token {
            VaultToken::Given(token) => return Ok(token.clone()),
            VaultToken::File(path) => path,
        };
        match tokio::fs::read_to_string(path).await {
            Ok(text) => Ok(text.trim().to_owned().into()),
            // An agent may be about to write it.
            Err(error) => Err(Failure::Silent(format!(
                "the token in {} cannot be read: {error}",
                path.display()
            ))),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Silent(why) => Self::KeeperSilent(why),
            Failure::Request(why) | Failure::Refuses(why) => Self::KeeperRefuses(why),
        }
    }
}

#[async_trait]
impl Keeper for TransitKeeper {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        let mut plaintext = STANDARD.encode(key.expose());
        let body = Encrypt {
            plaintext: &plaintext,
            associated_data: &STANDARD.encode(context.to_string()),
        };
        let answer: Result<Encrypted, _> = self.ask("encrypt", &body).await;
        plaintext.zeroize();
        Ok(answer?.ciphertext.into_bytes())
    }

    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, Error> {
        let ciphertext = str::from_utf8(wrapped).map_err(|_| Error::Refused)?;
        let body = Decrypt {
            ciphertext,
            associated_data: &STANDARD.encode(context.to_string()),
        };
        let mut answer: Decrypted = match self.ask("decrypt", &body).await {
            // The same status tells that there is no such key, which is no fault of the row.
            Err(Failure::Request(why)) if !why.contains("key not found") => {
                return Err(Error::Refused);
            }
            answer => answer?,
        };
        let bytes = STANDARD.decode(&answer.plaintext);
        answer.plaintext.zeroize();
        let mut bytes = bytes.map_err(|_| Error::Refused)?;
        let key = DataKey::from_slice(&bytes);
        bytes.zeroize();
        key.ok_or(Error::Refused)
    }
}
