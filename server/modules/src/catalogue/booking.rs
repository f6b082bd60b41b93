use crate::manifest::{Label, Module, Navigation, Permission, PlanRank, Status};
use crate::vocabulary::Word;

pub(super) static MODULE: Module = Module {
    key: "booking",
    name: "Booking",
    description: "Book {appointments} without conflicts between {professionals} and {resources}.",
    is_core: false,
    depends_on: &["customers", "services", "staff"],
    minimum_plan: PlanRank::Trial,
    permissions: &[
        Permission {
            key: "booking.read",
            sentence: "See {appointments}.",
        },
        Permission {
            key: "booking.write",
            sentence: "Book, move and cancel {appointments}.",
        },
        Permission {
            key: "booking.resources",
            sentence: "Set up {resources} and their opening hours.",
        },
    ],
    tables: &[],
    navigation: Navigation {
        label: Label::Term(Word::Appointment),
        path: "/booking",
        icon: "calendar",
    },
    status: Status::Planned,
};
