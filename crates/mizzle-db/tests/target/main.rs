//! Connection strings, TLS and what is said when a connection fails.

mod refused;
mod tls;
mod urls;
