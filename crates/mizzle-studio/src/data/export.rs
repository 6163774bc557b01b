//! `export` and `export/file`: rows as files.
//!
//! A table of any size goes to a file through nobody's memory only where the browser itself takes
//! the answer, and that it does by GET. So the call begins the file and answers with where it
//! waits. The GET runs nothing: it hands out what waits under a name of 256 random bits, to the
//! first who asks and for a minute, and what nobody fetches ends on the server too.

use super::rows::{filters, sorts};
use super::stream::{self, Pieces};
use crate::api::rows as api;
use crate::body::Body;
use crate::guard::DOWNLOAD;
use crate::refusal::{Answer, Refusal};
use crate::running::Running;
use crate::secret::Secret;
use crate::state::State;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, extract};
use mizzle_app::Explanation;
use mizzle_db::browse::{Export, Format};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// How long a file waits to be fetched. The browser asks at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many files may wait, each with a session on the server. The oldest makes room.
const MOST: usize = 4;

/// Files that are begun and wait to be fetched.
#[derive(Clone, Default)]
pub(super) struct Downloads(Arc<Mutex<VecDeque<Waiting>>>);

struct Waiting {
    ticket: Secret,
    file: File,
}

/// A file that is begun.
struct File {
    name: String,
    format: api::ExportFormat,
    pieces: Pieces,
}

/// Where files are fetched; no call, and so not under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new().route(&format!("{DOWNLOAD}{{ticket}}"), get(fetch))
}

/// Rows as the answer itself.
pub(super) async fn export(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::ExportRequest>,
) -> Result<Response, Refusal> {
    let file = begin(&state, request).await?;
    Ok(([(CONTENT_TYPE, content_type(file.format))], file.pieces.body()).into_response())
}

/// Rows as a file that waits.
pub(super) async fn export_file(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::ExportRequest>,
) -> Answer<api::Download> {
    let file = begin(&state, request).await?;
    let ticket = Secret::new().map_err(|error| Refusal::internal(error.to_string()))?;
    let path = format!("{DOWNLOAD}{}", ticket.reveal());
    let downloads = &state.data.downloads;
    downloads.keep(&state, Waiting { ticket: ticket.clone(), file })?;
    let waiting = Arc::downgrade(&downloads.0);
    tokio::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if let Some(downloads) = Weak::upgrade(&waiting).map(Downloads) {
            drop(downloads.take(ticket.reveal()));
        }
    });
    Ok(Json(api::Download { path }))
}

/// Hands out a file, once.
async fn fetch(
    extract::State(state): extract::State<State>,
    Path(ticket): Path<String>,
) -> Result<Response, Refusal> {
    let Some(file) = state.data.downloads.take(&ticket) else {
        let explanation =
            Explanation::new("not_found", "no file waits here: it was fetched, or waited too long");
        return Err(Refusal::of(StatusCode::NOT_FOUND, explanation.hint("export it again")));
    };
    let headers = [
        (CONTENT_TYPE, content_type(file.format).to_owned()),
        (CONTENT_DISPOSITION, disposition(&file.name, file.format)),
    ];
    Ok((headers, file.pieces.body()).into_response())
}

impl Downloads {
    fn keep(&self, state: &State, waiting: Waiting) -> Result<(), Refusal> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Set before the last look at what waits: what came after would wait for ever.
        if state.cancel.is_cancelled() {
            return Err(Refusal::new(StatusCode::CONFLICT, "cancelled", "the studio is ending"));
        }
        files.push_back(waiting);
        let oldest = if files.len() > MOST { files.pop_front() } else { None };
        drop(files);
        drop(oldest);
        Ok(())
    }

    fn take(&self, ticket: &str) -> Option<File> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = files.iter().position(|it| it.ticket.is(ticket.as_bytes()))?;
        files.remove(place).map(|it| it.file)
    }

    /// Ends all that waits.
    pub(super) fn stop(&self) {
        let files = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        drop(files);
    }
}

impl fmt::Debug for Downloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Downloads")
    }
}

async fn begin(state: &State, request: api::ExportRequest) -> Result<File, Refusal> {
    let token = Running::begin(state, None);
    let name = request.table.name.clone();
    let export = Export {
        table: request.table.into(),
        filters: filters(request.filters),
        sort: sorts(request.sort),
        keys: request.keys,
        format: match request.format {
            api::ExportFormat::Csv => Format::Csv,
            api::ExportFormat::Json => Format::Json,
            api::ExportFormat::Sql => Format::Sql,
            api::ExportFormat::Typescript => Format::Typescript,
        },
        names: BTreeMap::new(),
    };
    let shared = state.clone();
    let pieces = stream::begin(token, move |sink, cancel| {
        shared.data.browser.export(&export, sink, cancel).map(|()| true)
    });
    let pieces = pieces.await?.ok_or_else(|| Refusal::internal("a file without a beginning"))?;
    Ok(File { name, format: request.format, pieces })
}

fn content_type(format: api::ExportFormat) -> &'static str {
    match format {
        api::ExportFormat::Csv => "text/csv; charset=utf-8",
        api::ExportFormat::Json => "application/json",
        api::ExportFormat::Sql => "application/sql",
        api::ExportFormat::Typescript => "text/plain; charset=utf-8",
    }
}

/// Has the browser keep the file and never show it, under the table's name (RFC 6266, 8187).
fn disposition(table: &str, format: api::ExportFormat) -> String {
    let extension = match format {
        api::ExportFormat::Csv => "csv",
        api::ExportFormat::Json => "json",
        api::ExportFormat::Sql => "sql",
        api::ExportFormat::Typescript => "ts",
    };
    let mut name = String::new();
    for byte in format!("{table}.{extension}").into_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            name.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"export.{extension}\"; filename*=UTF-8''{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_table_is_nothing_but_a_name() {
        let name = |table| disposition(table, api::ExportFormat::Csv);
        assert_eq!(
            name("users"),
            "attachment; filename=\"export.csv\"; filename*=UTF-8''users.csv"
        );
        assert!(
            name("a\"; b\r\nSet-Cookie: c").ends_with("''a%22%3B%20b%0D%0ASet-Cookie%3A%20c.csv")
        );
        assert!(name("../größe").ends_with("''..%2Fgr%C3%B6%C3%9Fe.csv"));
    }
}
