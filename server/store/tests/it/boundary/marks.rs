//! ISO-4: the mark in an id, without a database.

use contract::ids::{CustomerId, CustomerKind, TenantId};
use proptest::{prelude::*, test_runner::RngSeed};
use store::{Error, IdMint};
use uuid::{Builder, Uuid};

/// One id in 16 million of another tenant carries our mark by chance: the cases are the same in every run.
fn cases() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::with_cases(2_000)
    }
}

fn tenants() -> impl Strategy<Value = (TenantId, TenantId)> {
    (any::<u128>(), any::<u128>())
        .prop_filter("two tenants", |(one, other)| one != other)
        .prop_map(|(one, other)| (Uuid::from_u128(one).into(), Uuid::from_u128(other).into()))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_id_is_its_own_tenants_and_nobody_elses(
        key: [u8; 32],
        (tenant, other) in tenants(),
        unix_ms in 0_u64..1 << 48,
    ) {
        let mint = IdMint::new(key);
        let id: CustomerId = mint.make::<CustomerKind>(tenant, unix_ms).id();
        prop_assert!(mint.own(tenant, id).is_ok());
        prop_assert!(matches!(mint.own(other, id), Err(Error::CrossTenant)));
    }

    #[test]
    fn an_id_of_another_installation_is_nobodys(keys: ([u8; 32], [u8; 32]), (tenant, _) in tenants()) {
        prop_assume!(keys.0 != keys.1);
        let id = IdMint::new(keys.0).make::<CustomerKind>(tenant, 0).id();
        prop_assert!(IdMint::new(keys.1).own(tenant, id).is_err());
    }

    #[test]
    fn an_id_that_no_mint_made_is_nobodys(
        key: [u8; 32],
        (tenant, _) in tenants(),
        random: [u8; 16],
        unix_ms in 0_u64..1 << 48,
    ) {
        let (_, tail) = random.split_at(6);
        let tail = tail.try_into().expect("ten bytes");
        let version_4 = Builder::from_random_bytes(random).into_uuid();
        let version_7 = Builder::from_unix_timestamp_millis(unix_ms, tail).into_uuid();
        let version_8 = Builder::from_custom_bytes(random).into_uuid();
        for forged in [version_4, version_7, version_8, Uuid::from_bytes(random)] {
            prop_assert!(IdMint::new(key).own(tenant, CustomerId::new(forged)).is_err(), "{}", forged);
        }
    }

    #[test]
    fn ids_are_ordered_by_the_time_they_were_made_at(
        key: [u8; 32],
        (tenant, other) in tenants(),
        unix_ms in 0_u64..1 << 47,
        pause in 1_u64..1 << 47,
    ) {
        let mint = IdMint::new(key);
        let earlier: CustomerId = mint.make::<CustomerKind>(tenant, unix_ms).id();
        let later: CustomerId = mint.make::<CustomerKind>(other, unix_ms + pause).id();
        prop_assert!(earlier < later);
        prop_assert_eq!(later.uuid().get_variant(), uuid::Variant::RFC4122);
    }
}
