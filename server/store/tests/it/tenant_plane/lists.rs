//! Keyset lists: page after page, every row once, whatever two rows have in common.

use std::collections::BTreeSet;

use contract::{
    Page, PageRequest,
    acts::Role,
    customers::{Customer, CustomerFields, CustomerFilter, CustomerSort},
    professionals::{ProfessionalFields, ProfessionalFilter},
    referrals::{ReferralFields, ReferralFilter, ReferralStatus},
    users::UserFilter,
};
use store::{
    Error,
    tenant::{customers, professionals, referrals, users},
};
use testkit::{Plane, TenantPlane};

use super::fields::{commit, customer, person, professional, referral};

async fn page(
    tenant: &TenantPlane,
    q: &str,
    sort: CustomerSort,
    request: PageRequest,
) -> Page<Customer> {
    let filter = CustomerFilter { q: q.into(), sort };
    customers::list(&mut tenant.read().await, &filter, &request)
        .await
        .unwrap()
}

async fn pages(tenant: &TenantPlane, sort: CustomerSort, limit: u16) -> Vec<Customer> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let request = PageRequest {
            limit: Some(limit),
            cursor,
        };
        let next = page(tenant, "", sort, request).await;
        all.extend(next.items);
        match next.next_cursor {
            Some(next) => cursor = Some(next),
            None => return all,
        }
    }
}

#[tokio::test]
async fn rows_of_one_moment_and_one_name_come_once_each() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    // One transaction is one moment to PostgreSQL, so time and name alone order none of these.
    let same: Vec<CustomerFields> = (0..25).map(|_| customer("Éva Ádám")).collect();
    let ids = customers::insert_many(&mut writer, &same).await.unwrap();
    assert_eq!(ids.len(), 25);
    let others = [customer("eva"), customer("Zoë"), customer("İbrahim")];
    customers::insert_many(&mut writer, &others).await.unwrap();
    commit(writer).await;

    for sort in [CustomerSort::Newest, CustomerSort::Name] {
        for limit in [1, 4, 14, 28, 200] {
            let all = pages(&acme, sort, limit).await;
            let different: BTreeSet<_> = all.iter().map(|row| row.id).collect();
            assert_eq!(
                (all.len(), different.len()),
                (28, 28),
                "{sort:?} by {limit}"
            );
        }
    }
}

#[tokio::test]
async fn newest_comes_first_and_names_run_from_a_to_z() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for name in ["bea", "Ada", "Cyd"] {
        let mut writer = acme.write().await;
        customers::insert(&mut writer, &customer(name))
            .await
            .unwrap();
        commit(writer).await;
    }
    let names = async |sort| {
        let rows = pages(&acme, sort, 2).await;
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(CustomerSort::Newest).await, ["Cyd", "Ada", "bea"]);
    assert_eq!(names(CustomerSort::Name).await, ["Ada", "bea", "Cyd"]);
}

#[tokio::test]
async fn a_search_finds_the_beginnings_of_words() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let reachable = CustomerFields {
        email: Some("ada@example.com".into()),
        phone: Some("+1 202 555 0123".into()),
        ..customer("Ada 100% O'Neil_\\")
    };
    customers::insert(&mut writer, &reachable).await.unwrap();
    customers::insert(&mut writer, &customer("Bea"))
        .await
        .unwrap();
    commit(writer).await;
    let found = async |q| {
        let request = PageRequest::default();
        page(&acme, q, CustomerSort::Name, request)
            .await
            .items
            .len()
    };
    for one in [
        "ada",
        "neil ADA",
        "100%",
        "O'Neil_",
        "EXAMPLE.com",
        "ada@exam",
        "555 0",
        "(202) 555",
        "0123",
        " ad\0a ",
    ] {
        assert_eq!(found(one).await, 1, "{one:?}");
    }
    for none in ["%%", "da", "ada bea", "' OR ''='", "\\\\", "556"] {
        assert_eq!(found(none).await, 0, "{none:?}");
    }
    for all in ["", "  ", "\0"] {
        assert_eq!(found(all).await, 2, "{all:?}");
    }
}

