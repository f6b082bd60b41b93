//! Users: the people with an account in one tenant.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest, acts::words, fault::FieldCheck, ids::UserId, roles::RoleKey,
    text,
};

words! {
    /// Where an account is in its life.
    UserStatus {
        /// Was sent a link, has no password yet.
        Invited = "invited",
        /// Can sign in.
        Active = "active",
        /// Was removed; kept because records name it.
        Removed = "removed",
    }
}

/// One account of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address, unique in the tenant.
    pub email: String,
    /// What the user may do: the word of the role.
    pub role: RoleKey,
    /// The tenant's name for the role.
    pub role_name: String,
    /// Where the account is in its life.
    pub status: UserStatus,
    /// Last sign-in.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Counts up with every change.
    pub version: i32,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// What is needed to invite somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserDraft {
    /// Full name; required.
    pub name: String,
    /// E-mail address; required.
    pub email: String,
    /// The word of a role; required.
    pub role: String,
}

/// A user draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFields {
    /// Full name.
    pub name: String,
    /// E-mail address, lower case.
    pub email: String,
    /// What the user may do.
    pub role: RoleKey,
}

impl UserDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<UserFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 200));
        let email = check.take("email", text::email(&self.email));
        let role = check.take(
            "role",
            self.role.parse().map_err(|_| "Choose a role.".to_owned()),
        );
        let fields = (|| {
            Some(UserFields {
                name: name?,
                email: email?,
                role: role?,
            })
        })();
        check.finish(fields, self)
    }
}

/// Which users a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserFilter {
    /// Beginnings of words of a name or e-mail address; empty for all.
    pub q: String,
}

/// What a tenant's admin can do with its people.
#[async_trait]
pub trait Users: Send + Sync {
    /// A page of users by name; removed ones are not shown.
    async fn user_list(&self, filter: UserFilter, page: PageRequest) -> Answer<Page<User>>;
    /// One user.
    async fn user_get(&self, id: UserId) -> Answer<User>;
    /// Makes an account and mails the link that opens it, within the limit of the plan.
    async fn user_invite(&self, draft: UserDraft) -> Answer<User>;
    /// Mails a fresh link; the earlier one dies.
    async fn user_invite_again(&self, id: UserId) -> Answer<()>;
    /// Changes the role; the last owner stays owner. In force from the user's next request on.
    async fn user_set_role(&self, id: UserId, role: RoleKey, version: Option<i32>) -> Answer<User>;
    /// Takes the second factor from somebody who lost it, and tells them by mail.
    async fn user_forget_factor(&self, id: UserId) -> Answer<()>;
    /// Removes a user; the last owner and oneself cannot be. In force from the user's next request on.
    async fn user_remove(&self, id: UserId) -> Answer<()>;
}
