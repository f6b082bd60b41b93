//! Every range that is not of the public internet, by a literal and by a name (I-57).

use outbound::Error;

use crate::{Server, Told, client, ok};

/// One address of each range, both ends where it is easily missed.
const INSIDE: &[&str] = &[
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "161.26.0.7",
    "166.8.0.1",
    "166.11.255.255",
    "168.63.129.16",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
];

/// Other ways to write 127.0.0.1 and 169.254.169.254, which become the address when the text is read.
const DISGUISED: &[&str] = &[
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://127。0。0。1/",
    "https://①②⑦.0.0.1/",
    "https://%31%32%37.0.0.1/",
    "https://[::ffff:7f00:1]/",
    "https://0xa9fea9fe/",
];

#[tokio::test]
async fn no_literal_leads_inside() {
    let client = client(&[], &Told::these(&[]));
    for ip in INSIDE {
        let host = if ip.contains(':') {
            format!("[{ip}]")
        } else {
            (*ip).to_owned()
        };
        let address = format!("https://{host}/");
        let told = client.post(&address, &[], Vec::new()).await;
        assert_eq!(told, Err(Error::Inside), "{ip}");
    }
    for address in DISGUISED {
        let told = client.post(address, &[], Vec::new()).await;
        assert_eq!(told, Err(Error::Inside), "{address}");
    }
}

#[tokio::test]
async fn no_name_leads_inside() {
    let answers: Vec<_> = INSIDE
        .iter()
        .flat_map(|ip| [vec![*ip], vec!["1.1.1.1", *ip], vec![*ip, "1.1.1.1"]])
        .collect();
    let told: Vec<_> = answers.iter().map(Vec::as_slice).collect();
    let client = client(&[], &Told::these(&told));
    for answer in answers {
        let told = client.post("https://receiver.example/", &[], Vec::new());
        assert_eq!(told.await, Err(Error::Inside), "{answer:?}");
    }
}

#[tokio::test]
async fn a_network_that_is_named_is_reached_and_its_neighbour_is_not() {
    let server = Server::at("127.0.0.1", ok()).await;
    let port = server.address.port();
    let names = Told::these(&[&["127.0.0.1"]]);
    let client = client(&["127.0.0.1/32"], &names);
    for host in ["127.0.0.1", "receiver.example"] {
        let address = format!("http://{host}:{port}/log?a=b");
        let headers = [("x-own", "1".into())];
        let told = client.post(&address, &headers, b"said".to_vec()).await;
        assert_eq!(told, Ok(200), "{host}");
    }
    let heard = server.heard();
    assert_eq!(heard.len(), 2);
    for request in heard {
        assert!(
            request.starts_with("POST /log?a=b HTTP/1.1\r\n"),
            "{request}"
        );
        assert!(request.contains("x-own: 1\r\n"), "{request}");
        assert!(!request.contains("cookie"), "{request}");
    }
    let neighbour = Server::at("127.0.0.2", ok()).await;
    let address = format!("http://{}/", neighbour.address);
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Err(Error::Inside));
    assert!(neighbour.heard().is_empty());
}

#[tokio::test]
async fn a_name_that_changes_its_mind_leads_to_what_was_checked() {
    let (good, bad) = ("127.0.0.1", "127.0.0.2");
    let server = Server::at(good, ok()).await;
    let port = server.address.port();
    // The same port at the other address, where whoever rebinds a name wants to get.
    let trap = tokio::net::TcpListener::bind((bad, port)).await.unwrap();
    let names = Told::these(&[&[good], &[bad]]);
    let client = client(&["127.0.0.1/32"], &names);
    let address = format!("http://rebinding.example:{port}/");
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(told, Ok(200));
    assert_eq!(names.left(), 1, "the name was asked for once");
    assert_eq!(server.heard().len(), 1);
    let told = client.post(&address, &[], Vec::new()).await;
    assert_eq!(
        told,
        Err(Error::Inside),
        "it is asked for anew, and checked"
    );
    let patience = std::time::Duration::from_millis(50);
    let trapped = tokio::time::timeout(patience, trap.accept()).await;
    assert!(trapped.is_err(), "nobody came");
}
