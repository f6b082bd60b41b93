//! Which addresses are of the public internet. What is not known to be is not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// What is not public of IPv4: the registry of special addresses
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>), multicast, and all from 240.0.0.0 on, broadcast included; and what clouds
/// keep for their own machines.
const NOT_PUBLIC_V4: [Ipv4Net; 18] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    // Carriers' own (RFC 6598).
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    // Link-local: 169.254.169.254 tells a machine in a cloud its secrets.
    v4([169, 254, 0, 0], 16),
    // What IBM's cloud has for its machines alone, here and below: addresses of the internet that lead nowhere else.
    v4([161, 26, 0, 0], 16),
    v4([166, 8, 0, 0], 14),
    // Azure's wire server tells a machine its settings, and looks like the public internet.
    v4([168, 63, 129, 16], 32),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    // Documentation, here and twice below.
    v4([192, 0, 2, 0], 24),
    // 6to4 relays.
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    // Benchmarks.
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
];

/// All that is given out of IPv6 (<https://www.iana.org/assignments/ipv6-address-space>). Outside of it are loopback,
/// unique-local, link-local, multicast, v4-mapped and both NAT64 prefixes.
const GIVEN_OUT_V6: Ipv6Net = v6([0x2000, 0, 0], 3);

/// What is not public of that.
const NOT_PUBLIC_V6: [Ipv6Net; 4] = [
    // Teredo, benchmarks, ORCHID and other protocols.
    v6([0x2001, 0, 0], 23),
    // Documentation, and again below.
    v6([0x2001, 0xdb8, 0], 32),
    // 6to4, which holds any address of IPv4.
    v6([0x2002, 0, 0], 16),
    v6([0x3fff, 0, 0], 20),
];

const fn v4([a, b, c, d]: [u8; 4], bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), bits)
}

const fn v6([a, b, c]: [u16; 3], bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

/// Whether this is an address of the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => {
            GIVEN_OUT_V6.contains(&address)
                && !NOT_PUBLIC_V6.iter().any(|net| net.contains(&address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_public() {
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "161.25.255.255",
            "161.27.0.0",
            "166.7.255.255",
            "166.12.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2001:200::1",
            "2a00::1",
            "2003::1",
            "3ffe::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
