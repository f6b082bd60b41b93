use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "classes",
    name: "Classes",
    description: "Schedule group classes with a trainer, a room, a capacity and a waiting list.",
    is_core: false,
    depends_on: &["customers", "staff"],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "classes.read",
            sentence: "See the class schedule and who attends.",
        },
        Permission {
            key: "classes.write",
            sentence: "Schedule classes and sign {customers} up for them.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Classes"),
        path: "/classes",
        icon: "calendar-group",
    },
    status: Status::Planned,
};
