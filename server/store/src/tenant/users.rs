//! Accounts of a tenant. A removed one stays as a row, because records name it, and is found by its id alone.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    ids::{UserId, UserKind},
    roles::RoleKey,
    users::{User, UserFields, UserFilter, UserStatus},
};
use uuid::Uuid;
use vault::Keyring;

use super::{
    by_name::{MOST, Named, NamedPage},
    personal::USERS,
};
use crate::{Error, Own, Result, TenantReader, TenantWriter};

/// What signing in needs to know of an account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The user's id.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Sensitive<String>,
    /// Where the account is in its life.
    pub status: UserStatus,
    /// Argon2id, once a password was set.
    pub password_hash: Option<String>,
    /// Counts up when the password changes, the user is removed, or everything that was signed in is to be out.
    pub access_version: i32,
}

struct AccountRow {
    id: Uuid,
    name: Vec<u8>,
    email: Vec<u8>,
    key_version: i32,
    status: String,
    password_hash: Option<String>,
    access_version: i32,
}

impl AccountRow {
    fn open(self, keyring: &Keyring) -> Result<Account> {
        let sealed = USERS.row(keyring, self.id);
        Ok(Account {
            id: self.id.into(),
            name: sealed
                .open("name", self.key_version, &self.name)?
                .disclose(),
            email: sealed.open("email", self.key_version, &self.email)?,
            status: self.status.parse()?,
            password_hash: self.password_hash,
            access_version: self.access_version,
        })
    }
}

struct Row {
    id: Uuid,
    name: Vec<u8>,
    email: Vec<u8>,
    key_version: i32,
    role: String,
    role_name: String,
    status: String,
    last_seen_at: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl Row {
    fn open(self, keyring: &Keyring) -> Result<User> {
        let sealed = USERS.row(keyring, self.id);
        Ok(User {
            id: self.id.into(),
            name: sealed
                .open("name", self.key_version, &self.name)?
                .disclose(),
            email: sealed
                .open("email", self.key_version, &self.email)?
                .disclose(),
            role: self.role.parse()?,
            role_name: self.role_name,
            status: self.status.parse()?,
            last_seen_at: self.last_seen_at,
            version: self.version,
            created_at: self.created_at,
        })
    }
}

/// Name and address as they are written.
struct Sealed {
    name: Vec<u8>,
    email: Vec<u8>,
    email_index: Vec<u8>,
    search_terms: Vec<i64>,
}

impl Sealed {
    fn new(keyring: &Keyring, id: Uuid, name: &str, email: &str) -> Self {
        let row = USERS.row(keyring, id);
        Self {
            name: row.seal("name", name),
            email: row.seal("email", email),
            email_index: keyring.blind(&USERS, "email", email),
            search_terms: keyring.search_terms(&USERS, &[Some(name), Some(email)]),
        }
    }
}

/// The account with this address, unless it was removed.
pub async fn by_email(reader: &mut TenantReader, email: &str) -> Result<Option<Account>> {
    let keyring = reader.keyring()?;
    let row = sqlx::query_as!(
        AccountRow,
        "SELECT id, name, email, key_version, status, password_hash, access_version
         FROM users WHERE email_index = $1 AND status <> 'removed'",
        keyring.blind(&USERS, "email", email),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(|row| row.open(&keyring)).transpose()
}

/// The account with this id, removed or not.
pub async fn account(reader: &mut TenantReader, id: UserId) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        AccountRow,
        "SELECT id, name, email, key_version, status, password_hash, access_version FROM users WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| row.open(&keyring)).transpose()
}

/// A page of users by name; removed ones are not shown.
pub async fn list(
    reader: &mut TenantReader,
    filter: &UserFilter,
    page: &PageRequest,
) -> Result<Page<User>> {
    let keyring = reader.keyring()?;
    let search = keyring.search_query(&USERS, &filter.q);
    let names = sqlx::query_as!(
        Named,
        "SELECT id, name, key_version FROM users
         WHERE status <> 'removed' AND ($1::bigint[] IS NULL OR search_terms @> $1) LIMIT $2",
        search.as_deref(),
        MOST + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let page = NamedPage::new(&keyring, &USERS, names, page)?;
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, name, email, key_version, role, status, last_seen_at, version, created_at,
                (SELECT r.name FROM roles r WHERE r.tenant_id = users.tenant_id AND r.key = users.role) AS "role_name!"
         FROM users WHERE id = ANY($1)"#,
        &page.ids,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter().map(|row| row.open(&keyring));
    let users = rows.collect::<Result<Vec<_>>>()?;
    Ok(page.fill(users, |user| user.id.uuid()))
}

/// One user, unless removed.
pub async fn find(reader: &mut TenantReader, id: Own<UserKind>) -> Result<Option<User>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, name, email, key_version, role, status, last_seen_at, version, created_at,
                (SELECT r.name FROM roles r WHERE r.tenant_id = users.tenant_id AND r.key = users.role) AS "role_name!"
         FROM users WHERE id = $1 AND status <> 'removed'"#,
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| row.open(&keyring)).transpose()
}

