//! `operator`: the people who run the platform.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{Context, Result};

use crate::{
    arguments::{Common, OperatorCommand},
    open,
};

pub(crate) async fn run(common: &Common, command: &OperatorCommand) -> Result<()> {
    let platform = open::platform(common).await?;
    match command {
        OperatorCommand::Set { email, name, role } => {
            let password = read_password()?;
            platform
                .operator_set(name, email, role, &password)
                .await
                .map_err(explain)?;
            println!(
                "{email} can sign in at {}.",
                platform.settings().operator_url()
            );
        }
        OperatorCommand::ForgetFactor { email } => {
            let forgotten = platform.operator_forget_factor(email).await;
            forgotten.map_err(explain)?;
            println!("{email} signs in with the password alone, and can set a new factor up.");
        }
    }
    Ok(())
}

/// One line of the standard input.
pub(crate) fn read_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("Password (it will be shown): ");
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("the password could not be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A fault with its fields, for a terminal.
pub(crate) fn explain(fault: contract::Fault) -> anyhow::Error {
    let fields: Vec<String> = fault
        .fields
        .iter()
        .map(|(name, sentence)| format!("{name}: {sentence}"))
        .collect();
    if fields.is_empty() {
        anyhow::anyhow!("{}", fault.title)
    } else {
        anyhow::anyhow!("{} {}", fault.title, fields.join(" "))
    }
}
