use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "leads",
    name: "Leads",
    description: "Follow enquiries from the first contact until they become {customers}.",
    is_core: false,
    depends_on: &["customers"],
    minimum_plan: PlanRank::Starter,
    permissions: &[
        Permission {
            key: "leads.read",
            sentence: "See leads and their history.",
        },
        Permission {
            key: "leads.write",
            sentence: "Add leads, move them on and turn them into {customers}.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Leads"),
        path: "/leads",
        icon: "target",
    },
    status: Status::Planned,
};
