//! Answers that are taken part by part, so that no more than one row is in memory, and what
//! a statement would answer before it runs.

use std::ops::ControlFlow;
use std::pin::pin;

use futures_util::StreamExt;
use tokio_postgres::SimpleQueryMessage;

use super::{Row, Session, SessionError};

/// A part of an answer, in order.
pub(crate) enum Part {
    /// The names of the columns; rows follow.
    Columns(Vec<String>),
    /// A row.
    Row(Row),
    /// A statement has ended, with so many rows read or changed.
    Done(u64),
}

/// A column of a result that is not there yet.
pub(crate) struct ResultColumn {
    /// The number of its type.
    pub(crate) oid: u32,
    /// What goes with the type: a length, a precision.
    pub(crate) modifier: i32,
}

impl Session {
    /// Runs a text and hands over its answer part by part. The server waits where nobody
    /// takes. After a break nothing more is handed over; the server is not told.
    pub(crate) async fn each(
        &self,
        sql: &str,
        take: &mut dyn FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), SessionError> {
        let stream = self.client.simple_query_raw(sql).await.map_err(|error| self.error(&error))?;
        let mut stream = pin!(stream);
        while let Some(message) = stream.next().await {
            let part = match message.map_err(|error| self.error(&error))? {
                SimpleQueryMessage::RowDescription(columns) => {
                    Part::Columns(columns.iter().map(|column| column.name().to_owned()).collect())
                }
                SimpleQueryMessage::Row(row) => Part::Row(Row(row)),
                SimpleQueryMessage::CommandComplete(rows) => Part::Done(rows),
                // The driver's enum may grow; what it says then is no part of an answer.
                _ => continue,
            };
            if take(part).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Has the server read a text that has to be one statement, and says which columns its
    /// rows will have: none where it gives no rows.
    pub(crate) async fn columns_of(&self, sql: &str) -> Result<Vec<ResultColumn>, SessionError> {
        let statement = self.client.prepare(sql).await.map_err(|error| self.error(&error))?;
        let columns = statement.columns().iter().map(|column| ResultColumn {
            oid: column.type_().oid(),
            modifier: column.type_modifier(),
        });
        Ok(columns.collect())
    }
}
