//! Referrals, under whatever word the tenant has for them: sent from one professional to another, and answered.

mod calls;
mod customer;
mod form;
mod list;
mod show;

pub(crate) use customer::ReferralCustomer;
