use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(crate) static TEMPLATE: Template = Template {
    key: "generic",
    name: "Service business",
    description: "Plain words and a short menu, for every business that fits no other template.",
    icon: "briefcase",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "booking",
        "finance",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Customer", "Customers"),
        professional: Term::new("Professional", "Professionals"),
        service: Term::new("Service", "Services"),
        appointment: Term::new("Appointment", "Appointments"),
        company: Term::new("Company", "Companies"),
        member: Term::new("Team member", "Team members"),
        resource: Term::new("Resource", "Resources"),
        referral: Term::new("Referral", "Referrals"),
    },
    roles: RoleNames {
        owner: "Owner",
        admin: "Administrator",
        manager: "Manager",
        staff: "Staff",
        read_only: "Read-only",
    },
    palette: Palette {
        primary: Colour::rgb(0x0033_4155),
        secondary: Colour::rgb(0x004f_46e5),
    },
    services: &[
        ServiceCategory {
            name: "Consulting",
            services: &[
                Service::new("First conversation", 30, 0),
                Service::new("Consultation", 60, 12_000),
                Service::new("Half-day workshop", 240, 48_000),
            ],
        },
        ServiceCategory {
            name: "On site",
            services: &[
                Service::new("Site visit", 90, 15_000),
                Service::new("Installation", 180, 32_000),
                Service::new("Maintenance visit", 60, 9_500),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your team, and add a \
              few customers with what you want to remember about them.",
    demo: Demo {
        company: "Services",
        specialties: &["Consulting", "Installation", "Maintenance", "Training"],
        referrals: &[],
        notes: &[
            "Prefers e-mail, answers within a day.",
            "Framework agreement until the end of the year.",
            "Invoices go to the accounting department.",
            "Met at the trade fair, interested in maintenance.",
            "Ring the side entrance; the bell is easy to miss.",
            "Renewal conversation planned for next month.",
            "Asked for a quote for the second site.",
            "Long-standing customer, gives good references.",
            "Needs an appointment outside office hours.",
            "Purchase order number required on every invoice.",
            "Pilot went well, decision by the board pending.",
            "Switched from a competitor, values quick replies.",
        ],
    },
};
