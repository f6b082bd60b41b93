use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status, Table};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "services",
    name: "Services",
    description: "Publish a menu of {services} by category, with duration and price.",
    is_core: false,
    depends_on: &[],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "services.read",
            sentence: "See {services} and their prices.",
        },
        Permission {
            key: "services.write",
            sentence: "Add {services}, edit them and set their prices.",
        },
        Permission {
            key: "services.delete",
            sentence: "Take {services} off the menu.",
        },
    ],
    tables: &[Table {
        name: "services",
        word: Some(Word::Service),
    }],
    navigation: Navigation {
        label: Label::Term(Word::Service),
        path: "/services",
        icon: "list",
    },
    status: Status::Shipped,
};
