//! The command line, and the environment behind it.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use contract::ids::IsolationRunId;

/// Operator platform for multi-tenant business software.
#[derive(Parser)]
#[command(name = "tenantry", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub common: Common,

    /// Write the log as JSON, one object a line.
    #[arg(long, global = true, env = "TENANTRY_LOG_JSON")]
    pub log_json: bool,

    #[command(subcommand)]
    pub command: Command,
}

/// What every command needs to find its data.
#[derive(Args)]
pub(crate) struct Common {
    /// PostgreSQL server, as `postgres://user:password@host:port/database`. `migrate` needs a user who may create roles and
    /// databases. For every other command a member of the role `tenantry_opener` will do: it reads the wrapped secrets,
    /// and all else goes through logins of its own.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Name of the control plane's database.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_DATABASE",
        default_value = "tenantry"
    )]
    pub database: String,

    /// Folder for the master key, the mails of a machine without a mail server, and demo passwords.
    #[arg(long, global = true, env = "TENANTRY_DATA", default_value = ".data")]
    pub data: PathBuf,

    #[command(flatten)]
    pub masters: MasterOptions,

    /// Host of the public site, with its port where that is not the scheme's own.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_BASE",
        default_value = "localhost:8080"
    )]
    pub base: String,

    /// How browsers reach the server: `http` on one machine, `https` behind a proxy.
    #[arg(long, global = true, env = "TENANTRY_SCHEME", default_value = "http")]
    pub scheme: String,

    /// Whether every operator needs a second factor or a passkey; who has none reaches their own account and nothing else.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_OPERATORS_NEED_FACTOR",
        default_value = "false",
        num_args = 0..=1,
        default_missing_value = "true",
        action = clap::ArgAction::Set
    )]
    pub operators_need_factor: bool,

    /// Whether what destroys most, closing a tenant, is done only once a second operator approved it. The same on every node.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_DESTRUCTIVE_NEEDS_TWO",
        default_value = "false",
        num_args = 0..=1,
        default_missing_value = "true",
        action = clap::ArgAction::Set
    )]
    pub destructive_needs_two: bool,
}

/// Who keeps the master key, and how they are asked.
#[derive(Args)]
pub(crate) struct MasterOptions {
    /// The master key, which wraps every secret: 32 bytes in base64; `file:` and the path of a file with them; `vault:`
    /// and the address of a key of Vault's transit engine, as `vault:https://host:8200/transit/tenantry`; or, in a program
    /// that was built with the feature `aws`, `aws-kms:` and the id, ARN or alias of a key. Otherwise `master.key` in the
    /// data folder.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_MASTER_KEY",
        hide_env_values = true
    )]
    pub master_key: Option<String>,

    /// Master keys that are being replaced, each in one of the forms of the master key.
    #[arg(
        long,
        global = true,
        value_name = "MASTER_KEY",
        env = "TENANTRY_MASTER_KEY_OLD",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub master_key_old: Vec<String>,

    /// What proves to Vault who asks.
    #[arg(
        long,
        global = true,
        env = "TENANTRY_VAULT_TOKEN",
        hide_env_values = true
    )]
    pub vault_token: Option<String>,

    /// A file with it, which an agent may renew: it is read for every request.
    #[arg(long, global = true, env = "TENANTRY_VAULT_TOKEN_FILE")]
    pub vault_token_file: Option<PathBuf>,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the portals, the API and the jobs until told to stop.
    Serve(ServeOptions),
    /// Set PostgreSQL up, or bring it to this version.
    Migrate(MigrateOptions),
    /// Look at the surroundings and say what is wrong, why it matters and how to mend it.
    Doctor(DoctorOptions),
    /// The people who run the platform.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// The tenants, as an operator.
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// The database servers, as an operator.
    #[command(subcommand)]
    Server(ServerCommand),
    /// The logs of tenants.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The master key.
    #[command(subcommand)]
    Key(KeyCommand),
    /// The isolation prober: tenants of its own that attack each other in the running product.
    #[command(subcommand)]
    Isolation(IsolationCommand),
    /// Print the completion script of a shell.
    Completion {
        /// Which shell.
        shell: Shell,
    },
}

/// What can be done with logs.
#[derive(Subcommand)]
pub(crate) enum AuditCommand {
    /// Look at every entry of a log, and hold it against the heads that were signed. Says what is the first to be wrong.
    Verify {
        /// First label of a tenant's address; without it all tenants, and the platform's own log.
        tenant: Option<String>,

        /// Look at the platform's own log alone, which says what operators did.
        #[arg(long, conflicts_with_all = ["tenant", "export"])]
        platform: bool,

        /// Heads that the receiver of a log got, one a line: the messages of type log.head as they came.
        #[arg(long, value_name = "FILE", conflicts_with = "export")]
        head: Option<PathBuf>,

        /// Folder with the heads that were kept outside of the database; `anchors` in the data folder without it.
        #[arg(long)]
        anchors: Option<PathBuf>,

        /// Look at an exported log instead, with nothing but this file: no database and no key of ours.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["tenant", "anchors"])]
        export: Option<PathBuf>,

        /// Heads of the exported log that were kept elsewhere, one a line.
        #[arg(long, value_name = "FILE", requires = "export")]
        anchor: Option<PathBuf>,

        /// The key that must have signed the export, as `tenantry audit key` prints it.
        #[arg(long, requires = "export")]
        key: Option<String>,
    },
    /// Write the log of a tenant into a file, with all that it takes to check it elsewhere.
    Export {
        /// First label of the tenant's address.
        tenant: String,

        /// The file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,

        /// A table for reading instead, without proof.
        #[arg(long)]
        csv: bool,

        /// E-mail address of the operator who does this; it stands in the log.
        #[arg(long)]
        operator: String,
    },
    /// Print the key that heads and exports of this installation are checked with. It is no secret.
    Key,
}

