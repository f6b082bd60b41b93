//! ISO-5 to ISO-7 (I-50): every server function against everybody who should not get through, found by enumeration. Each
//! attack is one of the good [`calls`] with something wrong about it, and each has a twin that succeeds.

mod calls;
mod identities;
mod inside;
mod record;
mod stage;
