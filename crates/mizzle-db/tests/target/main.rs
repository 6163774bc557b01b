//! Connection strings, TLS and what is said when a connection fails.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

mod refused;
mod tls;
mod urls;
