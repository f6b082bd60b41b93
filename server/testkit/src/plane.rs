//! A platform with a database of its own.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use contract::{
    PageRequest,
    audit::{Event, EventFilter},
    ids::TenantId,
    mails::{Mail, MailFilter},
    tenants::Strategy,
};
use domain::{
    Clock, MasterKey, Platform, PlatformSettings, Vault,
    provisioning::{self, Outcome},
};
use store::{Database, Keys, Secrets, Settings};
use vault::{Keeper, Keepers};

use crate::{raw, server::Server, template, tenant::TenantOrder};

/// The base host of every plane; a tenant answers at `<slug>.tenantry.test`.
const BASE: &str = "tenantry.test";

/// The master key of every plane.
pub fn master_key() -> MasterKey {
    MasterKey::parse("bm8gc2VjcmV0OiB0aGUga2V5IG9mIGFsbCB0ZXN0cy4=").expect("32 bytes")
}

/// The secrets of every plane: passwords of roles follow from them, and roles are shared by all planes of a server.
pub fn secrets() -> Secrets {
    master_key().secrets()
}

/// The keys of every plane.
pub fn keys() -> Keys {
    secrets().keys(keepers(&[&master_key()]))
}

/// The keepers of these master keys, the newest first.
pub fn keepers(masters: &[&MasterKey]) -> Arc<Keepers> {
    let mut all = masters
        .iter()
        .map(|master| -> Arc<dyn Keeper> { Arc::new(master.keeper()) });
    let newest = all.next().expect("a master key");
    Arc::new(Keepers::new(newest, all.collect()))
}

/// A platform with a database of its own, dropped with this value.
pub struct Plane {
    platform: Platform,
    settings: Settings,
    pub(crate) server: Server,
    /// Tenants' databases and roles that were on the server before.
    pub(crate) strangers: Vec<String>,
}

