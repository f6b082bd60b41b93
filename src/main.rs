//! The server: pages, server functions, API and files behind one guard, and every command of `tenantry`.

mod assets;
mod compose;
mod connections;
mod functions;
mod pages;
#[cfg(test)]
mod tests;
mod upload;
mod visit;

use std::process::ExitCode;

/// The C library's own keeps the 19 MiB that a password is hashed in once for each thread that ever hashed one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Two libraries want to speak TLS; whichever came first would choose for both. It fails only where one did.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    cli::main(|serving| Box::pin(compose::serve(serving)))
}
