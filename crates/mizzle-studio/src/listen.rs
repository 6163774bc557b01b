//! Where the studio listens, and which names of that a request may use.

use crate::error::StudioError;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

/// Where to listen.
#[derive(Debug, Clone)]
pub struct Listen {
    /// `--host`; `None` is this machine alone, by both of its families.
    pub host: Option<String>,
    /// `--port`; 0 takes any that is free.
    pub port: u16,
    /// `--allowed-host`: further names under which the studio is reached.
    pub allowed_hosts: Vec<String>,
}

/// What listens.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) listeners: Vec<TcpListener>,
    pub(crate) port: u16,
    /// Can only this machine reach it?
    pub(crate) is_loopback: bool,
    /// Does it listen on every address that the machine has?
    pub(crate) is_everywhere: bool,
}

/// How many ports behind a taken one are looked at.
const NEXT: u16 = 20;

/// How often a port is chosen anew that is free in one family and taken in the other.
const TRIES: u32 = 10;

/// Listens.
pub(crate) fn bind(listen: &Listen) -> Result<Bound, StudioError> {
    let addresses = addresses(listen)?;
    let mut tries = 0;
    loop {
        match bind_all(&addresses, listen.port) {
            Ok(listeners) => return bound(listeners),
            Err((_, error)) if error.kind() == ErrorKind::AddrInUse => {
                tries += 1;
                if listen.port == 0 && tries < TRIES {
                    continue;
                }
                let free = (1..=NEXT)
                    .filter_map(|step| listen.port.checked_add(step))
                    .find(|port| bind_all(&addresses, *port).is_ok());
                return Err(StudioError::Taken { port: listen.port, free });
            }
            Err((address, error)) => {
                return Err(StudioError::Listen { address, reason: error.to_string() });
            }
        }
    }
}

/// The names under which a browser reaches what is bound, the best first, with the port.
pub(crate) fn names(listen: &Listen, bound: &Bound) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if bound.is_loopback || bound.is_everywhere {
        names.push("localhost".to_owned());
    }
    match &listen.host {
        Some(host) if !bound.is_everywhere && !names.contains(host) => names.push(shown(host)),
        Some(_) | None => {}
    }
    if bound.is_everywhere {
        names.extend(outward().map(|address| shown(&address.to_string())));
    }
    for name in &listen.allowed_hosts {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names.into_iter().map(|name| format!("{name}:{}", bound.port)).collect()
}

/// An address in a URL has brackets where it has colons.
fn shown(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}

fn addresses(listen: &Listen) -> Result<Vec<IpAddr>, StudioError> {
    let Some(host) = &listen.host else {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    };
    let wrong = |reason: String| StudioError::Host { host: host.clone(), reason };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = (bare, 0).to_socket_addrs().map_err(|error| wrong(error.to_string()))?;
    let mut addresses: Vec<IpAddr> = found.map(|address| address.ip()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    if addresses.is_empty() { Err(wrong("it has no address".to_owned())) } else { Ok(addresses) }
}

/// All addresses with one port. A family that the machine does not have is left out, as
/// long as there is another.
fn bind_all(
    addresses: &[IpAddr],
    mut port: u16,
) -> Result<Vec<TcpListener>, (SocketAddr, std::io::Error)> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut absent = None;
    for address in addresses {
        let address = SocketAddr::new(*address, port);
        match TcpListener::bind(address) {
            Ok(listener) => {
                port = listener.local_addr().map_err(|error| (address, error))?.port();
                listeners.push(listener);
            }
            Err(error) if addresses.len() > 1 && is_absent(&error) => {
                absent = Some((address, error));
            }
            Err(error) => return Err((address, error)),
        }
    }
    match absent {
        Some(absent) if listeners.is_empty() => Err(absent),
        Some(_) | None => Ok(listeners),
    }
}

/// Does the error mean that the machine has no such address or family?
fn is_absent(error: &std::io::Error) -> bool {
    error.kind() == ErrorKind::AddrNotAvailable || error.kind() == ErrorKind::Unsupported || {
        // Linux without IPv6, macOS and the BSDs, Windows: EAFNOSUPPORT.
        matches!(error.raw_os_error(), Some(97 | 47 | 10047))
    }
}

fn bound(listeners: Vec<TcpListener>) -> Result<Bound, StudioError> {
    let system = |error: std::io::Error| StudioError::System(error.to_string());
    let mut port = 0;
    let (mut is_loopback, mut is_everywhere) = (true, false);
    for listener in &listeners {
        let address = listener.local_addr().map_err(system)?;
        port = address.port();
        is_loopback &= address.ip().is_loopback();
        is_everywhere |= address.ip().is_unspecified();
        listener.set_nonblocking(true).map_err(system)?;
    }
    Ok(Bound { listeners, port, is_loopback, is_everywhere })
}

/// The address from which this machine would speak to others. Nothing is sent for it: 192.0.2.0
/// is an address for documentation.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}