/// Users in all, without the removed ones.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count =
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM users WHERE status <> 'removed'"#)
            .fetch_one(reader.connection())
            .await?;
    Ok(count)
}

/// Owners who can sign in. Their rows stay locked, so a second transaction that asks waits for this one and then
/// counts what it left: of two that remove the last two owners at once, one finds itself before the last.
pub async fn count_active_owners(writer: &mut TenantWriter) -> Result<usize> {
    let owners = sqlx::query_scalar!(
        "SELECT id FROM users WHERE role = 'owner' AND status = 'active' ORDER BY id FOR UPDATE",
    )
    .fetch_all(writer.connection())
    .await?;
    Ok(owners.len())
}

/// Owners who can sign in, the first hundred.
pub async fn active_owners(reader: &mut TenantReader) -> Result<Vec<Account>> {
    let keyring = reader.keyring()?;
    let rows = sqlx::query_as!(
        AccountRow,
        "SELECT id, name, email, key_version, status, password_hash, access_version FROM users
         WHERE role = 'owner' AND status = 'active' ORDER BY id LIMIT 100",
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter().map(|row| row.open(&keyring)).collect()
}

/// Makes an account without a password.
pub async fn insert(writer: &mut TenantWriter, fields: &UserFields) -> Result<User> {
    let id = writer.new_id::<UserKind>().uuid();
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id, &fields.name, &fields.email);
    sqlx::query_as!(
        Row,
        r#"INSERT INTO users (id, name, email, email_index, search_terms, key_version, role, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'invited')
         RETURNING id, name, email, key_version, role, status, last_seen_at, version, created_at,
                (SELECT r.name FROM roles r WHERE r.tenant_id = users.tenant_id AND r.key = users.role) AS "role_name!""#,
        id,
        sealed.name,
        sealed.email,
        sealed.email_index,
        &sealed.search_terms,
        keyring.version(),
        fields.role.as_str(),
    )
    .fetch_one(writer.connection())
    .await?
    .open(&keyring)
}

/// Makes an owner's account, unless the address has one; answers with its id and whether it is new.
pub async fn insert_owner(
    writer: &mut TenantWriter,
    name: &str,
    email: &str,
    password_hash: Option<&str>,
) -> Result<(UserId, bool)> {
    let id = writer.new_id::<UserKind>();
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id.uuid(), name, email);
    let done = sqlx::query!(
        "INSERT INTO users (id, name, email, email_index, search_terms, key_version, role, status, password_hash)
         VALUES ($1, $2, $3, $4, $5, $6, 'owner', CASE WHEN $7::text IS NULL THEN 'invited' ELSE 'active' END, $7)
         ON CONFLICT (tenant_id, email_index) WHERE status <> 'removed' DO NOTHING",
        id.uuid(),
        sealed.name,
        sealed.email,
        sealed.email_index,
        &sealed.search_terms,
        keyring.version(),
        password_hash,
    )
    .execute(writer.connection())
    .await?;
    if done.rows_affected() == 1 {
        return Ok((id.id(), true));
    }
    let there = by_email(writer, email).await?;
    let there = there.ok_or(Error::ChangedMeanwhile)?;
    Ok((there.id, false))
}

