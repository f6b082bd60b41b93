//! ISO-1 to ISO-4: what keeps one tenant's rows from another, held against SQL that the product would never send.

mod budget;
mod connections;
mod faults;
mod hang_ups;
mod interference;
mod marks;
mod planes;
mod roles;
mod scopes;
mod secrets;
mod self_check;
mod silence;
mod wire;
