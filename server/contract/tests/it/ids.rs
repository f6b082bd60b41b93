//! Typed ids travel as plain UUIDs.

use contract::ids::{CustomerId, TenantId};
use proptest::prelude::*;
use uuid::Uuid;

proptest! {
    #[test]
    fn an_id_reads_back_from_text_and_json(bits in any::<u128>()) {
        let id = CustomerId::new(Uuid::from_u128(bits));
        prop_assert_eq!(id.to_string().parse::<CustomerId>().unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        prop_assert_eq!(serde_json::from_str::<CustomerId>(&json).unwrap(), id);
    }
}

#[test]
fn debug_says_what_the_id_names() {
    assert!(format!("{:?}", TenantId::new(Uuid::nil())).starts_with("tenant:"));
}
