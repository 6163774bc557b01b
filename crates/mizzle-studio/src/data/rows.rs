//! `rows`, `count` and `cell`.

use super::call::ending;
use super::stream;
use crate::api::rows as api;
use crate::body::Body;
use crate::refusal::{Answer, Refusal};
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use mizzle_db::browse::{self, BrowseError, Operator, Page};

pub(super) async fn rows(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::RowsRequest>,
) -> Answer<api::Rows> {
    let page = Page {
        table: request.table.into(),
        filters: filters(request.filters),
        sort: sorts(request.sort),
        limit: request.limit,
        offset: request.offset,
    };
    ending(state, slot(request.slot), move |browser, cancel| {
        let rows = browser.rows(&page, cancel)?;
        Ok::<_, BrowseError>(api::Rows {
            columns: rows.columns,
            rows: rows.rows.into_iter().map(api::Row::from).collect(),
            has_more: rows.has_more,
            milliseconds: rows.milliseconds,
        })
    })
    .await
}

pub(super) async fn count(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::CountRequest>,
) -> Answer<api::Count> {
    let (table, filters) = (request.table.into(), filters(request.filters));
    ending(state, slot(request.slot), move |browser, cancel| {
        let count = browser.count(&table, &filters, request.is_exact, cancel)?;
        Ok::<_, BrowseError>(api::Count { rows: count.rows, is_exact: count.is_exact })
    })
    .await
}

/// The whole value; no content at all for NULL.
pub(super) async fn cell(
    extract::State(state): extract::State<State>,
    Body(request): Body<api::CellRequest>,
) -> Result<Response, Refusal> {
    let token = Running::begin(&state, None);
    let table = request.table.into();
    let pieces = stream::begin(token, move |sink, cancel| {
        state.data.browser.value(&table, &request.key, &request.column, sink, cancel)
    });
    Ok(match pieces.await? {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(pieces) => {
            ([(CONTENT_TYPE, "application/octet-stream")], pieces.body()).into_response()
        }
    })
}

/// The page chooses the names of slots; those of the console are others.
fn slot(slot: Option<String>) -> Option<String> {
    slot.map(|slot| format!("slot {slot}"))
}

pub(super) fn filters(filters: Vec<api::Filter>) -> Vec<browse::Filter> {
    let filters = filters.into_iter().map(|filter| browse::Filter {
        column: filter.column,
        operator: filter.operator.into(),
        values: filter.values,
    });
    filters.collect()
}

pub(super) fn sorts(sorts: Vec<api::Sort>) -> Vec<browse::Sort> {
    let sorts = sorts.into_iter();
    sorts.map(|it| browse::Sort { column: it.column, is_descending: it.is_descending }).collect()
}

impl From<api::Operator> for Operator {
    fn from(operator: api::Operator) -> Self {
        match operator {
            api::Operator::Equals => Self::Equals,
            api::Operator::NotEquals => Self::NotEquals,
            api::Operator::Less => Self::Less,
            api::Operator::AtMost => Self::AtMost,
            api::Operator::Greater => Self::Greater,
            api::Operator::AtLeast => Self::AtLeast,
            api::Operator::Contains => Self::Contains,
            api::Operator::StartsWith => Self::StartsWith,
            api::Operator::Like => Self::Like,
            api::Operator::In => Self::In,
            api::Operator::IsNull => Self::IsNull,
            api::Operator::IsNotNull => Self::IsNotNull,
        }
    }
}

impl From<browse::Row> for api::Row {
    fn from(row: browse::Row) -> Self {
        Self { key: row.key, cells: row.cells.into_iter().map(api::Cell::from).collect() }
    }
}

impl From<browse::Cell> for api::Cell {
    fn from(cell: browse::Cell) -> Self {
        match cell {
            browse::Cell::Null => Self::Null,
            browse::Cell::Text(text) => Self::Text(text),
            browse::Cell::Cut { cut, bytes } => Self::Cut { cut, bytes },
        }
    }
}
