use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "inventory",
    name: "Inventory",
    description: "Count parts and products by location and follow every stock movement.",
    is_core: false,
    depends_on: &["companies"],
    minimum_plan: PlanRank::Starter,
    permissions: &[
        Permission {
            key: "inventory.read",
            sentence: "See parts, products and stock levels.",
        },
        Permission {
            key: "inventory.write",
            sentence: "Receive, move and write off stock.",
        },
        Permission {
            key: "inventory.adjust",
            sentence: "Correct stock after a count.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Inventory"),
        path: "/inventory",
        icon: "box",
    },
    status: Status::Planned,
};
