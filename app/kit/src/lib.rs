//! What the three portals share.