impl Plane {
    /// A plane with an empty control plane.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A plane whose pools have other sizes or patience.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let server = Server::from_environment();
        let mut settings = template::copy(&server, &unused_name()).await;
        // Tests run side by side on one server: none of them needs many connections.
        settings.pool_size = 8;
        change(&mut settings);
        let strangers = raw::databases_and_roles(&server).await;
        // It stands still, at a time that sessions, which PostgreSQL's own clock ends, are good at.
        let clock = Clock::standing_at(Clock::system().now());
        let platform = start(settings.clone(), clock).await;
        Self {
            platform,
            settings,
            server,
            strangers,
        }
    }

    /// The platform.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The database.
    pub fn database(&self) -> &Database {
        self.platform.database()
    }

    /// The clock, to be turned.
    pub fn clock(&self) -> &Clock {
        self.platform.clock()
    }

    /// Name of the plane's own database.
    pub fn name(&self) -> &str {
        &self.settings.database
    }

    /// The server's address, of a superuser.
    pub fn admin_url(&self) -> &str {
        &self.server.url
    }

    /// How the plane's database is reached.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Another node of the same installation, with connections and caches of its own and the same clock.
    pub async fn another_node(&self) -> Platform {
        start(self.settings.clone(), self.clock().clone()).await
    }

    /// A node that was given these keepers and opens the secrets with them, as a server does when it starts.
    pub async fn node_with(&self, keepers: Arc<Keepers>) -> Result<Platform, store::Error> {
        let settings = self.settings.clone();
        node(&self.server.url, settings, keepers, self.clock().clone()).await
    }

    /// Orders a tenant, `shared` and on the largest plan unless said otherwise.
    pub fn tenant(&self, slug: &str) -> TenantOrder<'_> {
        TenantOrder::new(self, slug)
    }

    /// A live tenant, for tests that need its id and nothing else.
    pub async fn live_tenant(&self, slug: &str, strategy: Strategy) -> TenantId {
        self.tenant(slug).strategy(strategy).build().await.id()
    }

    /// Runs what is left of a tenant's provisioning, until no other run is at it.
    pub async fn provision(&self, id: TenantId) -> Outcome {
        loop {
            let outcome = provisioning::run(&self.platform, id).await.expect("a run");
            if outcome != Outcome::Busy {
                return outcome;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The outbox, newest first, with what was asked for at the door and no job has mailed yet.
    pub async fn mails(&self) -> Vec<Mail> {
        self.mail_resets().await;
        let mut reader = self.database().platform_read().await.unwrap();
        let rows = store::platform::mails::list(&mut reader, &MailFilter::default(), &all()).await;
        let mut mails = Vec::new();
        for row in rows.unwrap().items {
            let mail = store::platform::mails::find(&mut reader, row.id).await;
            mails.extend(mail.unwrap());
        }
        mails
    }

    async fn mail_resets(&self) {
        let asked: Vec<sqlx::types::JsonValue> = sqlx::query_scalar(
            "DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
             WHERE t.id = j.task_id AND t.identifier = 'mail_reset' RETURNING j.payload",
        )
        .fetch_all(&mut self.superuser().await)
        .await
        .expect("the job queue");
        for asked in asked {
            let tenant = asked["tenant"].as_str();
            let tenant = tenant.map(|id| id.parse().expect("the id of a tenant"));
            let email = asked["email"].as_str().expect("an address");
            let mailing = self.platform().mail_reset(tenant, email);
            mailing.await.expect("a mail, or nobody to mail to");
        }
    }

    /// The secret of the link in the newest mail to this address, which is still to be sent.
    pub async fn mailed_link(&self, recipient: &str) -> String {
        let mails = self.mails().await;
        let mail = mails.iter().find(|mail| mail.row.recipient == recipient);
        let mail = mail.unwrap_or_else(|| panic!("no mail to {recipient}"));
        let mail = self.platform().mail_to_send(mail.row.id).await.unwrap();
        let mail = mail.expect("a mail that is still to be sent");
        let text = mail.text.disclose();
        let (_, link) = text.split_once("/link/").expect("a link in the mail");
        let end = link.find(char::is_whitespace).unwrap_or(link.len());
        link[..end].to_owned()
    }

    /// The platform's log, newest first.
    pub async fn events(&self) -> Vec<Event> {
        let mut reader = self.database().platform_read().await.unwrap();
        let filter = EventFilter::default();
        let page = store::platform::events::list(&mut reader, &filter, &all()).await;
        page.unwrap().items
    }
}

/// A node in the plane of this name, which another process made and will drop.
pub async fn node_of(plane: &str) -> Platform {
    let settings = template::settings(&Server::from_environment(), plane);
    start(settings, Clock::system()).await
}

impl Drop for Plane {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.settings.database.clone());
        // The runtime of the test may be this very thread: dropping waits on one of its own.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime
                .expect("a runtime")
                .block_on(template::drop_plane(&server, &name));
        });
        let _ = dropping.join();
    }
}

/// A page as long as there are.
pub(crate) fn all() -> PageRequest {
    PageRequest {
        limit: Some(PageRequest::MAX),
        cursor: None,
    }
}

/// The same, with these master keys, the newest first.
pub async fn node_of_with(plane: &str, masters: &[&MasterKey]) -> Platform {
    let server = Server::from_environment();
    let settings = template::settings(&server, plane);
    let node = node(&server.url, settings, keepers(masters), Clock::system());
    node.await.expect("the master keys of the plane")
}

async fn start(settings: Settings, clock: Clock) -> Platform {
    let database = Database::connect(settings, keys())
        .await
        .expect("a copy of the template lets its own logins in");
    platform(database, &secrets(), clock)
}

async fn node(
    url: &str,
    settings: Settings,
    keepers: Arc<Keepers>,
    clock: Clock,
) -> Result<Platform, store::Error> {
    let secrets = Secrets::open(url, &settings.database, &keepers).await?;
    let database = Database::connect(settings, secrets.keys(keepers)).await?;
    Ok(platform(database, &secrets, clock))
}

fn platform(database: Database, secrets: &Secrets, clock: Clock) -> Platform {
    let settings = PlatformSettings {
        base: BASE.into(),
        scheme: "https".into(),
        operators_need_factor: false,
    };
    Platform::new(database, Vault::new(secrets), clock, settings)
}

fn unused_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}_{}_{count}", template::TEMPLATE, std::process::id())
}
