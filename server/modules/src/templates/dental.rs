use super::{Demo, Palette, RoleNames, Service, ServiceCategory, Template};
use crate::colour::Colour;
use crate::vocabulary::{Term, Vocabulary};

pub(super) static TEMPLATE: Template = Template {
    key: "dental",
    name: "Dental clinic",
    description: "Dentists and treatment rooms, for patients of every age.",
    icon: "tooth",
    modules: &[
        "customers",
        "companies",
        "professionals",
        "services",
        "staff",
        "booking",
        "finance",
        "inventory",
        "referrals",
        "reports",
    ],
    vocabulary: Vocabulary {
        customer: Term::new("Patient", "Patients"),
        professional: Term::new("Dentist", "Dentists"),
        service: Term::new("Treatment", "Treatments"),
        appointment: Term::new("Appointment", "Appointments"),
        company: Term::new("Clinic", "Clinics"),
        member: Term::new("Team member", "Team members"),
        resource: Term::new("Treatment room", "Treatment rooms"),
        referral: Term::new("Referral", "Referrals"),
    },
    roles: RoleNames {
        owner: "Owner",
        admin: "Administrator",
        manager: "Practice manager",
        staff: "Clinician",
        read_only: "Observer",
    },
    palette: Palette {
        primary: Colour::rgb(0x000f_766e),
        secondary: Colour::rgb(0x001e_40af),
    },
    services: &[
        ServiceCategory {
            name: "Check-up and hygiene",
            services: &[
                Service::new("New patient examination", 60, 12_500),
                Service::new("Routine check-up", 30, 7_500),
                Service::new("Scale and polish", 45, 11_000),
                Service::new("Bitewing X-rays", 15, 4_800),
            ],
        },
        ServiceCategory {
            name: "Restorative",
            services: &[
                Service::new("Composite filling, one surface", 45, 18_500),
                Service::new("Ceramic crown", 90, 129_000),
                Service::new("Root canal, molar", 90, 118_000),
            ],
        },
        ServiceCategory {
            name: "Surgery",
            services: &[
                Service::new("Simple extraction", 30, 19_500),
                Service::new("Wisdom tooth removal", 60, 42_000),
                Service::new("Single implant", 90, 245_000),
            ],
        },
        ServiceCategory {
            name: "Cosmetic",
            services: &[
                Service::new("In-office whitening", 75, 45_000),
                Service::new("Porcelain veneer", 60, 115_000),
            ],
        },
    ],
    welcome: "A good first hour: put your name and colours on the page, invite your dentists and the \
              front desk, and add a few patients with what everybody at the chair should know.",
    demo: Demo {
        company: "Dental Clinic",
        specialties: &[
            "General dentistry",
            "Orthodontics",
            "Oral surgery",
            "Periodontics",
        ],
        referrals: &[
            "Impacted wisdom tooth, lower left.",
            "Open bite: please assess for aligners.",
            "Gum recession at two front teeth.",
            "Root canal with a curved root.",
        ],
        notes: &[
            "Penicillin allergy; clindamycin documented as the alternative.",
            "Anxious patient: explain each step, breaks on request.",
            "Recall every six months, prefers a text message.",
            "Night guard fitted; check wear at the next visit.",
            "Crown on the upper left first molar, placed elsewhere.",
            "Takes a blood thinner: ask the physician before extractions.",
            "Gag reflex: small trays, digital scan where possible.",
            "Sealants planned for the second molars.",
            "Periodontal maintenance every three months.",
            "Insurance covers two cleanings a year.",
            "Whitening consultation booked after hygiene.",
            "Wheelchair user: room 2 has the wide door.",
        ],
    },
};
