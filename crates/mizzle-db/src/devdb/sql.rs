//! The few statements that the development database itself sends: making and
//! dropping databases, and cleaning up what is cluster-wide.

use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::error::DevError;
use super::wait::wait;

/// Connects; the connection is driven until the client is dropped.
pub(crate) async fn open(config: &Config, label: &str) -> Result<Client, DevError> {
    let (client, connection) =
        config.connect(NoTls).await.map_err(|error| DevError::server(label, &error))?;
    tokio::spawn(async move {
        // An error here also reaches whoever waits for an answer.
        let _ = connection.await;
    });
    Ok(client)
}

/// Sends the statements one by one over a connection of their own.
pub(crate) fn run(config: &Config, label: &str, statements: &[String]) -> Result<(), DevError> {
    block(label, async {
        let client = open(config, label).await?;
        for statement in statements {
            client
                .simple_query(statement)
                .await
                .map_err(|error| DevError::server(label, &error))?;
        }
        Ok(())
    })
}

/// The first column of every row of one query.
pub(crate) fn column(config: &Config, label: &str, query: &str) -> Result<Vec<String>, DevError> {
    block(label, async {
        let client = open(config, label).await?;
        let messages =
            client.simple_query(query).await.map_err(|error| DevError::server(label, &error))?;
        let mut values = Vec::new();
        for message in messages {
            if let SimpleQueryMessage::Row(row) = message {
                values.extend(row.get(0).map(str::to_owned));
            }
        }
        Ok(values)
    })
}

fn block<T: Send>(
    label: &str,
    future: impl Future<Output = Result<T, DevError>> + Send,
) -> Result<T, DevError> {
    wait(future).unwrap_or_else(|error| {
        Err(DevError::Server { label: label.to_owned(), message: error.to_string() })
    })
}

/// A database's or role's name in SQL.
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
