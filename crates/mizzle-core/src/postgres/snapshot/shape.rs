//! Which fields drizzle-kit asks of a snapshot. Reading is more tolerant; a file that lacks
//! one is *malformed* to the kit of its version.

use super::{ReadError, Version};
use crate::json;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The first field that a snapshot lacks; `None` where the kit has nothing to say.
///
/// # Errors
///
/// The text is no JSON object.
pub fn lacks(text: &str, version: Version) -> Result<Option<&'static str>, ReadError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Shape {
        dialect: Option<IgnoredAny>,
        id: Option<IgnoredAny>,
        prev_id: Option<IgnoredAny>,
        prev_ids: Option<IgnoredAny>,
        tables: Option<IgnoredAny>,
        enums: Option<IgnoredAny>,
        schemas: Option<IgnoredAny>,
        #[serde(rename = "_meta")]
        meta: Option<IgnoredAny>,
        #[serde(rename = "type")]
        kind: Option<IgnoredAny>,
        footprints: Option<IgnoredAny>,
        ddl: Option<IgnoredAny>,
        deltas: Option<IgnoredAny>,
    }
    let shape: Shape = json::parse(text)?;
    let wanted: &[(&'static str, bool)] = match version {
        // No kit checks them: they are to be converted first.
        Version::V4 | Version::V5 | Version::V6 => &[],
        Version::V7 => &[
            ("dialect", shape.dialect.is_some()),
            ("id", shape.id.is_some()),
            ("prevId", shape.prev_id.is_some()),
            ("tables", shape.tables.is_some()),
            ("enums", shape.enums.is_some()),
            ("schemas", shape.schemas.is_some()),
            ("_meta", shape.meta.is_some()),
        ],
        Version::V8 => &[
            ("dialect", shape.dialect.is_some()),
            ("id", shape.id.is_some()),
            ("prevIds", shape.prev_ids.is_some()),
            ("ddl", shape.ddl.is_some()),
        ],
        Version::V9 => &[
            ("dialect", shape.dialect.is_some()),
            ("id", shape.id.is_some()),
            ("prevIds", shape.prev_ids.is_some()),
            ("type", shape.kind.is_some()),
            ("footprints", shape.footprints.is_some()),
            ("deltas", shape.ddl.is_some() || shape.deltas.is_some()),
        ],
    };
    Ok(wanted.iter().find(|(_, is_there)| !is_there).map(|(field, _)| *field))
}
