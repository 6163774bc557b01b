//! One short word for a schema, to tell whether two states are the same.

use super::schema::Schema;
use super::snapshot::{self, New, ORIGIN, Version};
use crate::script::sha256;

/// The hex SHA-256 of what the schema's v8 snapshot would say, whose form does not change
/// any more.
pub fn fingerprint(schema: &Schema) -> String {
    let text = snapshot::write(&New {
        version: Version::V8,
        id: ORIGIN,
        parents: &[],
        from: schema,
        to: schema,
        renames: &[],
    });
    sha256(text.as_bytes())
}
