//! ISO-5 to ISO-7: every operation of the document against everybody who should not get through.
//!
//! Nothing here names an operation that behaves as all do: each attack is one of the good [`calls`](crate::calls) with
//! something wrong about it, and what must be answered follows from the document, from what the call needs and from the
//! tables of roles. Every refusal has a twin that succeeds: the same call, as it should be. An operation without a call
//! fails the tests of [`identities`], by name.

mod hostile;
mod identities;
mod ids;
mod keys;
mod record;
mod roles;
mod stage;
mod suspension;
mod tokens;
