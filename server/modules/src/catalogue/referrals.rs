use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status, Table};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "referrals",
    name: "Referrals",
    description: "Pass {customers} on to other {professionals} and follow what becomes of it.",
    is_core: false,
    depends_on: &["customers", "professionals"],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "referrals.read",
            sentence: "See {referrals} and their outcome.",
        },
        Permission {
            key: "referrals.write",
            sentence: "Send, accept and decline {referrals}.",
        },
        Permission {
            key: "referrals.delete",
            sentence: "Delete {referrals} for good.",
        },
    ],
    tables: &[Table {
        name: "referrals",
        word: Some(Word::Referral),
    }],
    navigation: Navigation {
        label: Label::Term(Word::Referral),
        path: "/referrals",
        icon: "share",
    },
    status: Status::Shipped,
};
