//! The JSON object that a request carries.

use crate::refusal::Refusal;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

/// What was asked, read from the body. Its content type and its size are the guard's.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the request is too large")
            } else {
                Refusal::bad("the request ended before its body was whole")
            }
        })?;
        let body = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
        serde_json::from_slice(body).map(Self).map_err(|error| {
            Refusal::bad(format!("the request is not what this call takes: {error}"))
        })
    }
}
