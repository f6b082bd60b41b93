//! The catalogue: what a tenant can be made of.
//!
//! It holds the [modules](MODULES), the [vertical templates](TEMPLATES) with their vocabulary, the
//! [demo data](demo) and the texts of the platform's [mails]. All of it is data in the binary.
//!
//! It may not do input or output, read a clock, draw true randomness or know of other crates of
//! the workspace: what it returns follows from its arguments alone.
//!
//! ```
//! use modules::{Word, demo, template};
//!
//! let dental = template("dental").ok_or("no such template")?;
//! assert_eq!(dental.vocabulary.term(Word::Customer).plural, "Patients");
//!
//! let patients: Vec<_> = demo::customers(dental, 7, 20).collect();
//! assert_eq!(patients.len(), 20);
//! # Ok::<(), &str>(())
//! ```

mod catalogue;
mod colour;
pub mod demo;
pub mod mails;
mod manifest;
mod templates;
mod vocabulary;

pub use catalogue::{MODULES, module};
pub use colour::Colour;
pub use manifest::{Label, Module, Navigation, Permission, PlanRank, Status};
pub use templates::{Palette, RoleNames, Service, ServiceCategory, TEMPLATES, Template, template};
pub use vocabulary::{Term, Vocabulary, Word};
