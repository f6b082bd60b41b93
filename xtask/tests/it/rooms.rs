//! The arrows between the rooms, read from `cargo metadata`.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// What each room may depend on, of our own rooms. Tests may use more.
const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("modules", &[]),
    ("outbound", &[]),
    ("vault", &["contract"]),
    ("store", &["contract", "vault"]),
    ("domain", &["contract", "modules", "store", "vault"]),
    ("http-api", &["contract", "domain", "store"]),
    ("prober", &["contract", "domain", "store"]),
    (
        "jobs",
        &["contract", "domain", "outbound", "prober", "store"],
    ),
    (
        "cli",
        &[
            "contract", "domain", "jobs", "outbound", "prober", "store", "vault",
        ],
    ),
    ("ui", &[]),
    ("portal-kit", &["contract", "ui"]),
    ("portal-operator", &["contract", "portal-kit", "ui"]),
    ("portal-tenant", &["contract", "portal-kit", "ui"]),
    ("portal-member", &["contract", "portal-kit", "ui"]),
    ("front-operator", &["app"]),
    ("front-workspace", &["app"]),
    ("bench", &[]),
    (
        "app",
        &[
            "contract",
            "portal-kit",
            "portal-member",
            "portal-operator",
            "portal-tenant",
            "ui",
        ],
    ),
];

/// Libraries that only these rooms may name.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("sqlx", &["bench", "store", "testkit"]),
    ("graphile_worker", &["jobs"]),
    ("reqwest", &["outbound", "vault"]),
    ("axum", &["bench", "http-api", "tenantry"]),
    ("hyper", &["bench", "prober", "tenantry"]),
    (
        "leptos",
        &[
            "app",
            "portal-kit",
            "portal-member",
            "portal-operator",
            "portal-tenant",
            "tenantry",
            "ui",
        ],
    ),
    ("leptos_axum", &["tenantry"]),
];

/// Room to the names of its normal dependencies.
fn rooms() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .output()
        .expect("cargo runs");
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata answers in JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            let normal = dependencies
                .filter(|dependency| dependency["kind"].is_null())
                .map(name)
                .collect();
            (name(package), normal)
        })
        .collect()
}

#[test]
fn rooms_depend_on_nothing_but_what_the_map_says() {
    let rooms = rooms();
    for (room, allowed) in ARROWS {
        let dependencies = rooms
            .get(*room)
            .unwrap_or_else(|| panic!("there is no room {room}"));
        let ours = dependencies.iter().filter(|name| rooms.contains_key(*name));
        let foreign: Vec<_> = ours
            .filter(|name| !allowed.contains(&name.as_str()))
            .collect();
        assert!(
            foreign.is_empty(),
            "{room} may not depend on {foreign:?}; see server/README.md"
        );
    }
}

#[test]
fn every_room_is_on_the_map() {
    let outside = ["tenantry", "testkit", "xtask"];
    for room in rooms().keys() {
        let known = ARROWS.iter().any(|(name, _)| name == room) || outside.contains(&room.as_str());
        assert!(
            known,
            "{room} is new: draw its arrows in this file and in server/README.md"
        );
    }
}

#[test]
fn libraries_are_named_only_where_they_belong() {
    for (room, dependencies) in rooms() {
        for (library, allowed) in LIBRARIES {
            let named = dependencies.iter().any(|name| name == library);
            assert!(
                !named || allowed.contains(&room.as_str()),
                "{room} may not name {library}"
            );
        }
    }
}
