use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "auto",
    name: "Auto repair shop",
    description: "Service bays, technicians and parts on the shelf, for the cars of your town.",
    icon: "wrench",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "booking",
        "finance",
        "inventory",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Vehicle owner", "Vehicle owners"),
        professional: Term::new("Technician", "Technicians"),
        service: Term::new("Job", "Jobs"),
        appointment: Term::new("Work order", "Work orders"),
        company: Term::new("Workshop", "Workshops"),
        member: Term::new("Team member", "Team members"),
        resource: Term::new("Service bay", "Service bays"),
        referral: Term::new("Referral", "Referrals"),
    },
    roles: RoleNames {
        owner: "Owner",
        admin: "Administrator",
        manager: "Service manager",
        staff: "Technician",
        read_only: "Apprentice",
    },
    palette: Palette {
        primary: Colour::rgb(0x001d_4ed8),
        secondary: Colour::rgb(0x0033_4155),
    },
    services: &[
        ServiceCategory {
            name: "Maintenance",
            services: &[
                Service::new("Synthetic oil and filter change", 45, 8_900),
                Service::new("Annual service", 150, 28_900),
                Service::new("Cabin and engine air filters", 30, 6_500),
                Service::new("Coolant flush", 60, 12_900),
            ],
        },
        ServiceCategory {
            name: "Brakes and tyres",
            services: &[
                Service::new("Front pads and rotors", 120, 38_500),
                Service::new("Brake fluid change", 45, 9_900),
                Service::new("Seasonal tyre change", 45, 7_900),
                Service::new("Four-wheel alignment", 60, 11_900),
            ],
        },
        ServiceCategory {
            name: "Diagnosis",
            services: &[
                Service::new("Fault code scan", 30, 5_900),
                Service::new("Electrical diagnosis", 90, 16_500),
                Service::new("Pre-purchase inspection", 90, 17_900),
            ],
        },
        ServiceCategory {
            name: "Climate and battery",
            services: &[
                Service::new("Air conditioning recharge", 60, 18_900),
                Service::new("Battery test and replacement", 30, 21_900),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your technicians, and \
              add a few vehicle owners with what they drive and what is due next.",
    demo: Demo {
        company: "Auto Repair",
        specialties: &[
            "Brakes and suspension",
            "Engines and transmissions",
            "High-voltage systems",
            "Diagnostics",
        ],
        referrals: &[],
        notes: &[
            "2018 hatchback, 92,000 miles, timing belt due at 100,000.",
            "Hears a rattle from the front left over bumps; check the drop link.",
            "Hybrid: high-voltage isolation before any work.",
            "Winter tyres stored in rack C, tread 5 mm.",
            "Approve anything above $300 by phone first.",
            "Leaves the key in the night box.",
            "Fleet of three vans, invoices at the end of the month.",
            "Brake pads at 4 mm in the last inspection; plan for autumn.",
            "Needs a courtesy car with automatic gearbox.",
            "Extended warranty: original parts only.",
            "Oil weep at the valve cover, watch at the next service.",
            "Classic coupe, no lift on the sills.",
        ],
    },
};
