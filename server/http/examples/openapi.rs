//! Prints the OpenAPI document: `cargo run -p http-api --example openapi > docs/openapi.json`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let document = http_api::document()
        .to_pretty_json()
        .map_err(io::Error::other)?;
    writeln!(io::stdout(), "{document}")
}
