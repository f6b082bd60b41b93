//! How requests go: over HTTPS, straight, and not for ever.

use std::time::{Duration, Instant};

use outbound::{Client, Error, SystemNames};
use tokio::net::TcpListener;

use crate::{Server, Told, client, ok};

#[tokio::test]
async fn only_addresses_of_web_servers_are_asked() {
    let client = client(&[], &Told::these(&[&["127.0.0.1"]]));
    for (address, fault) in [
        ("http://receiver.example/", Error::Address),
        ("http://1.1.1.1/", Error::Address),
        ("ftp://receiver.example/", Error::Address),
        ("file:///etc/passwd", Error::Address),
        ("gopher://receiver.example/", Error::Address),
        ("receiver.example", Error::Address),
        ("https://", Error::Address),
        ("", Error::Address),
        ("https://ada@receiver.example/", Error::Address),
        ("https://ada:secret@receiver.example/", Error::Address),
        ("https://:secret@receiver.example/", Error::Address),
        ("https://receiver.example:22/", Error::Port(22)),
        ("https://receiver.example:80/", Error::Port(80)),
        ("https://receiver.example/", Error::Inside),
        ("https://receiver.example:8443/", Error::Inside),
    ] {
        let told = client.post(address, &[], Vec::new()).await;
        assert_eq!(told, Err(fault), "{address}");
    }
}

#[tokio::test]
async fn plain_http_is_for_named_networks_alone() {
    let client = client(&["127.0.0.1/32"], &Told::these(&[&["1.1.1.1"]]));
    for address in ["http://receiver.example/", "http://1.1.1.1/"] {
        let told = client.post(address, &[], Vec::new()).await;
        assert_eq!(told, Err(Error::Inside), "{address}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let target = Server::at("127.0.0.1", ok()).await;
    for to in [target.address.to_string(), "169.254.169.254".into()] {
        let answer = format!(
            "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{to}/\r\ncontent-length: 0\r\n\r\n"
        );
        let server = Server::at("127.0.0.1", answer).await;
        let client = client(&["127.0.0.1/32"], &Told::these(&[]));
        let told = client
            .post(&format!("http://{}/", server.address), &[], Vec::new())
            .await;
        assert_eq!(told, Ok(307));
        assert_eq!(server.heard().len(), 1);
    }
    assert!(target.heard().is_empty());
}

#[tokio::test]
async fn an_endless_answer_is_not_read() {
    let answer = format!("HTTP/1.1 200 OK\r\n\r\n{}", "endless ".repeat(1_000_000));
    let server = Server::at("127.0.0.1", answer).await;
    let client = client(&["127.0.0.1/32"], &Told::these(&[]));
    let address = format!("http://{}/", server.address);
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Ok(200));
    let answer = format!(
        "HTTP/1.1 200 OK\r\nx: {}\r\n\r\n",
        "endless ".repeat(1_000_000)
    );
    let server = Server::at("127.0.0.1", answer).await;
    let address = format!("http://{}/", server.address);
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Err(Error::BrokeOff), "a head has an end, too");
}

#[tokio::test]
async fn whoever_is_silent_is_left() {
    // Connections come in here, and nobody takes them.
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let allowed = vec!["127.0.0.0/8".parse().unwrap()];
    let names = std::sync::Arc::new(SystemNames);
    let client = Client::with(allowed, names, Duration::from_millis(200)).unwrap();
    let began = Instant::now();
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Err(Error::Silent));
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(silent);
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Err(Error::Unreachable));
}

#[tokio::test]
async fn https_wants_a_certificate() {
    let server = Server::at("127.0.0.1", ok()).await;
    let names = Told::these(&[&["127.0.0.1"], &[]]);
    let client = client(&["127.0.0.1/32"], &names);
    let address = format!("https://receiver.example:{}/", server.address.port());
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(
        told,
        Err(Error::Unreachable),
        "it got there, and does not trust it"
    );
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Err(Error::Inside));
}

/// Ports below 1024 belong to others on the internet; in a network that was named they are the installation's business.
#[tokio::test]
async fn any_port_is_asked_in_networks_that_are_named() {
    let names = Told::these(&[&["127.0.0.1"], &["1.1.1.1"]]);
    let client = client(&["127.0.0.1/32"], &names);
    for (address, fault) in [
        // Nobody listens there: it was asked.
        ("https://127.0.0.1:1/", Error::Unreachable),
        ("https://receiver.example:1/", Error::Unreachable),
        ("http://127.0.0.1:1/", Error::Unreachable),
        ("https://receiver.example:25/", Error::Inside),
        ("https://1.1.1.1:25/", Error::Inside),
        ("https://127.0.0.2:25/", Error::Inside),
    ] {
        let told = client.post(address, &[], Vec::new()).await;
        assert_eq!(told, Err(fault), "{address}");
    }
}

/// A name that is known inside and one that nobody knows are answered alike, to the letter.
#[tokio::test]
async fn names_that_lead_inside_are_not_told_from_names_that_nobody_knows() {
    let client = client(&[], &Told::these(&[&["10.0.0.7"], &[]]));
    let mut answers = Vec::new();
    for host in ["vault.internal", "no-such.internal"] {
        let address = format!("https://{host}/");
        let told = client.post(&address, &[], Vec::new()).await;
        answers.push(told.unwrap_err().to_string());
    }
    assert_eq!(answers[0], answers[1]);
}
