use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "reports",
    name: "Reports",
    description: "See how the business does, by {company} and over time, and take the figures with you.",
    is_core: false,
    depends_on: &["companies"],
    minimum_plan: PlanRank::Starter,
    permissions: &[
        Permission {
            key: "reports.read",
            sentence: "See reports.",
        },
        Permission {
            key: "reports.export",
            sentence: "Download reports as CSV.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Reports"),
        path: "/reports",
        icon: "chart",
    },
    status: Status::Planned,
};