/// What can be done with the master key.
#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    /// Show what is wrapped by which master key. One that wraps nothing is needed no more.
    Status,
    /// Wrap everything by the master key, and nothing by the ones that it replaces. Start every node with it, and with
    /// those in `TENANTRY_MASTER_KEY_OLD`, before; they serve meanwhile. Can be killed and run again.
    RotateMaster,
}

/// What can be done with the isolation prober.
#[derive(Subcommand)]
pub(crate) enum IsolationCommand {
    /// Run every check now and print the report. Tenants of the prober that are missing are made first. Fails if a check does.
    Probe {
        /// Where the product listens.
        #[arg(long, env = "TENANTRY_ADDR", default_value = "127.0.0.1:8080")]
        front_door: SocketAddr,

        /// Print JSON in place of Markdown.
        #[arg(long)]
        json: bool,
    },
    /// Print the report of the newest run that came to its end. Fails if a check of it failed.
    Report {
        /// Id of another run.
        #[arg(long)]
        run: Option<IsolationRunId>,

        /// Print JSON in place of Markdown.
        #[arg(long)]
        json: bool,
    },
    /// Remove the prober's tenants. The next run makes new ones.
    Remove,
}

/// What `serve` takes.
#[derive(Args)]
pub(crate) struct ServeOptions {
    /// Where to listen.
    #[arg(long, env = "TENANTRY_ADDR", default_value = "127.0.0.1:8080")]
    pub addr: SocketAddr,

    /// Folder with the browser half and the style sheet.
    #[arg(long, env = "TENANTRY_SITE", default_value = "target/site")]
    pub site: PathBuf,

    #[command(flatten)]
    pub traffic: TrafficOptions,

    /// Connections to databases of single tenants, all together. With more tenants of that kind at work at a time, one is
    /// opened for nearly every request. PostgreSQL needs `max_connections` of 70 more than this for each node.
    #[arg(long, env = "TENANTRY_TENANT_CONNECTIONS", default_value = "48")]
    pub tenant_connections: NonZeroU32,

    /// A network of your own that tenants may have their logs sent to, such as `10.1.2.0/24`, over http and on any port as
    /// well; repeat it for several. Without it only https addresses of the public internet are asked.
    #[arg(
        long,
        value_name = "NETWORK",
        env = "TENANTRY_OUTBOUND_ALLOW",
        value_delimiter = ','
    )]
    pub outbound_allow: Vec<outbound::IpNet>,

    /// Minutes from one run of the isolation prober to the next; 0 switches it off and removes its tenants.
    #[arg(long, env = "TENANTRY_ISOLATION_MINUTES", default_value = "60")]
    pub isolation_minutes: u32,

    /// Migrate the primary server first. Servers beside it are brought to this version at every start.
    #[arg(long)]
    pub migrate: bool,

    /// Make demo tenants first, and print their sign-ins.
    #[arg(long)]
    pub demo: bool,

    /// Serve although PostgreSQL has published holes in row-level security. For a laptop.
    #[arg(long)]
    pub allow_old_postgres: bool,

    /// Mail server, as `smtps://user:password@host`; without one mails become files in the data folder.
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Address that mails come from.
    #[arg(
        long,
        env = "TENANTRY_MAIL_FROM",
        default_value = "Tenantry <noreply@tenantry.test>"
    )]
    pub mail_from: String,

    /// Password of every demo account; otherwise a random one, kept in the data folder.
    #[arg(long, env = "TENANTRY_DEMO_PASSWORD", hide_env_values = true)]
    pub demo_password: Option<String>,
}

/// Whose requests are counted together, and how many of them are answered.
#[derive(Args)]
pub(crate) struct TrafficOptions {
    /// Requests that one signed-in account may make a minute.
    #[arg(
        long,
        value_name = "N",
        env = "TENANTRY_REQUESTS_PER_MINUTE",
        default_value = "3000"
    )]
    pub requests_per_minute: NonZeroU32,

    /// Requests that one address may make a minute while nobody is signed in.
    #[arg(
        long,
        value_name = "N",
        env = "TENANTRY_ANONYMOUS_REQUESTS_PER_MINUTE",
        default_value = "600"
    )]
    pub anonymous_requests_per_minute: NonZeroU32,

    /// Address of a proxy whose `X-Forwarded-For` is believed; repeat it for several. Without it every visitor behind
    /// a proxy counts as one.
    #[arg(
        long = "trusted-proxy",
        value_name = "IP",
        env = "TENANTRY_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<IpAddr>,
}

