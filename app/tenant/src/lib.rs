//! The pages of the tenant portal.
