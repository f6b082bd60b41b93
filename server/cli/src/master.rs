//! The master keys: given as text, in files, or kept in the data folder, where one is made on first use.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result};
use domain::MasterKey;
use store::{Secrets, Seeds};
use vault::{Keeper, Keepers};

use crate::{arguments::Common, files};

/// Everything that was given, the newest first.
pub(crate) struct Masters {
    pub keepers: Arc<Keepers>,
    local: Vec<(String, Secrets)>,
}

impl Masters {
    /// What the command line or the environment says.
    pub(crate) fn read(common: &Common) -> Result<Self> {
        let mut local = Vec::new();
        let newest = if let Some(text) = &common.master_key {
            keeper(text, &mut local).context("TENANTRY_MASTER_KEY")?
        } else {
            let make = || MasterKey::generate().to_base64();
            let text = files::secret(&common.data.join("master.key"), make)?;
            keeper(&text, &mut local).context("master.key in the data folder")?
        };
        let mut older = Vec::new();
        for text in &common.master_key_old {
            older.push(keeper(text, &mut local).context("TENANTRY_MASTER_KEY_OLD")?);
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

/// The keeper that a text names: the key itself, or `file:` and where it is.
fn keeper(text: &str, local: &mut Vec<(String, Secrets)>) -> Result<Arc<dyn Keeper>> {
    let key = match text.strip_prefix("file:") {
        Some(path) => MasterKey::parse(&files::read_secret(Path::new(path))?)?,
        None => MasterKey::parse(text)?,
    };
    let keeper = key.keeper();
    local.push((keeper.id().to_owned(), key.secrets()));
    Ok(Arc::new(keeper))
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
    fn what_is_no_key_is_told_with_its_mend_and_not_repeated() {
        for (option, mend) in [
            ("--master-key=c2VjcmV0", "openssl rand"),
            ("--master-key=file:/nowhere/at/all", "cannot be read"),
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
