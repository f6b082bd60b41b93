//! The master keys: given as text, kept in files, by Vault or by AWS KMS, or in the data folder, where one is made on first use.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result, bail};
use domain::MasterKey;
use store::{Secrets, Seeds};
use vault::{Keeper, Keepers, TransitKeeper, VaultToken};

use crate::{
    arguments::{Common, MasterOptions},
    files,
};

/// Everything that was given, the newest first.
pub(crate) struct Masters {
    pub keepers: Arc<Keepers>,
    local: Vec<(String, Secrets)>,
}

impl Masters {
    /// What the command line or the environment says.
    pub(crate) fn read(common: &Common) -> Result<Self> {
        let options = &common.masters;
        let mut local = Vec::new();
        let newest = if let Some(text) = &options.master_key {
            keeper(text, options, &mut local).context("TENANTRY_MASTER_KEY")?
        } else {
            let make = || MasterKey::generate().to_base64();
            let text = files::secret(&common.data.join("master.key"), make)?;
            keeper(&text, options, &mut local).context("master.key in the data folder")?
        };
        let mut older = Vec::new();
        for text in &options.master_key_old {
            older.push(keeper(text, options, &mut local).context("TENANTRY_MASTER_KEY_OLD")?);
        }
        Ok(Self {
            keepers: Arc::new(Keepers::new(newest, older)),
            local,
        })
    }

    /// What an installation begins with.
    pub(crate) fn seeds(&self) -> Seeds {
        Seeds {
            before: self.local.clone(),
            new: Secrets::generate(),
        }
    }
}

/// The keeper that a text names: where a key is kept, or the key itself.
fn keeper(
    text: &str,
    options: &MasterOptions,
    local: &mut Vec<(String, Secrets)>,
) -> Result<Arc<dyn Keeper>> {
    if let Some(address) = text.strip_prefix("vault:") {
        return Ok(Arc::new(TransitKeeper::new(
            address,
            vault_token(options)?,
        )?));
    }
    if let Some(key) = text.strip_prefix("aws-kms:") {
        return kms(key);
    }
    let key = match text.strip_prefix("file:") {
        Some(path) => MasterKey::parse(&files::read_secret(Path::new(path))?)?,
        None => MasterKey::parse(text)?,
    };
    let keeper = key.keeper();
    local.push((keeper.id().to_owned(), key.secrets()));
    Ok(Arc::new(keeper))
}

#[cfg(feature = "aws")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it fails")]
fn kms(key: &str) -> Result<Arc<dyn Keeper>> {
    Ok(Arc::new(vault::KmsKeeper::new(key)))
}

#[cfg(not(feature = "aws"))]
fn kms(_key: &str) -> Result<Arc<dyn Keeper>> {
    bail!(
        "this program was built without AWS KMS; build it with: cargo build --release --features aws"
    )
}

fn vault_token(options: &MasterOptions) -> Result<VaultToken> {
    match (&options.vault_token_file, &options.vault_token) {
        (Some(path), _) => Ok(VaultToken::File(path.clone())),
        (None, Some(token)) => Ok(VaultToken::Given(token.clone().into())),
        (None, None) => bail!(
            "Vault has to know who asks: set TENANTRY_VAULT_TOKEN_FILE or TENANTRY_VAULT_TOKEN"
        ),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::arguments::Arguments;

    fn masters(options: &[String]) -> Result<Masters> {
        let line = ["tenantry".to_owned()];
        let line = line.iter().chain(options).cloned();
        let arguments = Arguments::try_parse_from(line.chain(["doctor".to_owned()]))?;
        Masters::read(&arguments.common)
    }

    fn id(key: &MasterKey) -> String {
        key.keeper().id().to_owned()
    }

    #[test]
    fn a_key_is_given_as_text_in_a_file_or_made_once() {
        let folder = std::env::temp_dir().join(format!("tenantry-master-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let keys: [MasterKey; 3] = std::array::from_fn(|_| MasterKey::generate());
        let [newest, one, other] = &keys;
        let file = folder.join("old.key");
        std::fs::write(&file, format!("{}\n", other.to_base64())).unwrap();
        let given = masters(&[
            format!("--master-key={}", newest.to_base64()),
            format!(
                "--master-key-old={},file:{}",
                one.to_base64(),
                file.display()
            ),
        ]);
        let given = given.unwrap().keepers;
        assert_eq!(given.newest(), id(newest));
        assert!(given.holds(&id(one)) && given.holds(&id(other)));

        let data = format!("--data={}", folder.display());
        let made = masters(std::slice::from_ref(&data)).unwrap();
        let again = masters(&[data]).unwrap();
        assert_eq!(made.keepers.newest(), again.keepers.newest());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_key_that_vault_keeps_takes_the_place_of_one_in_a_file() {
        let old = MasterKey::generate();
        let vault = "--master-key=vault:https://vault.example:8200/transit/tenantry".to_owned();
        let old_text = format!("--master-key-old={}", old.to_base64());
        let given = masters(&[vault, old_text, "--vault-token=hvs.token".into()]).unwrap();
        assert_eq!(given.keepers.newest(), "vault:transit/tenantry");
        assert!(given.keepers.holds(&id(&old)));
        let before = given.seeds().before;
        assert_eq!(before.len(), 1, "secrets follow from no key of Vault's");
    }

    #[test]
    fn what_is_no_key_is_told_with_its_mend_and_not_repeated() {
        for (option, mend) in [
            ("--master-key=c2VjcmV0", "openssl rand"),
            ("--master-key=file:/nowhere/at/all", "cannot be read"),
            #[cfg(not(feature = "aws"))]
            ("--master-key=aws-kms:alias/tenantry", "--features aws"),
            (
                "--master-key=vault:https://host/transit/key",
                "TENANTRY_VAULT_TOKEN",
            ),
        ] {
            let refused = masters(&[option.to_owned()]).map(drop).unwrap_err();
            let text = format!("{refused:#}");
            assert!(
                text.contains("TENANTRY_MASTER_KEY") && text.contains(mend),
                "{text}"
            );
            assert!(!text.contains("c2VjcmV0"), "{text}");
        }
    }
}
