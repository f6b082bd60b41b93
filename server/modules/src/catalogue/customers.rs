use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status, Table};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "customers",
    name: "Customers",
    description: "Keep {customers}, how to reach them and what to remember about them.",
    is_core: true,
    depends_on: &[],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "customers.read",
            sentence: "See {customers} and their notes.",
        },
        Permission {
            key: "customers.write",
            sentence: "Add {customers} and edit them.",
        },
        Permission {
            key: "customers.delete",
            sentence: "Delete {customers} for good.",
        },
    ],
    tables: &[Table {
        name: "customers",
        word: Some(Word::Customer),
    }],
    navigation: Navigation {
        label: Label::Term(Word::Customer),
        path: "/customers",
        icon: "users",
    },
    status: Status::Shipped,
};
