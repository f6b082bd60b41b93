use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "marketing",
    name: "Marketing Studio",
    description: "Send campaigns to segments of your {customers} and see what they bring.",
    is_core: false,
    depends_on: &["customers"],
    minimum_plan: PlanRank::Professional,
    permissions: &[
        Permission {
            key: "marketing.read",
            sentence: "See segments, campaigns and their results.",
        },
        Permission {
            key: "marketing.write",
            sentence: "Build segments and draft campaigns.",
        },
        Permission {
            key: "marketing.send",
            sentence: "Send campaigns.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Marketing"),
        path: "/marketing",
        icon: "megaphone",
    },
    status: Status::Planned,
};
