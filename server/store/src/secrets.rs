//! Secrets of the installation, wrapped by a master key. They are opened once, when a node starts, and stay in memory.

use std::{collections::BTreeMap, convert::Infallible, result, sync::Arc};

use contract::ids::TenantId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{ConnectOptions, Connection, PgConnection};
use uuid::Uuid;
use vault::{Context, DataKey, Keepers, Keyring};

use crate::{Error, Result, bootstrap::parse};

/// What every node of an installation has to know, and nobody else may.
#[derive(Clone)]
pub struct Secrets {
    /// Passwords of database roles follow from it, so none is stored anywhere.
    pub roles: DataKey,
    /// The mark in the ids of the tenant plane follows from it.
    pub ids: DataKey,
    /// Stands in the database in the clear, and tells secrets of another installation.
    pub check: DataKey,
    /// Names what is throttled.
    pub throttle: DataKey,
    /// Signs access tokens.
    pub tokens: DataKey,
    /// Signs the heads of logs.
    pub heads: DataKey,
    /// Seals what the control plane keeps for people.
    pub sealing: DataKey,
    /// Hashes recovery codes.
    pub hashing: DataKey,
    /// Passwords and words of the prober's canaries follow from it.
    pub canaries: DataKey,
}

/// The secrets that an installation has once it is set up.
pub struct Seeds {
    /// Of one that is there since before secrets were rows: what follows from its master key, and the id of that. Several,
    /// where several master keys were given.
    pub before: Vec<(String, Secrets)>,
    /// Of a new one.
    pub new: Secrets,
}

/// The keys that this crate needs.
#[derive(Clone)]
pub struct Keys {
    /// Passwords of database roles follow from it.
    pub roles: [u8; 32],
    /// The mark in the ids of the tenant plane follows from it.
    pub ids: [u8; 32],
    /// Tells secrets of another installation.
    pub check: [u8; 32],
    /// Whoever keeps the master keys, and wraps the keys of tenants with them.
    pub keepers: Arc<Keepers>,
    /// Seals secrets that the control plane keeps for people: second factors, and keys while they can be copied.
    pub own: Arc<Keyring>,
}

impl Secrets {
    /// Fresh ones.
    pub fn generate() -> Self {
        let Ok(secrets) = Self::make(|_| Ok::<_, Infallible>(DataKey::generate()));
        secrets
    }

