//! Which names of a database a config speaks of: `schemaFilter`, `tablesFilter` and
//! `entities.roles`, as each line of drizzle-kit reads them.

use super::{Config, Roles};
use crate::schema::glob::matches_name;
use mizzle_core::naming::Line;

/// Roles that a provider brings along, which a project does not manage.
const SUPABASE: &[&str] = &[
    "anon",
    "authenticator",
    "authenticated",
    "service_role",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "dashboard_user",
    "supabase_admin",
];
const NEON: &[&str] = &[
    "authenticated",
    "anonymous",
    "neon_superuser",
    "cloud_admin",
    "zenith_admin",
    "none",
    "neon_service",
];

/// The filters of a config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// `schemaFilter`
    pub schemas: Option<Vec<String>>,
    /// `tablesFilter`
    pub tables: Vec<String>,
    /// `entities.roles`
    pub roles: Roles,
}

impl Filter {
    /// Those of this config.
    pub fn of(config: &Config) -> Self {
        Self {
            schemas: config.schema_filter.clone(),
            tables: config.tables_filter.clone(),
            roles: config.roles.clone(),
        }
    }

    /// Is it one of the schemas? 0.x takes names as they are, and `public` where none is
    /// given; 1.0 takes patterns, and everything.
    pub fn has_schema(&self, line: Line, name: &str) -> bool {
        match (&self.schemas, line) {
            (None, Line::V0) => name == "public",
            (None, Line::V1) => true,
            (Some(names), Line::V0) => names.iter().any(|wanted| wanted == name),
            (Some(patterns), Line::V1) => selects(patterns, name),
        }
    }

    /// Is it the name of one of the tables or views?
    pub fn has_table(&self, name: &str) -> bool {
        selects(&self.tables, name)
    }

    /// Is it one of the roles? Those of the server itself never are.
    pub fn has_role(&self, name: &str) -> bool {
        if name.starts_with("pg_") {
            return false;
        }
        match &self.roles {
            Roles::Ignored => false,
            Roles::Managed => true,
            Roles::Filtered { provider, include, exclude } => {
                let of_provider = match provider.as_deref() {
                    Some("supabase") => SUPABASE.contains(&name),
                    Some("neon") => NEON.contains(&name),
                    Some(_) | None => false,
                };
                let has = |names: &[String]| names.iter().any(|other| other == name);
                !of_provider && !has(exclude) && (include.is_empty() || has(include))
            }
        }
    }
}

/// Every pattern counts: one with `!` must not match, and where there are others, one of
/// them must.
fn selects(patterns: &[String], name: &str) -> bool {
    let mut wanted = None;
    for pattern in patterns {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches_name(pattern, name) => return false,
            Some(_) => {}
            None => wanted = Some(wanted == Some(true) || matches_name(pattern, name)),
        }
    }
    wanted.unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn tables_by_all_patterns() {
        let filter = |patterns: &[&str]| Filter { tables: list(patterns), ..Filter::default() };
        assert!(filter(&[]).has_table("users"));
        assert!(filter(&["app_*"]).has_table("app_users"));
        assert!(!filter(&["app_*"]).has_table("users"));
        assert!(filter(&["a", "{b,c}*"]).has_table("cats"));
        assert!(!filter(&["*", "!cat?"]).has_table("cats"));
        assert!(filter(&["!cats"]).has_table("users"));
    }

    #[test]
    fn schemas_by_the_rules_of_each_line() {
        let all = Filter::default();
        assert!(all.has_schema(Line::V0, "public") && !all.has_schema(Line::V0, "app"));
        assert!(all.has_schema(Line::V1, "app"));
        let some = Filter { schemas: Some(list(&["app*"])), ..Filter::default() };
        assert!(!some.has_schema(Line::V0, "app1"));
        assert!(some.has_schema(Line::V1, "app1") && !some.has_schema(Line::V1, "public"));
    }

    #[test]
    fn roles_only_where_they_are_asked_for() {
        let filter = |roles| Filter { roles, ..Filter::default() };
        assert!(!filter(Roles::Ignored).has_role("app"));
        assert!(filter(Roles::Managed).has_role("app"));
        assert!(!filter(Roles::Managed).has_role("pg_monitor"));
        let of = |provider: Option<&str>, include: &[&str], exclude: &[&str]| {
            filter(Roles::Filtered {
                provider: provider.map(str::to_owned),
                include: list(include),
                exclude: list(exclude),
            })
        };
        assert!(!of(Some("supabase"), &[], &[]).has_role("anon"));
        assert!(of(Some("neon"), &[], &[]).has_role("anon"));
        assert!(!of(None, &["a"], &[]).has_role("b"));
        assert!(!of(None, &["a", "b"], &["b"]).has_role("b"));
    }
}
