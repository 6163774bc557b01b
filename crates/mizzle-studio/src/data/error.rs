//! Errors of looking and changing as answers.

use crate::refusal::Refusal;
use axum::http::StatusCode;
use mizzle_app::Explanation;
use mizzle_db::browse::BrowseError;

impl From<BrowseError> for Refusal {
    fn from(error: BrowseError) -> Self {
        let explanation = |code| Explanation::new(code, error.to_string());
        let (status, explanation) = match &error {
            BrowseError::Connect(cause) => {
                let explanation = explanation("config_connection_error");
                let explanation = match cause.hint() {
                    Some(hint) => explanation.hint(hint),
                    None => explanation,
                };
                (StatusCode::BAD_GATEWAY, explanation)
            }
            BrowseError::Lost(_) => {
                (StatusCode::BAD_GATEWAY, explanation("config_connection_error"))
            }
            BrowseError::Server(cause) => {
                let mut explanation = explanation("query_error");
                for note in [&cause.detail, &cause.context].into_iter().flatten() {
                    explanation = explanation.note(note.clone());
                }
                if let Some(hint) = &cause.hint {
                    explanation = explanation.hint(hint.clone());
                }
                (StatusCode::UNPROCESSABLE_ENTITY, explanation)
            }
            BrowseError::Introspect(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, explanation("query_error"))
            }
            BrowseError::Cancelled => (StatusCode::CONFLICT, explanation("cancelled")),
            BrowseError::Slow(_) => (
                StatusCode::GATEWAY_TIMEOUT,
                explanation("too_slow")
                    .hint("filter by, or sort by, a column that begins an index")
                    .hint("in the console a query may take as long as it likes"),
            ),
            BrowseError::UnknownRelation(_)
            | BrowseError::UnknownColumn { .. }
            | BrowseError::NoRow => (StatusCode::NOT_FOUND, explanation("not_found")),
            BrowseError::Unreadable(_) => (StatusCode::FORBIDDEN, explanation("not_readable")),
            BrowseError::NoKey { .. } | BrowseError::ReadOnly { .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, explanation("not_changeable"))
            }
            BrowseError::WrongKey { .. } | BrowseError::Filter(_) | BrowseError::Request(_) => {
                (StatusCode::BAD_REQUEST, explanation("bad_request"))
            }
            BrowseError::Sink(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, explanation("internal_error"))
            }
        };
        Self::of(status, explanation)
    }
}
