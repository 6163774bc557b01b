//! What `pg_dump` says about a database, in a form that two databases of one schema
//! have in common.

use std::collections::BTreeSet;
use std::process::Command;

/// The schema of a database: its statements sorted, and the columns within each table.
/// The order of columns is no difference, and that of objects is the dump's own.
pub(crate) fn schema(url: &str) -> String {
    let program = std::env::var_os("MIZZLE_TEST_PG_DUMP").unwrap_or_else(|| "pg_dump".into());
    let output = Command::new(&program)
        .args(["--schema-only", "--no-owner", "--no-tablespaces", "--dbname", url])
        .output()
        .unwrap_or_else(|error| {
            panic!("cannot run {}: {error}; MIZZLE_TEST_PG_DUMP names it", program.display())
        });
    assert!(output.status.success(), "pg_dump failed: {}", String::from_utf8_lossy(&output.stderr));
    normal(&String::from_utf8(output.stdout).unwrap())
}

/// The lines that only one of two dumps has: `+` the first, `-` the second.
pub(crate) fn difference(found: &str, fresh: &str) -> String {
    let only = |sign: &str, one: &str, other: &str| -> String {
        let other: BTreeSet<&str> = other.lines().collect();
        one.lines()
            .filter(|line| !other.contains(line))
            .map(|line| format!("{sign} {line}\n"))
            .collect()
    };
    format!("{}{}", only("+", found, fresh), only("-", fresh, found))
}

fn normal(dump: &str) -> String {
    let lines: Vec<&str> = dump
        .lines()
        .filter(|line| {
            // A random key, and comments that repeat the names.
            !(line.starts_with("--")
                || line.starts_with("\\restrict")
                || line.starts_with("\\unrestrict")
                || is_private_option(line))
        })
        .collect();
    let mut statements: Vec<String> = lines
        .split(|line| line.trim().is_empty())
        .filter(|statement| !statement.is_empty())
        .map(|statement| {
            if statement[0].starts_with("CREATE POLICY") {
                return with_roles_in_order(&statement.join("\n"));
            }
            if !statement[0].starts_with("CREATE TABLE") {
                return statement.join("\n");
            }
            let mut inner: Vec<String> = statement[1..statement.len() - 1]
                .iter()
                .map(|line| without_not_null_name(line.trim_end_matches(',')))
                .collect();
            inner.sort_unstable();
            let last = statement[statement.len() - 1];
            format!("{}\n{}\n{last}", statement[0], inner.join("\n"))
        })
        .filter(|statement| {
            !statement.starts_with("SET ") && !statement.starts_with("SELECT pg_catalog.set_config")
        })
        .collect();
    statements.sort();
    statements.join("\n\n")
}

/// The server keeps the roles of a policy in the order in which they were written, which
/// means nothing, and says them by the names that they have.
fn with_roles_in_order(policy: &str) -> String {
    let Some(start) = policy.find(" TO ").map(|at| at + " TO ".len()) else {
        return policy.to_owned();
    };
    let ends = [" USING (", " WITH CHECK (", ";"];
    let end = ends.iter().filter_map(|end| policy[start..].find(end)).min().unwrap_or(0);
    let mut roles: Vec<&str> = policy[start..start + end].split(", ").collect();
    roles.sort_unstable();
    format!("{}{}{}", &policy[..start], roles.join(", "), &policy[start + end..])
}

/// Since version 18 the server gives NOT NULL a name, after the column's first name.
/// It means nothing to anybody else.
fn without_not_null_name(line: &str) -> String {
    let Some(end) = line.find(" NOT NULL") else { return line.to_owned() };
    match line[..end].rfind(" CONSTRAINT ") {
        Some(start) => format!("{}{}", &line[..start], &line[end..]),
        None => line.to_owned(),
    }
}

/// Debian's servers keep a number of their own with every column, which their own
/// `pg_dump` leaves out and others print.
fn is_private_option(line: &str) -> bool {
    line.starts_with("ALTER TABLE") && line.contains(" SET (pg_attver=") && line.ends_with(");")
}
