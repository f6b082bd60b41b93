use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "gym",
    name: "Gym and fitness studio",
    description: "Trainers, classes and members, from the first trial session to the tenth year.",
    icon: "dumbbell",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "classes",
        "finance",
        "memberships",
        "leads",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Member", "Members"),
        professional: Term::new("Trainer", "Trainers"),
        service: Term::new("Class", "Classes"),
        appointment: Term::new("Session", "Sessions"),
        company: Term::new("Club", "Clubs"),
        member: Term::new("Team member", "Team members"),
        resource: Term::new("Studio", "Studios"),
        referral: Term::new("Guest pass", "Guest passes"),
    },
    roles: RoleNames {
        owner: "Owner",
        admin: "Administrator",
        manager: "Club manager",
        staff: "Trainer",
        read_only: "Front desk viewer",
    },
    palette: Palette {
        primary: Colour::rgb(0x00b9_1c1c),
        secondary: Colour::rgb(0x001e_293b),
    },
    services: &[
        ServiceCategory {
            name: "Group classes",
            services: &[
                Service::new("Indoor cycling", 45, 1_800),
                Service::new("Vinyasa yoga", 60, 2_000),
                Service::new("Mat Pilates", 50, 2_000),
                Service::new("High-intensity intervals", 30, 1_500),
                Service::new("Boxing fundamentals", 60, 2_200),
            ],
        },
        ServiceCategory {
            name: "Personal training",
            services: &[
                Service::new("One to one", 60, 8_500),
                Service::new("Partner training", 60, 11_000),
                Service::new("Express session", 30, 5_000),
            ],
        },
        ServiceCategory {
            name: "Assessment",
            services: &[
                Service::new("Welcome induction", 45, 0),
                Service::new("Body composition", 20, 3_500),
                Service::new("Movement screening", 40, 6_000),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your trainers, and add \
              a few members with the goals they train for.",
    demo: Demo {
        company: "Fitness Club",
        specialties: &[
            "Strength and conditioning",
            "Yoga and mobility",
            "Indoor cycling",
            "Rehabilitation after injury",
        ],
        referrals: &[],
        notes: &[
            "Training for a first half marathon in spring.",
            "Left knee: no jumps, step-ups are fine.",
            "Comes before work, in by 6:15 most days.",
            "Goal: ten unassisted pull-ups by summer.",
            "Cleared by the doctor after surgery; light loads until review.",
            "Asthma inhaler in the gym bag's front pocket.",
            "Annual membership, asked about a family plan.",
            "Regular in Monday yoga, on the waiting list for Pilates.",
            "Prefers written programmes over the app.",
            "Frozen during a posting abroad, back next quarter.",
            "Squat form improving; film from the side next time.",
            "Brought two friends on guest passes.",
        ],
    },
};
