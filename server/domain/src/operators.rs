//! Operators, for whoever holds the master key: making them, and acting as one from a terminal.

use contract::{Fault, FaultCode, acts::OperatorRole, text};
use store::{
    Actor, AuditEntry, Caller,
    platform::{factors, operators},
};

use crate::{OperatorDesk, Platform, mails::AccountOwner};

impl Platform {
    /// Makes an operator, or gives one a new name, role and password. Earlier sessions, tokens and factors end, and whoever
    /// had the account is told.
    pub async fn operator_set(
        &self,
        name: &str,
        email: &str,
        role: &str,
        password: &str,
    ) -> Result<(), Fault> {
        let name =
            text::line(name, "a name", 200).map_err(|sentence| Fault::field("name", sentence))?;
        let email = text::email(email).map_err(|sentence| Fault::field("email", sentence))?;
        let role: OperatorRole = role
            .parse()
            .map_err(|_| Fault::field("role", "Choose owner, support, billing or auditor."))?;
        let password =
            text::new_password(password).map_err(|sentence| Fault::field("password", sentence))?;
        let hash = self.hash_password(&password).await?;
        let mut writer = self.database().platform_write().await?;
        let before = operators::by_email(&mut writer, &email).await?;
        let id = operators::upsert(&mut writer, &name, &email, role.as_str(), Some(&hash)).await?;
        // Whoever had the account before opens it with nothing of theirs.
        let gone = factors::remove_all(&mut writer, (None, id.uuid())).await?;
        if let Some(before) = before {
            let owner = AccountOwner::operator(self, (before.name, before.email));
            self.post_password_change(&mut writer, &owner).await?;
            self.post_factors_gone(&mut writer, &owner, gone).await?;
        }
        let entry = AuditEntry::new("operator.set", "operator", id).with("role", role.as_str());
        writer
            .commit(&Actor::System("console"), &Caller::default(), None, entry)
            .await?;
        Ok(())
    }

    /// The desk of an operator, for commands of this machine. What is done at it stands in the log under the
    /// operator's name; holding the master key is the proof.
    pub async fn console(&self, email: &str) -> Result<OperatorDesk, Fault> {
        let mut reader = self.database().platform_read().await?;
        let operator = operators::by_email(&mut reader, &email.to_ascii_lowercase()).await?;
        let operator = operator.ok_or_else(|| {
            Fault::new(
                FaultCode::NotFound,
                format!("There is no operator {email}. Make one with: tenantry operator set"),
            )
        })?;
        let caller = Caller {
            proved_at: Some(self.clock().now()),
            ..Caller::default()
        };
        self.operator_desk(operator, caller)
    }
}
