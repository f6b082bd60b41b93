//! The vertical templates, one file each (MOD-4).

mod auto;
mod auto_network;
mod dental;
pub(crate) mod generic;
mod gym;
mod real_estate;
mod salon;

use serde::Serialize;

use crate::colour::Colour;
use crate::vocabulary::Vocabulary;

/// What a new tenant of one line of business starts with.
#[derive(Debug, Serialize)]
pub struct Template {
    /// Stable name, in `snake_case`.
    pub key: &'static str,
    /// Name in the wizard.
    pub name: &'static str,
    /// One sentence that helps to choose.
    pub description: &'static str,
    /// Name of an icon of the design system.
    pub icon: &'static str,
    /// Keys of the modules to switch on, as far as they are shipped and the plan includes them.
    pub modules: &'static [&'static str],
    /// The words of this line of business.
    pub vocabulary: Vocabulary,
    /// What the built-in roles are called.
    pub roles: RoleNames,
    /// Brand colours until the tenant chooses its own.
    pub palette: Palette,
    /// The menu to start from.
    pub services: &'static [ServiceCategory],
    /// A paragraph of the owner's welcome mail.
    pub welcome: &'static str,
    /// What the demo data of this line of business is made of.
    #[serde(skip)]
    pub(crate) demo: Demo,
}

/// Display names of the built-in roles.
#[derive(Debug, Serialize)]
pub struct RoleNames {
    /// Runs the tenant.
    pub owner: &'static str,
    /// Sets it up.
    pub admin: &'static str,
    /// Runs a branch.
    pub manager: &'static str,
    /// Does the daily work.
    pub staff: &'static str,
    /// Only looks.
    pub read_only: &'static str,
}

/// Two brand colours; white text is readable on both.
#[derive(Debug, Serialize)]
pub struct Palette {
    /// Buttons, links and the head of a page.
    pub primary: Colour,
    /// Accents beside it.
    pub secondary: Colour,
}

/// A category of the menu of services.
#[derive(Debug, Serialize)]
pub struct ServiceCategory {
    /// The category.
    pub name: &'static str,
    /// What stands under it.
    pub services: &'static [Service],
}

/// A service as a new tenant finds it on its menu.
#[derive(Debug, Serialize)]
pub struct Service {
    /// What is done.
    pub name: &'static str,
    /// How long it takes.
    pub minutes: u16,
    /// Price in US cents; 0 is free of charge.
    pub price_cents: u32,
}

impl Service {
    const fn new(name: &'static str, minutes: u16, price_cents: u32) -> Self {
        Self {
            name,
            minutes,
            price_cents,
        }
    }
}

/// The words that demo data is composed of.
#[derive(Debug)]
pub(crate) struct Demo {
    /// What a branch is called after the name of its place: "Studio".
    pub(crate) company: &'static str,
    /// Titles and fields of work of those who serve customers, one each: the smallest plan has room for one more.
    pub(crate) specialties: &'static [&'static str],
    /// What customers are passed on for, where that is part of the trade.
    pub(crate) referrals: &'static [&'static str],
    /// Notes on a customer, in the words of the trade.
    pub(crate) notes: &'static [&'static str],
}

/// Every template, in the order in which the wizard offers them.
pub static TEMPLATES: [&Template; 7] = [
    &salon::TEMPLATE,
    &gym::TEMPLATE,
    &auto::TEMPLATE,
    &dental::TEMPLATE,
    &real_estate::TEMPLATE,
    &auto_network::TEMPLATE,
    &generic::TEMPLATE,
];

/// The template of this key.
pub fn template(key: &str) -> Option<&'static Template> {
    TEMPLATES.into_iter().find(|template| template.key == key)
}
