//! Why a studio does not start.

use mizzle_app::Explanation;
use std::net::SocketAddr;

/// Why a studio does not start.
#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    /// Somebody listens there already.
    #[error("port {port} is taken")]
    Taken {
        /// The port.
        port: u16,
        /// The next one that is free, if one was found.
        free: Option<u16>,
    },
    /// `--host` is no name of this machine.
    #[error("`--host {host}` is no address of this machine: {reason}")]
    Host {
        /// The host as it was given.
        host: String,
        /// Why.
        reason: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        reason: String,
    },
    /// The operating system gives no threads, files or random numbers.
    #[error("the studio cannot start: {0}")]
    System(String),
    /// The target cannot be opened.
    #[error(transparent)]
    App(#[from] mizzle_app::Error),
}

impl StudioError {
    /// Everything that is known about the error, for whoever renders it.
    pub fn explain(&self) -> Explanation {
        match self {
            Self::Taken { port, free } => {
                let explanation = Explanation::new("port_taken", self.to_string());
                let free = free.unwrap_or_else(|| port.saturating_add(1));
                explanation.hint(format!("choose another one: `mizzle studio --port {free}`"))
            }
            Self::Host { .. } | Self::Listen { .. } => {
                Explanation::new("usage_error", self.to_string())
            }
            Self::System(_) => Explanation::new("internal_error", self.to_string()),
            Self::App(error) => error.explain(),
        }
    }
}
