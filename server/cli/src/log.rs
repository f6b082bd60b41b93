//! The log: one line an event on standard error, for people or as JSON.

use tracing_subscriber::EnvFilter;

/// Starts logging. `RUST_LOG` says how much; without it, what an operator of the platform wants to know.
pub(crate) fn start(json: bool) {
    let usual = "info,sqlx=warn,sqlx::postgres::notice=off,graphile_worker=warn,tower_sessions=warn,tower_sessions_core=warn";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if json {
        builder.json().flatten_event(true).init();
    } else {
        builder.compact().with_target(false).init();
    }
}
