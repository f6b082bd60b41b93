use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "staff",
    name: "Staff",
    description: "Plan the roster: shifts, time off and who works where.",
    is_core: false,
    depends_on: &["professionals", "companies"],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "staff.read",
            sentence: "See the roster.",
        },
        Permission {
            key: "staff.write",
            sentence: "Plan shifts and time off.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Roster"),
        path: "/staff",
        icon: "clock",
    },
    status: Status::Planned,
};
