use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "salon",
    name: "Hair and beauty salon",
    description: "Stylists, chairs and a service menu, with regulars who like to be remembered.",
    icon: "scissors",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "booking",
        "finance",
        "inventory",
        "marketing",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Client", "Clients"),
        professional: Term::new("Stylist", "Stylists"),
        service: Term::new("Treatment", "Treatments"),
        appointment: Term::new("Appointment", "Appointments"),
        company: Term::new("Salon", "Salons"),
        member: Term::new("Team member", "Team members"),
        resource: Term::new("Chair", "Chairs"),
        referral: Term::new("Recommendation", "Recommendations"),
    },
    roles: RoleNames {
        owner: "Owner",
        admin: "Administrator",
        manager: "Salon manager",
        staff: "Stylist",
        read_only: "Trainee",
    },
    palette: Palette {
        primary: Colour::rgb(0x009d_174d),
        secondary: Colour::rgb(0x006b_21a8),
    },
    services: &[
        ServiceCategory {
            name: "Cut and style",
            services: &[
                Service::new("Cut and blow-dry", 60, 7_500),
                Service::new("Clipper cut", 30, 3_500),
                Service::new("Fringe trim", 15, 1_500),
                Service::new("Blow-dry", 45, 5_000),
                Service::new("Updo for an occasion", 75, 9_500),
            ],
        },
        ServiceCategory {
            name: "Colour",
            services: &[
                Service::new("Root touch-up", 90, 9_000),
                Service::new("Half head of highlights", 120, 14_500),
                Service::new("Balayage", 180, 22_000),
                Service::new("Toner and gloss", 45, 5_500),
            ],
        },
        ServiceCategory {
            name: "Care",
            services: &[
                Service::new("Deep conditioning", 30, 4_000),
                Service::new("Scalp treatment", 45, 6_000),
                Service::new("Keratin smoothing", 150, 25_000),
            ],
        },
        ServiceCategory {
            name: "Hands and brows",
            services: &[
                Service::new("Manicure", 45, 4_500),
                Service::new("Gel manicure", 60, 6_000),
                Service::new("Brow shape and tint", 30, 3_500),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your stylists, and add \
              a few regulars with the shade and the small talk they come back for.",
    demo: Demo {
        company: "Hair Studio",
        specialties: &[
            "Colour and balayage",
            "Precision cuts",
            "Curls and textured hair",
            "Bridal and event styling",
        ],
        referrals: &[],
        notes: &[
            "Colour formula 7.1 with 6% developer, 35 minutes.",
            "Patch test done, no reaction; repeat before the next colour.",
            "Sensitive scalp: no menthol, lukewarm water.",
            "Grows the fringe out; only shape the ends.",
            "Prefers a quiet appointment and black coffee.",
            "Wedding on the horizon: trial updo to be booked.",
            "Fine hair, volume at the crown, round brush.",
            "Curly cut on dry hair, no razor.",
            "Allergic to latex gloves; use nitrile.",
            "Comes every five weeks for roots, likes Friday mornings.",
            "Balayage fades warm: toner at eight weeks.",
            "Bought the bond repair mask; ask how it goes.",
        ],
    },
};
