//! Which of drizzle's two lines a project belongs to.

/// The line of drizzle-kit whose names and statement shapes a project uses.
///
/// The two lines name unnamed constraints differently (`posts_user_id_users_id_fk`
/// against `posts_user_id_users_id_fkey`), so the line follows from what lies in
/// the migrations folder and is never changed by mizzle: a change would rename
/// every constraint of an existing project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// drizzle-kit 0.x: `NNNN_name.sql`, `meta/_journal.json`, snapshot v7.
    V0,
    /// drizzle-kit 1.0: `YYYYMMDDHHMMSS_name/`, snapshot v8 or v9.
    V1,
}

/// How a column key without an explicit name becomes a column name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Casing {
    /// `casing: "snake_case"`
    Snake,
    /// `casing: "camelCase"`
    Camel,
}
