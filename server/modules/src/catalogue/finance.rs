use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};

pub(super) static MODULE: Module = Module {
    key: "finance",
    name: "Finance",
    description: "Send invoices to {customers} and keep the journal behind them.",
    is_core: false,
    depends_on: &["customers"],
    minimum_plan: PlanRank::Starter,
    permissions: &[
        Permission {
            key: "finance.read",
            sentence: "See invoices and journal entries.",
        },
        Permission {
            key: "finance.write",
            sentence: "Issue invoices and post journal entries.",
        },
        Permission {
            key: "finance.refund",
            sentence: "Void invoices and refund payments.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Text("Finance"),
        path: "/finance",
        icon: "receipt",
    },
    status: Status::Planned,
};
