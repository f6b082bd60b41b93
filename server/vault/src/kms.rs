//! A master key that is kept by AWS KMS
//! (<https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html>). It never leaves there; data keys go there and back.

use std::{collections::HashMap, time::Duration};

use async_trait::async_trait;
use aws_config::{BehaviorVersion, timeout::TimeoutConfig};
use aws_sdk_kms::{
    Client,
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    primitives::Blob,
};
use tokio::sync::OnceCell;
use zeroize::Zeroize;

use crate::{Context, DataKey, Error, Keeper};

/// Of one attempt; the library makes three, which is safe, since to wrap or unwrap once more changes nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Has keys wrapped by a symmetric key of KMS. The context goes along as the encryption context, so it stands in the
/// log that AWS keeps of every use of the key.
pub struct KmsKeeper {
    /// Id, ARN or alias.
    key: String,
    id: String,
    /// Made when it is needed first: credentials and region are looked for where AWS says, over the network too.
    client: OnceCell<Client>,
}

impl KmsKeeper {
    /// Wraps with the key of this id, ARN or alias.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            id: format!("aws-kms:{key}"),
            client: OnceCell::new(),
        }
    }

    /// The same, by a client that is set up already.
    pub fn of(client: Client, key: &str) -> Self {
        Self {
            client: OnceCell::new_with(Some(client)),
            ..Self::new(key)
        }
    }

    async fn client(&self) -> &Client {
        let make = async || {
            let patience = TimeoutConfig::builder()
                .connect_timeout(PATIENCE)
                .operation_attempt_timeout(PATIENCE);
            let config = aws_config::defaults(BehaviorVersion::latest());
            let config = config.timeout_config(patience.build()).load().await;
            Client::new(&config)
        };
        self.client.get_or_init(make).await
    }
}

#[async_trait]
impl Keeper for KmsKeeper {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        let request = self.client().await.encrypt().key_id(&self.key);
        let request = request.plaintext(Blob::new(key.expose()));
        let request = request.set_encryption_context(Some(encryption_context(context)));
        let answer = request.send().await.map_err(explain)?;
        let wrapped = answer.ciphertext_blob.ok_or_else(nothing)?;
        Ok(wrapped.into_inner())
    }

    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, Error> {
        let request = self.client().await.decrypt().key_id(&self.key);
        let request = request.ciphertext_blob(Blob::new(wrapped));
        let request = request.set_encryption_context(Some(encryption_context(context)));
        let answer = request.send().await.map_err(explain)?;
        let mut bytes = answer.plaintext.ok_or_else(nothing)?.into_inner();
        let key = DataKey::from_slice(&bytes);
        bytes.zeroize();
        key.ok_or(Error::Refused)
    }
}

fn encryption_context(context: &Context<'_>) -> HashMap<String, String> {
    let mut pairs = HashMap::from([
        ("purpose".to_owned(), context.purpose.to_owned()),
        ("version".to_owned(), context.version.to_string()),
    ]);
    if let Some(tenant) = context.tenant {
        pairs.insert("tenant".to_owned(), tenant.to_string());
    }
    pairs
}

fn nothing() -> Error {
    Error::KeeperRefuses("the answer is empty".into())
}

fn explain<E: ProvideErrorMetadata + std::error::Error + 'static>(error: SdkError<E>) -> Error {
    let code = error.code().unwrap_or_default();
    match (&error, code) {
        (_, "InvalidCiphertextException" | "IncorrectKeyException") => Error::Refused,
        (
            SdkError::ServiceError(_),
            "ThrottlingException"
            | "LimitExceededException"
            | "KMSInternalException"
            | "DependencyTimeoutException"
            | "KeyUnavailableException",
        ) => Error::KeeperSilent(code.to_owned()),
        (SdkError::ServiceError(context), _) if context.raw().status().is_server_error() => {
            Error::KeeperSilent(format!("status {}", context.raw().status()))
        }
        (SdkError::ServiceError(_), _) => {
            let why = error.message().unwrap_or("no reason given");
            Error::KeeperRefuses(format!("{code}: {why}"))
        }
        (SdkError::ConstructionFailure(_), _) => {
            Error::KeeperRefuses(DisplayErrorContext(&error).to_string())
        }
        _ => Error::KeeperSilent(DisplayErrorContext(&error).to_string()),
    }
}
