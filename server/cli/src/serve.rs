//! `serve`: portals, API and jobs, until told to stop.

use std::{
    future::Future,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    pin::Pin,
    time::Duration,
};

use anyhow::{Context, Result};
use domain::{Platform, Seeded, seed_demo};
use jobs::{Courier, Inspection, Notary, PostOffice, Runner};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    arguments::{Common, ServeOptions},
    audit, doctor, files, migrate, open,
};

/// What the root package serves: everything it needs to do so.
pub struct Serving {
    /// The platform.
    pub platform: Platform,
    /// Bound already, so that a taken port is known before anything else is done.
    pub listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    /// Folder with the browser half and the style sheet.
    pub site: PathBuf,
    /// Requests a minute of one signed-in account.
    pub requests_per_minute: NonZeroU32,
    /// Requests a minute of one address, while nobody is signed in.
    pub anonymous_requests_per_minute: NonZeroU32,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Becomes true when requests should come to an end.
    pub shutdown: watch::Receiver<bool>,
}

/// The function of the root package that serves.
pub type Serve = fn(Serving) -> Pin<Box<dyn Future<Output = Result<()>> + Send>>;

pub(crate) async fn run(common: &Common, options: &ServeOptions, serve: Serve) -> Result<()> {
    let listener = TcpListener::bind(options.addr).await.with_context(|| {
        format!(
            "{} cannot be listened at; choose another address with --addr",
            options.addr
        )
    })?;
    let mut settings = if options.migrate {
        migrate::bootstrap(common).await?
    } else {
        open::settings(common)?
    };
    settings.tenant_connections = options.tenant_connections.get();
    let platform = open::with_settings(common, settings).await?;
    let left_out = platform.database().servers_migrate().await?;
    doctor::refuse_findings(platform.database(), options.allow_old_postgres).await?;
    let seeded = if options.demo {
        Some(demo(common, options, &platform).await?)
    } else {
        None
    };
    let notary = Notary::new(common.data.join(audit::ANCHORS));
    let every = Duration::from_mins(options.isolation_minutes.into());
    let inspection = Inspection::new(own_address(&listener)?, every);
    let post_office = post_office(common, options)?;
    let courier = Courier::new(outbound::Client::new(options.outbound_allow.clone())?);
    let runner = Runner::start(platform.clone(), post_office, notary, courier, inspection).await?;
    announce(&platform, seeded.as_ref());
    let rule = platform.approval_rule().await;
    if rule.map_err(crate::operator::explain)?.is_stuck() {
        tracing::warn!(
            "closing a tenant takes two operators here, and there are not two owners or support operators: nobody can \
             do it. Make one with: tenantry operator set"
        );
    }
    if !left_out.is_empty() {
        tokio::spawn(readmit(platform.clone(), options.allow_old_postgres));
    }
    let (stop, shutdown) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        // Nobody listens any more: then the server has ended by itself.
        let _ = stop.send(true);
    });
    let serving = Serving {
        platform: platform.clone(),
        address: options.addr,
        listener,
        site: options.site.clone(),
        requests_per_minute: options.traffic.requests_per_minute,
        anonymous_requests_per_minute: options.traffic.anonymous_requests_per_minute,
        trusted_proxies: options.traffic.trusted_proxies.clone(),
        shutdown,
    };
    let outcome = serve(serving).await;
    runner.stop().await;
    platform.database().close().await;
    outcome
}

/// Where this process reaches what it serves itself: at its own loopback, where it listens at every address.
fn own_address(listener: &TcpListener) -> Result<SocketAddr> {
    let mut address = listener.local_addr()?;
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

/// Servers that did not answer at the start, and planes that could not be brought to this version, are tried again and again;
/// until then their tenants are told to come back.
async fn readmit(platform: Platform, allow_old_postgres: bool) {
    const PAUSE: Duration = Duration::from_secs(15);
    loop {
        tokio::time::sleep(PAUSE).await;
        match platform
            .database()
            .servers_readmit(allow_old_postgres)
            .await
        {
            Ok(true) => break,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "what is barred cannot be listed");
            }
        }
    }
}

fn post_office(common: &Common, options: &ServeOptions) -> Result<PostOffice> {
    let post_office = match &options.smtp_url {
        Some(url) => PostOffice::smtp(url, &options.mail_from),
        None => PostOffice::folder(common.data.join("mail"), &options.mail_from),
    };
    Ok(post_office?)
}

struct Demo {
    password: String,
    accounts: Vec<Seeded>,
}

async fn demo(common: &Common, options: &ServeOptions, platform: &Platform) -> Result<Demo> {
    let password = match &options.demo_password {
        Some(password) => password.clone(),
        None => files::secret(&common.data.join("demo-password"), domain::random_password)?,
    };
    let accounts = seed_demo(platform, &password)
        .await
        .map_err(crate::operator::explain)?;
    Ok(Demo { password, accounts })
}

fn announce(platform: &Platform, demo: Option<&Demo>) {
    let settings = platform.settings();
    println!("Tenantry is ready.");
    println!("  public site      {}://{}", settings.scheme, settings.base);
    println!("  operator portal  {}", settings.operator_url());
    println!(
        "  API              {}://api.{}/api/docs",
        settings.scheme, settings.base
    );
    if let Some(demo) = demo {
        println!("\nDemo sign-ins, all with the password {}", demo.password);
        for account in &demo.accounts {
            println!(
                "  {:<34} {:<28} {}",
                account.url, account.email, account.role
            );
        }
    }
}

async fn wait_for_signal() {
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        tracing::error!("signals cannot be listened for; stop the process by force");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
}