    /// One for each name, which is what its row is called.
    fn make<E>(
        mut make: impl FnMut(&'static str) -> result::Result<DataKey, E>,
    ) -> result::Result<Self, E> {
        Ok(Self {
            roles: make("roles")?,
            ids: make("ids")?,
            check: make("check")?,
            throttle: make("throttle")?,
            tokens: make("tokens")?,
            heads: make("heads")?,
            sealing: make("sealing")?,
            hashing: make("hashing")?,
            canaries: make("canaries")?,
        })
    }

    fn by_name(&self) -> [(&'static str, &DataKey); 9] {
        [
            ("roles", &self.roles),
            ("ids", &self.ids),
            ("check", &self.check),
            ("throttle", &self.throttle),
            ("tokens", &self.tokens),
            ("heads", &self.heads),
            ("sealing", &self.sealing),
            ("hashing", &self.hashing),
            ("canaries", &self.canaries),
        ]
    }

    /// Opens what the database has of them, as the user of this URL: one who may create roles, or any member of
    /// `tenantry_opener`.
    pub async fn open(url: &str, database: &str, keepers: &Keepers) -> Result<Self> {
        let options = parse(url)?.database(database);
        let mut connection = options
            .connect()
            .await
            .map_err(|error| explain(error, database))?;
        let mut known = read(&mut connection, keepers).await?;
        connection.close().await?;
        if known.is_empty() {
            return Err(Error::Setup(NOT_SET_UP.into()));
        }
        // One that a newer version brought is made when that version sets the server up.
        let missing = || Error::Setup(NOT_SET_UP.into());
        Self::make(|name| known.remove(name).ok_or_else(missing))
    }

    /// The keys that follow from them for this crate.
    pub fn keys(&self, keepers: Arc<Keepers>) -> Keys {
        let nobody = TenantId::new(Uuid::nil());
        let sealing = [(1, self.sealing.clone())];
        Keys {
            roles: *self.roles.expose(),
            ids: *self.ids.expose(),
            check: *self.check.expose(),
            keepers,
            own: Arc::new(Keyring::new(nobody, sealing, 1, &self.hashing)),
        }
    }
}

impl Keys {
    /// The password of a database role, 64 hexadecimal digits.
    pub(crate) fn password(&self, role: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.roles) else {
            return String::new();
        };
        mac.update(role.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }
}

/// The secrets of the installation in the owner's database, made if there are none yet. Whoever calls holds the lock of
/// [`wait_alone`](crate::bootstrap::wait_alone): two nodes that start at once have the same.
pub(crate) async fn seed(
    owner: &mut PgConnection,
    keepers: &Keepers,
    seeds: Seeds,
) -> Result<Secrets> {
    let known = read(owner, keepers).await?;
    if !known.is_empty() {
        return complete(owner, keepers, &known).await;
    }
    let check = sqlx::query_scalar!("SELECT key_check FROM platform.installation");
    let (id, secrets) = match check.fetch_optional(&mut *owner).await? {
        None => (keepers.newest().to_owned(), seeds.new),
        Some(check) => seeds
            .before
            .into_iter()
            .find(|(_, secrets)| check == secrets.check.expose())
            .ok_or_else(|| Error::Setup(WRONG_KEY.into()))?,
    };
    insert(owner, keepers, &id, &secrets).await?;
    Ok(secrets)
}

/// What was there, with fresh ones of the names that this version brings.
async fn complete(owner: &mut PgConnection, keepers: &Keepers, known: &Known) -> Result<Secrets> {
    let Ok(secrets) = Secrets::make(|name| {
        let known = known.get(name).cloned();
        Ok::<_, Infallible>(known.unwrap_or_else(DataKey::generate))
    });
    let new = secrets.by_name().into_iter();
    let new: Vec<_> = new.filter(|(name, _)| !known.contains_key(*name)).collect();
    if !new.is_empty() {
        let id = sqlx::query_scalar!("SELECT master_key FROM platform.installation")
            .fetch_one(&mut *owner)
            .await?;
        let id = id.unwrap_or_else(|| keepers.newest().to_owned());
        let wrapped = wrap(keepers, &id, new).await?;
        let mut transaction = owner.begin().await?;
        keep(&mut transaction, &id, wrapped).await?;
        transaction.commit().await?;
    }
    Ok(secrets)
}

/// The version of the secret of the ids once entries without a seal were [counted](crate::platform::unsealed).
const NEXT_OF_IDS: i32 = 2;

/// Name and wrapped secret.
type Wrapped = Vec<(&'static str, Vec<u8>)>;

async fn wrap(
    keepers: &Keepers,
    id: &str,
    secrets: impl IntoIterator<Item = (&'static str, &DataKey)>,
) -> Result<Wrapped> {
    let mut wrapped = Vec::new();
    for (name, secret) in secrets {
        let bytes = keepers.wrap(id, secret, &context(name, 1)).await;
        wrapped.push((name, bytes.map_err(wrong_key)?));
    }
    Ok(wrapped)
}

async fn keep(connection: &mut PgConnection, id: &str, wrapped: Wrapped) -> Result<()> {
    for (name, wrapped) in wrapped {
        sqlx::query!(
            "INSERT INTO platform.secrets (name, version, wrapped, master_key) VALUES ($1, 1, $2, $3)",
            name,
            wrapped,
            id,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn insert(
    owner: &mut PgConnection,
    keepers: &Keepers,
    id: &str,
    secrets: &Secrets,
) -> Result<()> {
    let wrapped = wrap(keepers, id, secrets.by_name()).await?;
    let mut transaction = owner.begin().await?;
    keep(&mut transaction, id, wrapped).await?;
    sqlx::query!(
        "INSERT INTO platform.installation (key_check, master_key) VALUES ($1, $2)
         ON CONFLICT (only_row) DO UPDATE SET master_key = excluded.master_key",
        secrets.check.expose().as_slice(),
        id,
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query!(
        "UPDATE platform.tenant_keys SET master_key = $1 WHERE master_key IS NULL",
        id
    )
    .execute(&mut *transaction)
    .await?;
    Ok(transaction.commit().await?)
}

/// The newest secret of each name.
type Known = BTreeMap<String, DataKey>;

/// The secret of the ids, wrapped as its next version. Its bytes stay.
pub(crate) struct NextOfIds {
    wrapped: Vec<u8>,
    master_key: String,
}

/// None where it is in that version already.
pub(crate) async fn next_of_ids(
    owner: &mut PgConnection,
    keys: &Keys,
    known: &Secrets,
) -> Result<Option<NextOfIds>> {
    let row = sqlx::query!(
        "SELECT version, master_key FROM platform.secrets WHERE name = 'ids' ORDER BY version DESC LIMIT 1"
    )
    .fetch_one(owner)
    .await?;
    if row.version >= NEXT_OF_IDS {
        return Ok(None);
    }
    let (id, context) = (&row.master_key, context("ids", NEXT_OF_IDS));
    let wrapped = keys.keepers.wrap(id, &known.ids, &context).await;
    Ok(Some(NextOfIds {
        wrapped: wrapped.map_err(wrong_key)?,
        master_key: row.master_key,
    }))
}

impl NextOfIds {
    /// Puts it in the place of the version before.
    pub(crate) async fn keep(self, owner: &mut PgConnection) -> Result<()> {
        sqlx::query!(
            "UPDATE platform.secrets SET version = $1, wrapped = $2, master_key = $3 WHERE name = 'ids'",
            NEXT_OF_IDS,
            self.wrapped,
            self.master_key,
        )
        .execute(owner)
        .await?;
        Ok(())
    }
}

/// Empty where there is no row.
async fn read(connection: &mut PgConnection, keepers: &Keepers) -> Result<Known> {
    let rows = sqlx::query!(
        "SELECT name, version, wrapped, master_key FROM platform.secrets ORDER BY name, version"
    )
    .fetch_all(connection)
    .await
    .map_err(unreadable)?;
    // The newest of a name comes last and stays.
    let mut newest = Known::new();
    for row in rows {
        let context = context(&row.name, row.version);
        let secret = keepers.unwrap(Some(&row.master_key), &row.wrapped, &context);
        let secret = secret.await.map_err(wrong_key)?;
        newest.insert(row.name, secret);
    }
    Ok(newest)
}

/// What is authenticated with a wrapped secret.
pub(crate) fn context(name: &str, version: i32) -> Context<'_> {
    Context {
        purpose: name,
        tenant: None,
        version,
    }
}

/// The error of a key that cannot be unwrapped when a node starts, with its mend.
pub(crate) fn wrong_key(error: vault::Error) -> Error {
    match error {
        vault::Error::NoSuchKeeper(id) => not_given(&id),
        vault::Error::Refused => Error::Setup(WRONG_KEY.into()),
        vault::Error::KeeperSilent(_) | vault::Error::KeeperRefuses(_) => Error::Setup(format!(
            "{error}; see that it is reachable, and that TENANTRY_MASTER_KEY and its token are right"
        )),
        vault::Error::NoSuchVersion(_) => error.into(),
    }
}

/// Something is wrapped by a master key that this node does not have.
pub(crate) fn not_given(id: &str) -> Error {
    Error::Setup(format!(
        "the data is wrapped by the master key {id}, which was not given; set TENANTRY_MASTER_KEY, \
         or TENANTRY_MASTER_KEY_OLD for one that is being replaced, or restore master.key in the data folder"
    ))
}

pub(crate) const WRONG_KEY: &str = "the master key is not the one this data was made with; \
                                    set TENANTRY_MASTER_KEY, or restore master.key in the data folder";

pub(crate) const NOT_SET_UP: &str = "this database is not set up; run `tenantry migrate` first";

fn explain(error: sqlx::Error, database: &str) -> Error {
    match code(&error).as_deref() {
        Some("3D000") => Error::Setup(format!(
            "there is no database {database:?} yet; run `tenantry migrate` first"
        )),
        Some("28P01" | "28000") => Error::Setup(
            "PostgreSQL does not let the user of DATABASE_URL in; name one who may create roles and databases, \
             or for all but `migrate` a member of the role tenantry_opener"
                .into(),
        ),
        Some("42501") => Error::Setup(POWERLESS.into()),
        _ => error.into(),
    }
}

fn unreadable(error: sqlx::Error) -> Error {
    match code(&error).as_deref() {
        // No such table, or no such schema.
        Some("42P01" | "3F000") => Error::Setup(NOT_SET_UP.into()),
        Some("42501") => Error::Setup(POWERLESS.into()),
        _ => error.into(),
    }
}

const POWERLESS: &str = "the user of DATABASE_URL may not read the wrapped secrets; \
                         make it a member of a role that may: GRANT tenantry_opener TO …";

fn code(error: &sqlx::Error) -> Option<String> {
    let code = error.as_database_error()?.code()?;
    Some(code.into_owned())
}
