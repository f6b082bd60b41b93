//! Measures the running product: how fast it is beside the same work by hand, and how large. `cargo xtask bench` builds
//! and starts what this needs. It may talk to the server over HTTP and to PostgreSQL as its superuser; it may not know
//! any other crate of the workspace, so that it measures what a client sees.
//!
//! ```text
//! cargo xtask bench --quick    # a look, in two minutes
//! cargo xtask bench            # the figures of docs/benchmarks.md
//! ```

#![expect(clippy::print_stdout, reason = "the figures go to the standard output")]

mod bare_route;
mod by_hand;
mod client;
mod contest;
mod figures;
mod lab;
mod machine;
mod measured;
mod people;
mod planes;
mod table;
mod tenants;

use std::{fs, net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, ValueEnum};

use figures::{Figure, creating, databases, growth, listing, log, pages, provisioning, sizes};
use lab::Lab;

const HEAD: &str = "# Benchmarks\n\n\
    Written by `cargo xtask bench`, which builds the product for release, starts it on an empty cluster and measures it \
    from outside. Times are medians unless another word stands there; a ratio above 1 means more than what it is \
    compared with.\n";

/// Measures a running server.
#[derive(Parser)]
struct Arguments {
    /// Where the server listens.
    #[arg(long)]
    server: SocketAddr,

    /// The program that serves, for its commands.
    #[arg(long)]
    program: PathBuf,

    /// Its process.
    #[arg(long)]
    server_pid: u32,

    /// The host that its hosts lie below.
    #[arg(long)]
    base: String,

    /// The folder with the browser half.
    #[arg(long)]
    site: PathBuf,

    /// Its PostgreSQL, as the superuser.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,

    /// The password of every demo account.
    #[arg(long, env = "TENANTRY_DEMO_PASSWORD", hide_env_values = true)]
    password: String,

    /// Repeat little, for a look.
    #[arg(long)]
    quick: bool,

    /// Take these figures alone.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,

    /// Write the figures to this file.
    #[arg(long)]
    write: Option<PathBuf>,
}

/// What is measured, in this order: entering customers comes late, because it makes tenants large.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    Provisioning,
    Listing,
    Growth,
    Databases,
    Pages,
    Creating,
    Log,
    Sizes,
}

impl Part {
    async fn measure(self, lab: &Lab, arguments: &Arguments) -> Result<Vec<Figure>> {
        Ok(match self {
            Self::Provisioning => vec![provisioning::measure(lab).await?],
            Self::Listing => vec![listing::measure(lab).await?],
            Self::Growth => growth::measure(lab).await?.into(),
            Self::Databases => vec![databases::measure(lab).await?],
            Self::Pages => vec![pages::measure(lab).await?],
            Self::Creating => vec![creating::measure(lab).await?],
            Self::Log => vec![log::measure(lab).await?],
            Self::Sizes => vec![sizes::measure(&arguments.site)?],
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(arguments: &Arguments) -> Result<()> {
    let lab = Lab::open(arguments).await?;
    let mut document = format!("{HEAD}\n{}", machine::describe(&lab.admin).await?);
    println!("{document}");
    let chosen = |part: Part| arguments.only.is_empty() || arguments.only.contains(&part);
    for part in Part::value_variants()
        .iter()
        .copied()
        .filter(|&part| chosen(part))
    {
        for figure in part.measure(&lab, arguments).await? {
            println!("{figure}");
            document = format!("{document}\n{figure}");
        }
    }
    if let Some(file) = &arguments.write {
        fs::write(file, document)?;
    }
    Ok(())
}
