//! What only the whole can show: pages, server functions and files behind the guard.

mod attack;
#[expect(
    dead_code,
    reason = "the client of the API's tests, which ask for more"
)]
#[path = "../../server/http/tests/it/client.rs"]
mod client;
mod connections;
mod doors;
mod factors;
mod files;
mod forms;
mod functions;
mod headers;
mod imports;
mod isolation;
mod logo;
#[path = "../../server/http/tests/it/needs.rs"]
mod needs;
mod pages;
#[path = "../../server/http/tests/it/watch.rs"]
mod watch;
mod web;
