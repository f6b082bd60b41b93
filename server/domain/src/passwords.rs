//! Passwords: argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane).

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::Fault;

use crate::{Platform, heavy};

/// The hash of nothing anybody knows. Checking against it makes a missing account cost what a wrong password costs.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let secret: [u8; 32] = store::random_bytes();
    hash_now(&secret).unwrap_or_default()
});

impl Platform {
    /// Hashes a password, off the threads that serve requests.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, Fault> {
        let password = password.as_bytes().to_vec();
        self.hashing(move || hash_now(&password))
            .await?
            .ok_or_else(Fault::internal)
    }

    /// Whether the password is the one that was hashed. Without a hash the answer is no, after the same time.
    pub(crate) async fn verify_password(
        &self,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, Fault> {
        let password = password.as_bytes().to_vec();
        let hash = hash.map(str::to_owned);
        self.hashing(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.clone());
            let Ok(parsed) = PasswordHash::new(&hash) else {
                return false;
            };
            Argon2::default()
                .verify_password(&password, &parsed)
                .is_ok()
                && known
        })
        .await
    }

    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        heavy::work(self.hashing_places(), work).await
    }
}

fn hash_now(password: &[u8]) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password).ok()?;
    Some(hash.to_string())
}

/// A password that nobody has to remember: 120 bits of chance in 20 characters.
pub fn random_password() -> String {
    let bytes: [u8; 15] = store::random_bytes();
    URL_SAFE_NO_PAD.encode(bytes)
}
