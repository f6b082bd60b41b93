use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status, Table};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "professionals",
    name: "Professionals",
    description: "Keep a profile of the {professionals} who serve your {customers}.",
    is_core: false,
    depends_on: &[],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "professionals.read",
            sentence: "See {professionals} and their profiles.",
        },
        Permission {
            key: "professionals.write",
            sentence: "Add {professionals} and edit their profiles.",
        },
        Permission {
            key: "professionals.delete",
            sentence: "Remove {professionals}.",
        },
    ],
    tables: &[Table {
        name: "professionals",
        word: Some(Word::Professional),
    }],
    navigation: Navigation {
        label: Label::Term(Word::Professional),
        path: "/professionals",
        icon: "id-card",
    },
    status: Status::Shipped,
};
