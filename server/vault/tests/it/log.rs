//! The tree and its signatures.

use chrono::DateTime;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;
use vault::{
    Error,
    log::{Frontier, Head, HeadKey, Place, commitment, entry_leaf, leaf},
};

use crate::tenant;

proptest! {
    #[test]
    fn the_root_is_that_of_the_whole_tree(entries in proptest::collection::vec(".{0,20}", 0..70)) {
        let mut whole = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        let mut edge = Frontier::default();
        for (at, entry) in entries.iter().enumerate() {
            prop_assert_eq!(edge.size(), at as u64);
            whole.push(entry.clone().into_bytes());
            edge.push(leaf(entry.as_bytes()));
            let root: [u8; 32] = (*whole.root().as_bytes()).into();
            prop_assert_eq!(edge.root(), root);
            // Kept and taken up again, at any size.
            edge = Frontier::new(edge.size(), &edge.peaks()).unwrap();
        }
    }
}

#[test]
fn an_empty_log_has_the_root_of_nothing() {
    // RFC 6962 §2.1: the hash of an empty list is the hash of an empty string.
    let root = Frontier::default().root();
    assert_eq!(root[..4], [0xe3, 0xb0, 0xc4, 0x42]);
}

#[test]
fn what_cannot_be_peaks_of_the_size_is_refused() {
    let hash = [7; 32];
    assert!(Frontier::new(2, &hash).is_some());
    assert!(Frontier::new(3, &hash).is_none());
    assert!(Frontier::new(0, &hash).is_none());
    assert!(Frontier::new(2, &hash[..31]).is_none());
    assert!(Frontier::new(0, &[]).is_some());
}

#[test]
fn a_signature_is_for_one_head_and_one_key() {
    let key = HeadKey::new(&[1; 32]);
    let head = Head {
        tenant: tenant(1),
        size: 3,
        root: [5; 32],
        signed_at: DateTime::from_timestamp_micros(1_000_001).unwrap(),
    };
    let signature = key.sign(&head);
    assert_eq!(head.verify(&key.public(), &signature), Ok(()));
    let others = [
        Head {
            tenant: tenant(2),
            ..head.clone()
        },
        Head {
            size: 4,
            ..head.clone()
        },
        Head {
            root: [6; 32],
            ..head.clone()
        },
        Head {
            signed_at: DateTime::from_timestamp_micros(1_000_002).unwrap(),
            ..head.clone()
        },
    ];
    for other in others {
        assert_eq!(other.verify(&key.public(), &signature), Err(Error::Refused));
    }
    let stranger = HeadKey::new(&[2; 32]);
    assert_eq!(
        head.verify(&stranger.public(), &signature),
        Err(Error::Refused)
    );
    assert_eq!(
        head.verify(&key.public(), &signature[1..]),
        Err(Error::Refused)
    );
    assert_eq!(head.verify(&[9; 32], &signature), Err(Error::Refused));
}

#[test]
fn a_signature_is_for_one_place_and_one_key() {
    let key = HeadKey::new(&[1; 32]);
    let place = Place {
        tenant: tenant(1),
        position: 3,
        leaf: [5; 32],
        said: Some([4; 32]),
    };
    let signature = key.sign_place(&place);
    assert_eq!(place.verify(&key.public(), &signature), Ok(()));
    let others = [
        Place {
            tenant: tenant(2),
            ..place
        },
        Place {
            position: 4,
            ..place
        },
        Place {
            leaf: [6; 32],
            ..place
        },
        Place {
            said: None,
            ..place
        },
    ];
    for other in others {
        assert_eq!(other.verify(&key.public(), &signature), Err(Error::Refused));
    }
    let stranger = HeadKey::new(&[2; 32]);
    assert_eq!(
        place.verify(&stranger.public(), &signature),
        Err(Error::Refused)
    );
}

#[test]
fn a_leaf_is_of_one_position_text_and_row() {
    let (said, row) = (commitment("said"), [7; 32]);
    let made = entry_leaf(1, &said, &row);
    assert_eq!(made, entry_leaf(1, &commitment("said"), &row));
    for other in [
        entry_leaf(2, &said, &row),
        entry_leaf(1, &commitment("Said"), &row),
        entry_leaf(1, &said, &[8; 32]),
        entry_leaf(1, &row, &said),
    ] {
        assert_ne!(made, other);
    }
}
