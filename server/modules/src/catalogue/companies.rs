use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status, Table};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "companies",
    name: "Companies",
    description: "Run several {companies} under one roof, each with its own {members}.",
    is_core: true,
    depends_on: &[],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "companies.read",
            sentence: "See {companies} and who works in them.",
        },
        Permission {
            key: "companies.write",
            sentence: "Open, edit and close {companies}.",
        },
    ],
    tables: &[Table {
        name: "companies",
        word: Some(Word::Company),
    }],
    navigation: Navigation {
        label: Label::Term(Word::Company),
        path: "/companies",
        icon: "building",
    },
    status: Status::Shipped,
};
