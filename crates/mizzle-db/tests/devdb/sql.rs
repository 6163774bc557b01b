//! Asks a database something, by its URL.

use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// Runs a future to its end.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A session on a database.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The first column of the last row, as text.
pub(crate) async fn value(client: &Client, query: &str) -> String {
    let messages = client.simple_query(query).await.unwrap();
    let row = messages.iter().rev().find_map(|message| {
        let SimpleQueryMessage::Row(row) = message else { return None };
        Some(row.get(0).unwrap_or("NULL").to_owned())
    });
    row.unwrap_or_else(|| panic!("no row from {query}"))
}

/// The first column of the last row of a query on a session of its own.
pub(crate) fn ask(url: &str, query: &str) -> String {
    wait(async { value(&connect(url).await, query).await })
}