/// Changes the role; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn set_role(
    writer: &mut TenantWriter,
    id: Own<UserKind>,
    role: &RoleKey,
    version: Option<i32>,
) -> Result<Option<User>> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE users SET role = $3, version = version + 1, updated_at = now()
         WHERE id = $1 AND status <> 'removed' AND ($2::int IS NULL OR version = $2)
         RETURNING id, name, email, key_version, role, status, last_seen_at, version, created_at,
                (SELECT r.name FROM roles r WHERE r.tenant_id = users.tenant_id AND r.key = users.role) AS "role_name!""#,
        id.uuid(),
        version,
        role.as_str(),
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.open(&*writer.keyring()?).map(Some),
        None => gone_or_changed(writer, id).await,
    }
}

/// Closes an account for good: no password, and every session and token made before is worth nothing.
pub async fn remove(
    writer: &mut TenantWriter,
    id: Own<UserKind>,
    version: Option<i32>,
) -> Result<Option<User>> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE users SET status = 'removed', password_hash = NULL, access_version = access_version + 1,
                          version = version + 1, updated_at = now()
         WHERE id = $1 AND status <> 'removed' AND ($2::int IS NULL OR version = $2)
         RETURNING id, name, email, key_version, role, status, last_seen_at, version, created_at,
                (SELECT r.name FROM roles r WHERE r.tenant_id = users.tenant_id AND r.key = users.role) AS "role_name!""#,
        id.uuid(),
        version,
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.open(&*writer.keyring()?).map(Some),
        None => gone_or_changed(writer, id).await,
    }
}

async fn gone_or_changed(reader: &mut TenantReader, id: Own<UserKind>) -> Result<Option<User>> {
    match find(reader, id).await? {
        Some(_) => Err(Error::ChangedMeanwhile),
        None => Ok(None),
    }
}

/// Sets a password, which opens the account if it was only invited; answers with the new access version.
pub async fn set_password(
    writer: &mut TenantWriter,
    id: UserId,
    password_hash: &str,
) -> Result<Option<i32>> {
    let access_version = sqlx::query_scalar!(
        "UPDATE users SET password_hash = $2, status = 'active', access_version = access_version + 1,
                          version = version + 1, updated_at = now()
         WHERE id = $1 AND status <> 'removed' RETURNING access_version",
        id.uuid(),
        password_hash,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(access_version)
}

/// Makes every session and token of an account worth nothing, and sets a password if one is given. Answers with the new
/// access version; none if the one that was seen is not in force any more.
pub async fn renew_access(
    writer: &mut TenantWriter,
    id: UserId,
    seen: i32,
    password_hash: Option<&str>,
) -> Result<Option<i32>> {
    let access_version = sqlx::query_scalar!(
        "UPDATE users SET password_hash = coalesce($3, password_hash), access_version = access_version + 1
         WHERE id = $1 AND access_version = $2 AND status = 'active' RETURNING access_version",
        id.uuid(),
        seen,
        password_hash,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(access_version)
}

/// Ends what is signed in to an account; what asks with an access version of before is nobody.
pub async fn end_access(writer: &mut TenantWriter, id: UserId) -> Result<()> {
    sqlx::query!(
        "UPDATE users SET access_version = access_version + 1 WHERE id = $1",
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Makes the password of an account worth nothing, with every session and token; whether it was in force.
pub async fn forget_password(writer: &mut TenantWriter, id: UserId) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET password_hash = NULL, access_version = access_version + 1
         WHERE id = $1 AND status = 'active'",
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes the time of a sign-in.
pub async fn touch(writer: &mut TenantWriter, id: UserId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE users SET last_seen_at = $2 WHERE id = $1",
        id.uuid(),
        now
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
