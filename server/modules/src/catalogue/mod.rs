//! The modules, one file each (MOD-2).

mod booking;
mod classes;
mod companies;
mod customers;
mod finance;
mod inventory;
mod leads;
mod marketing;
mod memberships;
mod professionals;
mod referrals;
mod reports;
mod services;
mod staff;

use crate::manifest::Module;

/// Every module; each stands after those it depends on.
pub static MODULES: [&Module; 14] = [
    &customers::MODULE,
    &companies::MODULE,
    &professionals::MODULE,
    &services::MODULE,
    &staff::MODULE,
    &booking::MODULE,
    &classes::MODULE,
    &finance::MODULE,
    &memberships::MODULE,
    &inventory::MODULE,
    &referrals::MODULE,
    &leads::MODULE,
    &marketing::MODULE,
    &reports::MODULE,
];

/// The module of this key.
pub fn module(key: &str) -> Option<&'static Module> {
    MODULES.into_iter().find(|module| module.key == key)
}
