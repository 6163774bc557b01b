//! The name by which a request calls us.

use std::net::IpAddr;

/// The name in a `Host` header, in lower case and without brackets; `None` where it is none.
pub(super) fn name(host: &str) -> Option<String> {
    let (name, rest) = match host.strip_prefix('[') {
        Some(rest) => {
            let (address, rest) = rest.split_once(']')?;
            address.parse::<std::net::Ipv6Addr>().ok()?;
            (address, rest)
        }
        None => host.find(':').map_or((host, ""), |colon| host.split_at(colon)),
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit());
    let port_fits = rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port);
    let is_name = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'_' | b':');
    (port_fits && !name.is_empty() && name.bytes().all(is_name)).then(|| name.to_ascii_lowercase())
}

/// Is it an address in figures, as browsers write it?
pub(super) fn is_address(name: &str) -> bool {
    name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_without_its_port_and_nonsense_is_none() {
        for (host, expected) in [
            ("localhost:4983", Some("localhost")),
            ("LocalHost", Some("localhost")),
            ("127.0.0.1:80", Some("127.0.0.1")),
            ("[::1]:4983", Some("::1")),
            ("[::1]", Some("::1")),
            ("[::1]x", None),
            ("[localhost]:1", None),
            ("::1", None),
            ("localhost:", None),
            ("localhost:4983:1", None),
            ("localhost:x", None),
            ("user@localhost", None),
            ("localhost/..", None),
            ("localhost.", Some("localhost.")),
            ("", None),
            (":4983", None),
            ("local host", None),
        ] {
            assert_eq!(name(host).as_deref(), expected, "{host}");
        }
    }
}
