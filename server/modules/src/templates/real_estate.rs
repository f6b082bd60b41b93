use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "real_estate",
    name: "Real-estate agency",
    description: "Agents, viewings and properties, for people who buy, sell and rent.",
    icon: "house",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "booking",
        "leads",
        "referrals",
        "marketing",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Client", "Clients"),
        professional: Term::new("Agent", "Agents"),
        service: Term::new("Service", "Services"),
        appointment: Term::new("Viewing", "Viewings"),
        company: Term::new("Office", "Offices"),
        member: Term::new("Colleague", "Colleagues"),
        resource: Term::new("Property", "Properties"),
        referral: Term::new("Referral", "Referrals"),
    },
    roles: RoleNames {
        owner: "Principal",
        admin: "Administrator",
        manager: "Office manager",
        staff: "Agent",
        read_only: "Assistant",
    },
    palette: Palette {
        primary: Colour::rgb(0x0016_6534),
        secondary: Colour::rgb(0x0085_4d0e),
    },
    services: &[
        ServiceCategory {
            name: "Selling",
            services: &[
                Service::new("Market appraisal", 60, 0),
                Service::new("Listing photography", 90, 29_500),
                Service::new("Floor plan and virtual tour", 120, 39_500),
                Service::new("Open house", 120, 0),
            ],
        },
        ServiceCategory {
            name: "Buying",
            services: &[
                Service::new("Buyer consultation", 45, 0),
                Service::new("Property viewing", 30, 0),
                Service::new("Offer review", 60, 15_000),
            ],
        },
        ServiceCategory {
            name: "Renting",
            services: &[
                Service::new("Tenant screening", 30, 5_500),
                Service::new("Move-in inspection", 60, 12_000),
                Service::new("Lease renewal", 45, 9_500),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your agents, and add a \
              few clients with what they are looking for and by when.",
    demo: Demo {
        company: "Properties",
        specialties: &[
            "Family homes",
            "Flats and lofts",
            "Commercial property",
            "Rentals",
        ],
        referrals: &[
            "Wants to rent before buying.",
            "Looks for a shop with a cellar.",
            "Needs a valuation for the bank.",
            "Moves across town and sells here.",
        ],
        notes: &[
            "Looks for three bedrooms near a primary school.",
            "Pre-approved up to $480,000, valid for 90 days.",
            "Sells after a job move; completion before September.",
            "Ground floor or lift, no stairs.",
            "First-time buyer: send the checklist of closing costs.",
            "Investor, interested in duplexes with tenants in place.",
            "Wants a garden for two dogs; flexible on the neighbourhood.",
            "Viewed twice on Elm Street, worried about the roof.",
            "Rents until March, lease ends on the 31st.",
            "Referred by a colleague from the Riverside office.",
            "Only weekends for viewings, works shifts.",
            "Downsizing: needs storage for six months.",
        ],
    },
};
