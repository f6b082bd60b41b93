//! The pages of the operator portal.
