//! The rules: access, policy, provisioning, keys, clock.
