//! Under which account a server's programs run. Postgres refuses root, so
//! root's clusters run under another account where that one can reach the
//! files, else inside a user namespace where the system has them.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::devdb::install::Install;
use crate::devdb::os::{self, Account};

/// Who runs a cluster's programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// We do: we are an ordinary user.
    Ours,
    /// Another account, to which the data belongs.
    Other(Account),
    /// Root, which the programs take for an ordinary user.
    Namespace,
}

impl Identity {
    /// Chooses by who we are and what must be reached.
    pub(crate) fn choose(reached: &[&Path]) -> Self {
        match os::server_account() {
            None => Self::Ours,
            Some(account) if reached.iter().all(|path| os::may_enter(path, account)) => {
                Self::Other(account)
            }
            Some(_) => Self::Namespace,
        }
    }

    /// Makes the command run as this identity.
    pub(crate) fn apply(self, command: &mut Command) {
        match self {
            Self::Ours => {}
            Self::Other(account) => os::run_as(command, Some(account)),
            Self::Namespace => {
                os::become_namespace_user(command);
            }
        }
    }

    /// Why a program of the installation could not be started as this identity.
    pub(crate) fn explain(self, install: &Install, error: &io::Error) -> String {
        match self {
            Self::Namespace if error.kind() == io::ErrorKind::PermissionDenied => format!(
                "Postgres refuses to run as root, the account `postgres` or `nobody` cannot reach \
                 {} or the project's folder, and user namespaces are forbidden here ({error})",
                install.bin.display()
            ),
            Self::Ours | Self::Other(_) | Self::Namespace => error.to_string(),
        }
    }

    /// Hands a file or folder to this identity.
    pub(crate) fn own(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Ours | Self::Namespace => Ok(()),
            Self::Other(account) => os::give(path, account),
        }
    }
}
