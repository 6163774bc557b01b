//! Columns, with what is known of a type that did not come with the server.

use super::Oid;

/// `pg_attribute`: a column of a table or view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Whose it is.
    pub relation: Oid,
    /// `attnum`, from 1.
    pub number: i16,
    /// Its name.
    pub name: String,
    /// Its type, as `format_type` prints it.
    pub type_text: String,
    /// The type's number.
    pub type_oid: Oid,
    /// The type of one element, where it is none of the server's own.
    pub base: Option<BaseType>,
    /// `attndims`, which is no more than a hint.
    pub dimensions: u16,
    /// Is it `NOT NULL`?
    pub not_null: bool,
    /// `attidentity`: `a`, `d`, or blank.
    pub identity: char,
    /// `attgenerated`: `s`, `v`, or blank.
    pub generated: char,
    /// The default, or what it is generated as.
    pub default: Option<String>,
    /// The number of its collation.
    pub collation: Oid,
    /// The collation's name, where it is not that of the type.
    pub own_collation: Option<String>,
    /// `attstorage`, where it is not that of the type.
    pub own_storage: Option<char>,
    /// `attcompression`, where one was chosen.
    pub compression: Option<char>,
    /// `attstattarget`, where one was chosen.
    pub statistics: Option<i32>,
    /// `attoptions`
    pub options: Vec<String>,
    /// Does it have privileges of its own?
    pub grants: bool,
}

/// A type that did not come with the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseType {
    /// Its schema's name.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `typtype`: `e` for an enum.
    pub kind: char,
    /// Does an extension own it?
    pub of_extension: bool,
}
