use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "auto_network",
    name: "Automotive professional network",
    description: "Independent workshops and specialists that pass drivers on to each other.",
    icon: "network",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "referrals",
        "leads",
        "marketing",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Driver", "Drivers"),
        professional: Term::new("Specialist", "Specialists"),
        service: Term::new("Speciality", "Specialities"),
        appointment: Term::new("Visit", "Visits"),
        company: Term::new("Partner workshop", "Partner workshops"),
        member: Term::new("Network member", "Network members"),
        resource: Term::new("Service bay", "Service bays"),
        referral: Term::new("Referral", "Referrals"),
    },
    roles: RoleNames {
        owner: "Network owner",
        admin: "Network administrator",
        manager: "Partner manager",
        staff: "Specialist",
        read_only: "Observer",
    },
    palette: Palette {
        primary: Colour::rgb(0x0043_38ca),
        secondary: Colour::rgb(0x000e_7490),
    },
    services: &[
        ServiceCategory {
            name: "Mechanical",
            services: &[
                Service::new("Transmission diagnosis", 90, 18_500),
                Service::new("Engine rebuild estimate", 120, 25_000),
                Service::new("Suspension check", 60, 11_500),
            ],
        },
        ServiceCategory {
            name: "Body and glass",
            services: &[
                Service::new("Dent removal estimate", 30, 0),
                Service::new("Windscreen replacement", 120, 42_000),
                Service::new("Paint correction", 240, 65_000),
            ],
        },
        ServiceCategory {
            name: "Electrics",
            services: &[
                Service::new("Battery health report for electric cars", 60, 14_900),
                Service::new("Driver assistance calibration", 90, 29_900),
                Service::new("Tow bar wiring", 120, 24_500),
            ],
        },
        ServiceCategory {
            name: "Roadside",
            services: &[
                Service::new("Jump start", 30, 8_500),
                Service::new("Local tow", 60, 13_500),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite the people who run your \
              network, and open a partner workshop or two so that drivers have somewhere to go.",
    demo: Demo {
        company: "Motor Works",
        specialties: &[
            "Body and paint",
            "Transmissions",
            "High-voltage systems",
            "Glass",
        ],
        referrals: &[
            "Gearbox whine, no lift free here.",
            "Dent in the rear wing, insured.",
            "Battery fault code, needs certification.",
            "Cracked windscreen with a camera in it.",
        ],
        notes: &[
            "Referred for a gearbox whine; first partner had no lift free.",
            "Electric car, needs a workshop with high-voltage certification.",
            "Insurance claim open, assessor visits on site.",
            "Prefers partners north of the river.",
            "Asked for a second opinion on the engine rebuild.",
            "Windscreen camera to be calibrated after the glass change.",
            "Drives 30,000 miles a year, wants weekend slots.",
            "Company car: authorisation by the leasing firm.",
            "Happy with the body shop, would use it again.",
            "Needs a tow from home; garage is underground, 1.9 m clearance.",
            "Complaint solved by the partner, follow up in a month.",
            "Vintage roadster: only specialists with carburettor experience.",
        ],
    },
};
