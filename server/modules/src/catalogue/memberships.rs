use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "memberships",
    name: "Memberships",
    description: "Sell memberships that renew and bill {customers} by themselves.",
    is_core: false,
    depends_on: &["customers", "finance"],
    minimum_plan: PlanRank::Starter,
    permissions: &[
        Permission {
            key: "memberships.read",
            sentence: "See memberships and when they renew.",
        },
        Permission {
            key: "memberships.write",
            sentence: "Sell, freeze and end memberships.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Memberships"),
        path: "/memberships",
        icon: "repeat",
    },
    status: Status::Planned,
};