#[tokio::test]
async fn a_cursor_that_is_none_of_ours_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let hex = |json: &str| {
        let digits =
            |byte: u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
        json.bytes().flat_map(digits).flatten().collect()
    };
    let id = "00000000-0000-0000-0000-000000000000";
    let forged: [String; 7] = [
        "x".into(),
        "zz".into(),
        "ü".into(),
        hex("{}"),
        hex(&format!(r#"{{"n":["a","{id}"]}}"#)),
        hex(&format!(r#"{{"t":[9223372036854775807,"{id}"]}}"#)),
        hex(&format!(r#"{{"t":[-1,"{id}"]}}"#)),
    ];
    for cursor in forged {
        let request = PageRequest {
            limit: None,
            cursor: Some(cursor.clone()),
        };
        let filter = CustomerFilter::default();
        let page = customers::list(&mut acme.read().await, &filter, &request).await;
        assert!(matches!(page, Err(Error::Cursor)), "{cursor}");
    }
    let nul = hex(&format!(r#"{{"n":["\u0000","{id}"]}}"#));
    let request = PageRequest {
        limit: None,
        cursor: Some(nul),
    };
    let page = users::list(&mut acme.read().await, &UserFilter::default(), &request).await;
    assert!(matches!(page, Err(Error::Cursor)));
}

#[tokio::test]
async fn professionals_come_by_name_and_are_found_by_specialty() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    for (name, specialty) in [("cyd", "Brakes"), ("Ada", "Paint"), ("bea", "Brakes")] {
        let fields = ProfessionalFields {
            specialty: Some(specialty.into()),
            is_active: name != "bea",
            ..professional(name)
        };
        professionals::insert(&mut writer, &fields).await.unwrap();
    }
    commit(writer).await;
    let mut reader = acme.read().await;
    for (q, active, expected) in [
        ("", false, vec!["Ada", "bea", "cyd"]),
        ("brake", false, vec!["bea", "cyd"]),
        ("brake", true, vec!["cyd"]),
    ] {
        let filter = ProfessionalFilter {
            q: q.into(),
            active,
        };
        let (mut names, mut cursor) = (Vec::new(), None);
        loop {
            let request = PageRequest {
                limit: Some(1),
                cursor,
            };
            let page = professionals::list(&mut reader, &filter, &request).await;
            let page = page.unwrap();
            names.extend(page.items.into_iter().map(|one| one.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(names, expected, "{q:?}");
    }
}

#[tokio::test]
async fn referrals_come_newest_first_and_are_found_by_reason_and_status() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for reason in ["Brakes", "Paint", "Front brakes"] {
        let mut writer = acme.write().await;
        let fields = referral(&mut writer, reason).await;
        let made = referrals::insert(&mut writer, &fields).await.unwrap();
        if reason == "Paint" {
            let declined = ReferralFields {
                status: Some(ReferralStatus::Declined),
                ..fields
            };
            let own = writer.own(made.id).unwrap();
            let changed = referrals::update(&mut writer, own, &declined, None).await;
            changed.unwrap().unwrap();
        }
        commit(writer).await;
    }
    let mut reader = acme.read().await;
    for (q, status, expected) in [
        ("", "", vec!["Front brakes", "Paint", "Brakes"]),
        ("brakes", "", vec!["Front brakes", "Brakes"]),
        ("", "sent", vec!["Front brakes", "Brakes"]),
        ("", " declined\0", vec!["Paint"]),
        ("brakes", "declined", vec![]),
        ("", "lost", vec![]),
    ] {
        let filter = ReferralFilter {
            q: q.into(),
            status: status.into(),
        };
        let (mut reasons, mut cursor) = (Vec::new(), None);
        loop {
            let request = PageRequest {
                limit: Some(1),
                cursor,
            };
            let page = referrals::list(&mut reader, &filter, &request).await;
            let page = page.unwrap();
            reasons.extend(page.items.into_iter().map(|one| one.reason));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(reasons, expected, "{q:?} {status:?}");
    }
}

#[tokio::test]
async fn users_come_by_name_and_removed_ones_do_not() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    for name in ["cyd", "Ada", "bea"] {
        let email = format!("{name}@acme.test").to_lowercase();
        let fields = person(name, &email, Role::Staff);
        users::insert(&mut writer, &fields).await.unwrap();
    }
    let bea = users::by_email(&mut writer, "bea@acme.test").await.unwrap();
    let bea = writer.own(bea.unwrap().id).unwrap();
    users::remove(&mut writer, bea, None).await.unwrap();
    commit(writer).await;

    let mut reader = acme.read().await;
    let mut request = PageRequest {
        limit: Some(1),
        cursor: None,
    };
    let filter = UserFilter {
        q: "@acme.test".into(),
    };
    let mut names = Vec::new();
    loop {
        let page = users::list(&mut reader, &filter, &request).await.unwrap();
        names.extend(page.items.into_iter().map(|user| user.name));
        request.cursor = page.next_cursor;
        if request.cursor.is_none() {
            break;
        }
    }
    names.retain(|name| ["ada", "bea", "cyd"].contains(&name.to_lowercase().as_str()));
    assert_eq!(names, ["Ada", "cyd"]);
}
