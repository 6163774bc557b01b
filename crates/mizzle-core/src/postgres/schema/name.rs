//! Names: of objects in schemas, and of constraints and indexes.

use std::fmt;

/// The schema that Postgres uses where none is named.
pub const PUBLIC: &str = "public";

/// The name of an object that lives in a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The schema, `public` included.
    pub schema: String,
    /// The object's own name.
    pub name: String,
}

impl QName {
    /// A name in a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: schema.into(), name: name.into() }
    }

    /// A name in `public`.
    pub fn public(name: impl Into<String>) -> Self {
        Self::new(PUBLIC, name)
    }

    /// Is it in `public`?
    pub fn is_public(&self) -> bool {
        self.schema == PUBLIC
    }
}

/// For messages: `users`, `auth.users`. SQL is written by `render` alone.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_public() {
            f.write_str(&self.name)
        } else {
            write!(f, "{}.{}", self.schema, self.name)
        }
    }
}

/// The name of a constraint or index, with its origin.
///
/// A name that nobody wrote follows a rule, and the two lines of drizzle-kit
/// have different rules. Objects with such a name are compared by content, and
/// keep the name they have in the database.
///
/// In a database every object has a name, and nothing says who chose it: a key keeps its
/// name when its table gets another, so that even one that no rule gives may have come
/// from a rule. All names that are read from a database therefore count as derived. Then
/// an object that nobody named in the schema file keeps the name it has, and one that
/// somebody named gets that name. Where the server shortened within a name that it chose
/// itself, the text is the whole name again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name, never cut: the server cuts at 63 bytes, `names` knows how.
    pub text: String,
    /// Did the author of the schema write it?
    pub explicit: bool,
}

impl Name {
    /// A name that the author wrote.
    pub fn explicit(text: impl Into<String>) -> Self {
        Self { text: text.into(), explicit: true }
    }

    /// A name that follows from a rule.
    pub fn derived(text: impl Into<String>) -> Self {
        Self { text: text.into(), explicit: false }
    }
}
