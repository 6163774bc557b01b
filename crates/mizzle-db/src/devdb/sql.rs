//! The few statements that the development database itself sends: making and
//! dropping databases, and cleaning up what is cluster-wide.

use super::error::DevError;
use super::wait::wait;
use crate::connect::{Session, connect};
use crate::target::Target;

/// Sends the statements one by one over a connection of their own.
pub(crate) fn run(target: &Target, label: &str, statements: &[String]) -> Result<(), DevError> {
    ask(label, async {
        let session = connect(target).await?;
        for statement in statements {
            session.execute(statement).await.map_err(|error| DevError::sql(label, error))?;
        }
        Ok(())
    })
}

/// The first column of every row of one query.
pub(crate) fn column(target: &Target, label: &str, query: &str) -> Result<Vec<String>, DevError> {
    ask(label, async {
        let session: Session = connect(target).await?;
        let rows = session.query(query).await.map_err(|error| DevError::sql(label, error))?;
        Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
    })
}

/// What the server at this target calls its version.
pub(crate) fn version(target: &Target) -> Result<String, DevError> {
    ask("the development database", async {
        Ok(connect(target).await?.server_version().to_owned())
    })
}

/// Waits for work on the server; an error of its connection is told by the label.
pub(super) fn ask<T: Send>(
    label: &str,
    future: impl Future<Output = Result<T, DevError>> + Send,
) -> Result<T, DevError> {
    wait(future).unwrap_or_else(|error| {
        Err(DevError::Server { label: label.to_owned(), message: error.to_string() })
    })
}

/// The target that one of our own URLs means, whatever the environment says.
pub(crate) fn target_of(url: &str) -> Result<Target, DevError> {
    Target::parse(url, &|_| None).map_err(|error| DevError::Url { reason: error.to_string() })
}
