//! ISO-1: what a server is registered by.

use contract::servers::{ServerAddress, ServerDraft, ServerFields};

fn check(url: &str) -> Result<ServerFields, contract::Fault> {
    let draft = ServerDraft {
        name: "frankfurt".into(),
        region: "eu".into(),
        url: url.into(),
        ..ServerDraft::default()
    };
    draft.check()
}

#[test]
fn an_address_names_a_user_and_a_server() {
    for (url, user, host, port, database) in [
        (
            "postgres://admin@DB2.example.com:6432/main",
            "admin",
            "db2.example.com",
            6432,
            "main",
        ),
        (
            "postgresql://admin@10.0.0.2",
            "admin",
            "10.0.0.2",
            5432,
            "postgres",
        ),
        ("postgres://a@[::1]:6432/", "a", "::1", 6432, "postgres"),
        (" postgres://a@[fe80::1] ", "a", "fe80::1", 5432, "postgres"),
    ] {
        let expected = ServerAddress {
            user: user.into(),
            host: host.into(),
            port,
            database: database.into(),
        };
        assert_eq!(check(url).unwrap().address, expected, "{url}");
    }
}

#[test]
fn an_address_with_more_or_less_is_refused() {
    for wrong in [
        "",
        "db2.example.com",
        "http://a@b",
        "postgres://db2.example.com",
        "postgres://@db2",
        "postgres://a@",
        "postgres://a@b:0",
        "postgres://a@b:99999",
        "postgres://a@b:x",
        "postgres://a@b c",
        "postgres://a@/var/run/postgresql",
        "postgres://a@b/c?sslmode=disable",
        "postgres://a@b/c?host=elsewhere",
        "postgres://a@[::1",
        "postgres://a@b,c:5432/d",
    ] {
        let refused = check(wrong).err().unwrap();
        assert!(
            refused.fields["url"].starts_with("Enter an address"),
            "{wrong}: {refused:?}"
        );
    }
}

/// What a fault says goes into answers and logs.
#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    let fault = check("postgres://admin:secret@db2/postgres").err().unwrap();
    let sentence = "Give the password by itself, not in the address.";
    assert_eq!(fault.fields["url"], sentence);
    assert!(!format!("{fault:?}").contains("secret"));
}

#[test]
fn every_field_that_is_missing_is_named() {
    let fault = ServerDraft::default().check().err().unwrap();
    let named: Vec<&str> = fault.fields.keys().map(String::as_str).collect();
    assert_eq!(named, ["name", "region", "url"]);
}
