//! Tokens of the API: access tokens (JWT, RFC 7519, signed with Ed25519, RFC 8037) and single-use refresh tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Fault,
    ids::{OperatorId, TenantId, UserId},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use store::{
    Caller, PlatformWriter,
    platform::tokens::{RefreshToken, Used},
};
use uuid::Uuid;

use crate::{Entered, Platform, Site, Subject};

/// How long an access token lives.
const ACCESS: TimeDelta = TimeDelta::minutes(10);
/// How long a refresh token lives.
const REFRESH: TimeDelta = TimeDelta::days(14);
/// How far the clocks of two nodes may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
const AUDIENCE: &str = "tenantry-api";

/// What signing in to the API gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPair {
    /// Goes into `Authorization: Bearer`.
    pub access_token: String,
    /// Gives the next pair, once.
    pub refresh_token: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
}

/// What a verified access token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Whose it is.
    pub subject: Subject,
    /// The account's access version at sign-in.
    pub access_version: i32,
    /// When its owner last proved who they are.
    pub proved_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    /// Absent for operators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant: Option<Uuid>,
    ver: i32,
    /// When its owner last proved who they are (`OpenID` Connect Core 1.0, section 2), in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auth_time: Option<i64>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

impl Platform {
    /// The public key of access tokens, as a JWK set (RFC 7517).
    pub fn jwks(&self) -> serde_json::Value {
        serde_json::json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "kid": self.key_id(),
            "x": URL_SAFE_NO_PAD.encode(self.vault().verifying_key()),
        }] })
    }

    fn key_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(&Sha256::digest(self.vault().verifying_key())[..8])
    }

    /// A fresh pair for somebody who just signed in.
    pub(crate) async fn issue_tokens(&self, entered: &Entered) -> Result<TokenPair, Fault> {
        let family = store::platform::tokens::new_family();
        let mut writer = self.database().platform_write().await?;
        let pair = self.issue(&mut writer, entered, family).await?;
        writer.commit_bookkeeping().await?;
        Ok(pair)
    }

    async fn issue(
        &self,
        writer: &mut PlatformWriter,
        entered: &Entered,
        family: Uuid,
    ) -> Result<TokenPair, Fault> {
        let now = self.clock().now();
        let (tenant, subject) = entered.subject.ids();
        let secret = new_secret();
        let token = RefreshToken {
            family,
            tenant_id: tenant,
            subject_id: subject,
            access_version: entered.access_version,
            proved_at: entered.proved_at,
        };
        store::platform::tokens::insert(writer, &hash(&secret), &token, now + REFRESH).await?;
        let claims = Claims {
            iss: self.settings().operator_url(),
            aud: AUDIENCE.into(),
            sub: subject,
            tenant: tenant.map(Uuid::from),
            ver: entered.access_version,
            auth_time: entered.proved_at.map(|proved| proved.timestamp()),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + ACCESS).timestamp(),
            jti: store::platform::tokens::new_family(),
        };
        Ok(TokenPair {
            access_token: self.sign(&claims)?,
            refresh_token: secret,
            expires_in: ACCESS.num_seconds(),
        })
    }

    /// A token with these claims.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, Fault> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.key_id());
        let key = EncodingKey::from_ed_der(&self.vault().signing_pkcs8());
        jsonwebtoken::encode(&header, claims, &key).map_err(|error| {
            tracing::error!(%error, "a token could not be signed");
            Fault::internal()
        })
    }

    /// The claims of a token that we signed for this audience. When it begins and ends, the caller compares: the library
    /// would ask the machine's clock.
    pub(crate) fn verify<T: DeserializeOwned>(
        &self,
        token: &str,
        audience: &str,
    ) -> Result<T, Fault> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[audience]);
        validation.set_issuer(&[self.settings().operator_url()]);
        validation.set_required_spec_claims(&["iss", "aud", "sub"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let x = URL_SAFE_NO_PAD.encode(self.vault().verifying_key());
        let key = DecodingKey::from_ed_components(&x).map_err(|_| Fault::internal())?;
        jsonwebtoken::decode::<T>(token, &key, &validation)
            .map(|verified| verified.claims)
            .map_err(|_| Fault::unauthenticated())
    }

    /// What a token says, if we signed it and it is in force.
    pub(crate) fn verify_access_token(&self, token: &str) -> Result<Bearer, Fault> {
        let claims: Claims = self.verify(token, AUDIENCE)?;
        let now = self.clock().now().timestamp();
        let leeway = LEEWAY.num_seconds();
        if claims.exp + leeway <= now || claims.nbf - leeway > now {
            return Err(Fault::unauthenticated());
        }
        let subject = match claims.tenant {
            Some(tenant) => Subject::User {
                tenant: TenantId::new(tenant),
                user: UserId::new(claims.sub),
            },
            None => Subject::Operator(OperatorId::new(claims.sub)),
        };
        Ok(Bearer {
            subject,
            access_version: claims.ver,
            proved_at: claims
                .auth_time
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        })
    }

    /// The next pair for a refresh token. Using one twice ends every token of that sign-in: the next one is kept in
    /// the transaction that uses this one up, so that of two uses at once the second finds both.
    pub async fn refresh(
        &self,
        site: &Site,
        refresh_token: &str,
        caller: Caller,
    ) -> Result<TokenPair, Fault> {
        let (hash, now) = (hash(refresh_token), self.clock().now());
        let known = {
            let mut reader = self.database().platform_read().await?;
            store::platform::tokens::find(&mut reader, &hash, now).await?
        };
        let known = known.ok_or_else(Fault::unauthenticated)?;
        let entered = Entered {
            subject: Subject::from_ids(known.tenant_id, known.subject_id),
            access_version: known.access_version,
            proved_at: known.proved_at,
        };
        self.check_site(site, &entered.subject, &caller).await?;
        self.check_account(&entered, &caller).await?;

        let mut writer = self.database().platform_write().await?;
        match store::platform::tokens::consume(&mut writer, &hash, now).await? {
            Used::Unknown => Err(Fault::unauthenticated()),
            Used::Replayed(token) => {
                let entry = store::AuditEntry::new("token.replayed", "account", token.subject_id);
                writer
                    .commit(&store::Actor::Anonymous, &caller, token.tenant_id, entry)
                    .await?;
                Err(Fault::unauthenticated())
            }
            Used::Good(token) => {
                let pair = self.issue(&mut writer, &entered, token.family).await?;
                writer.commit_bookkeeping().await?;
                Ok(pair)
            }
        }
    }
}

/// 32 random bytes as text for a URL or a header.
pub(crate) fn new_secret() -> String {
    let bytes: [u8; 32] = store::random_bytes();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is kept of a secret: enough to recognise it, nothing to use.
pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
