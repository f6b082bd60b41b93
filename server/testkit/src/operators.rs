//! Operators of a plane.

use contract::{acts::OperatorRole, door::SignIn};
use domain::{Entered, OperatorDesk, Signed, Site, Subject, TokenPair};
use store::{Caller, platform::operators};

use crate::{Plane, given, sessions};

impl Plane {
    /// An operator who may do everything.
    pub async fn operator(&self) -> OperatorDesk {
        self.operator_with(OperatorRole::Owner).await
    }

    /// The operator of this role, `<role>@operators.test` with the password [`given::PASSWORD`].
    pub async fn operator_with(&self, role: OperatorRole) -> OperatorDesk {
        let session = self.operator_session(role).await;
        let caller = Caller::default();
        let signed = self
            .platform()
            .resume(&Site::Operator, &session, caller)
            .await;
        match signed.expect("a good session") {
            Some(Signed::Operator(desk)) => desk,
            Some(Signed::Tenant(_)) | None => panic!("no operator's session"),
        }
    }

    /// The value of a cookie that an operator of this role is signed in with.
    pub async fn operator_session(&self, role: OperatorRole) -> String {
        let email = operator_email(role);
        let mut writer = self.database().platform_write().await.unwrap();
        let known = operators::by_email(&mut writer, &email).await.unwrap();
        let operator = if let Some(known) = known {
            known
        } else {
            let (name, hash) = (format!("Operator ({role})"), given::PASSWORD_HASH);
            operators::upsert(&mut writer, &name, &email, role.as_str(), Some(hash))
                .await
                .unwrap();
            let made = operators::by_email(&mut writer, &email).await.unwrap();
            made.expect("the operator that was just made")
        };
        writer.commit_bookkeeping().await.unwrap();
        let entered = Entered {
            subject: Subject::Operator(operator.id),
            access_version: operator.access_version,
            proved_at: Some(self.platform().clock().now()),
        };
        sessions::open(self.platform(), entered).await
    }

    /// Tokens of the operator of this role, who is there already.
    pub async fn operator_tokens(&self, role: OperatorRole) -> TokenPair {
        let sign_in = SignIn {
            email: operator_email(role),
            password: given::PASSWORD.into(),
        };
        let caller = Caller::default();
        let pair = self
            .platform()
            .token(&Site::Operator, None, sign_in, None, caller)
            .await;
        pair.expect("an operator with the usual password")
    }
}

/// The address of a plane's operator of this role.
pub(crate) fn operator_email(role: OperatorRole) -> String {
    format!("{role}@operators.test")
}
