//! `key`: what is wrapped by which master key, and another in its place.

use anyhow::{Result, bail};
use domain::MasterKeys;
use store::platform::master_keys::{Rewrapped, WrappedRows};

use crate::{
    arguments::{Common, KeyCommand},
    open,
    operator::explain,
};

pub(crate) async fn run(common: &Common, command: &KeyCommand) -> Result<()> {
    let platform = open::platform(common).await?;
    if let KeyCommand::RotateMaster = command {
        let left = platform.master_keys().await.map_err(explain)?.left();
        let told = |so_far: Rewrapped| {
            println!("{} of {left} wrapped anew", so_far.wrapped);
        };
        let done = platform.rotate_master_key(told).await.map_err(explain)?;
        if done.refused > 0 {
            bail!(
                "{} rows do not open and were left as they are; the log names them",
                done.refused
            );
        }
    }
    print!("{}", shown(&platform.master_keys().await.map_err(explain)?));
    Ok(())
}

fn shown(keys: &MasterKeys) -> String {
    let line = |rows: &WrappedRows| {
        let id = rows.master_key.as_deref();
        let state = if id == Some(&keys.in_force) {
            "in force"
        } else {
            "being replaced"
        };
        let (id, secrets, tenants) = (id.unwrap_or("(not said)"), rows.secrets, rows.tenant_keys);
        format!("{id:<24} {state:<15} {secrets} secrets, {tenants} keys of tenants\n")
    };
    let lines: String = keys.rows.iter().map(line).collect();
    let verdict = if keys.left() == 0 {
        format!(
            "Everything is wrapped by {}; no other master key is needed.\n",
            keys.newest
        )
    } else {
        format!(
            "{} rows are not wrapped by {} yet: tenantry key rotate-master\n",
            keys.left(),
            keys.newest
        )
    };
    lines + &verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(master_key: &str, secrets: i64, tenant_keys: i64) -> WrappedRows {
        WrappedRows {
            master_key: Some(master_key.into()),
            secrets,
            tenant_keys,
        }
    }

    #[test]
    fn the_proof_says_which_key_is_needed() {
        let mut keys = MasterKeys {
            in_force: "local:b".into(),
            newest: "local:b".into(),
            rows: vec![rows("local:a", 0, 3), rows("local:b", 8, 1)],
        };
        let half = shown(&keys);
        assert!(
            half.contains("local:a                  being replaced  0 secrets, 3 keys"),
            "{half}"
        );
        assert!(
            half.contains("3 rows are not wrapped by local:b yet"),
            "{half}"
        );
        keys.rows.remove(0);
        let whole = shown(&keys);
        assert!(whole.contains("no other master key is needed"), "{whole}");
    }
}