/// What `migrate` takes.
#[derive(Args)]
pub(crate) struct MigrateOptions {
    /// Migrate although PostgreSQL has published holes in row-level security. For a laptop.
    #[arg(long)]
    pub allow_old_postgres: bool,
}

/// What `doctor` takes.
#[derive(Args)]
pub(crate) struct DoctorOptions {
    /// Do not complain about the version of PostgreSQL.
    #[arg(long)]
    pub allow_old_postgres: bool,
}

/// What can be done with operators.
#[derive(Subcommand)]
pub(crate) enum OperatorCommand {
    /// Make an operator, or give one a new name, role and password. The password is read from the standard input.
    Set {
        /// E-mail address to sign in with.
        email: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// owner, support, billing or auditor.
        #[arg(long, default_value = "owner")]
        role: String,
    },
    /// Take the authenticator app and every passkey from an operator who lost them. They are told by mail.
    ForgetFactor {
        /// E-mail address of the account.
        email: String,
    },
}

/// What can be done with database servers.
#[derive(Subcommand)]
pub(crate) enum ServerCommand {
    /// Set a server up for dedicated tenants and register it. The password of the address's user is read from the
    /// standard input; an empty line where there is none.
    Add {
        /// Its name.
        name: String,
        /// Where it stands; tenants can be pinned to a region.
        #[arg(long)]
        region: String,
        /// Its address, as `postgres://user@host:port/database`, of a user who may create roles and databases.
        #[arg(long)]
        url: String,
        /// Register it although PostgreSQL has published holes in row-level security. For a laptop.
        #[arg(long)]
        allow_old_postgres: bool,
        /// E-mail address of the operator who does this; it stands in the log.
        #[arg(long)]
        operator: String,
    },
    /// List servers, each asked now.
    List {
        /// E-mail address of the operator who asks.
        #[arg(long)]
        operator: String,
    },
}

/// What can be done with tenants.
#[derive(Subcommand)]
pub(crate) enum TenantCommand {
    /// Take the authenticator app and every passkey from somebody of a workspace who lost them; an owner has nobody else to ask.
    /// They are told by mail.
    ForgetFactor {
        /// First label of the workspace's address.
        slug: String,
        /// E-mail address of the account.
        email: String,
    },
    /// Create a tenant and provision it here and now.
    Create {
        /// First label of its address.
        slug: String,
        /// Legal or internal name.
        #[arg(long)]
        name: String,
        /// Name of the first owner.
        #[arg(long)]
        owner_name: String,
        /// E-mail address of the first owner, who gets an invitation.
        #[arg(long)]
        owner_email: String,
        /// Code of the plan.
        #[arg(long, default_value = "trial")]
        plan: String,
        /// shared, schema, database or dedicated; the plan's own if absent.
        #[arg(long, default_value = "")]
        strategy: String,
        /// Key of the vertical template.
        #[arg(long, default_value = "generic")]
        template: String,
        /// Fill the workspace with realistic examples.
        #[arg(long)]
        demo_data: bool,
        /// E-mail address of the operator who does this; it stands in the log.
        #[arg(long)]
        operator: String,
    },
    /// List tenants.
    List {
        /// Part of a name or slug.
        #[arg(default_value = "")]
        q: String,
        /// E-mail address of the operator who asks.
        #[arg(long)]
        operator: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traffic(options: &[&str]) -> Result<TrafficOptions, clap::Error> {
        let line = ["tenantry", "serve"]
            .into_iter()
            .chain(options.iter().copied());
        match Arguments::try_parse_from(line)?.command {
            Command::Serve(options) => Ok(options.traffic),
            _ => unreachable!("serve was asked for"),
        }
    }

    #[test]
    fn traffic_is_as_told() {
        let told = traffic(&[
            "--requests-per-minute=7",
            "--anonymous-requests-per-minute=5",
            "--trusted-proxy=10.0.0.1",
            "--trusted-proxy=::1,10.0.0.2",
        ])
        .unwrap();
        assert_eq!(told.requests_per_minute.get(), 7);
        assert_eq!(told.anonymous_requests_per_minute.get(), 5);
        let proxies: [IpAddr; 3] = ["10.0.0.1", "::1", "10.0.0.2"].map(|ip| ip.parse().unwrap());
        assert_eq!(told.trusted_proxies, proxies);
        let usual = traffic(&[]).unwrap();
        assert_eq!(usual.requests_per_minute.get(), 3000);
        assert_eq!(usual.anonymous_requests_per_minute.get(), 600);
        assert!(usual.trusted_proxies.is_empty());
    }

    #[test]
    fn traffic_that_makes_no_sense_is_refused() {
        for option in [
            "--requests-per-minute=0",
            "--anonymous-requests-per-minute=many",
            "--trusted-proxy=proxy.example",
        ] {
            assert!(traffic(&[option]).is_err(), "{option}");
        }
    }
}
