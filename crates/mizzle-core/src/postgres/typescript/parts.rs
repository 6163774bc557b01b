//! What stands in the extras of a table: keys, constraints, indexes, policies.

use super::columns::{is_inline_key, is_inline_unique};
use super::words::{member, quoted};
use super::{Unsaid, Writer, unsaid};
use crate::postgres::change::Part;
use crate::postgres::names;
use crate::postgres::schema::{
    Action, Check, ForeignKey, Index, IndexColumn, IndexKey, Nulls, Policy, PolicyCommand,
    PolicyKind, PrimaryKey, QName, Table, Unique,
};
use std::fmt::Write;

impl Writer<'_> {
    /// The parts of a table that stand in its extras, each without the comma behind it.
    ///
    /// # Errors
    /// One of them cannot be written.
    pub fn extras(&mut self, table: &QName, content: &Table) -> Result<Vec<String>, Unsaid> {
        let mut all = Vec::new();
        for part in parts_of(content) {
            if !self.is_on_a_column(table, &part) {
                all.push(self.part(table, &part)?);
            }
        }
        Ok(all)
    }

    /// Is it written on a column, and not in the extras?
    #[must_use]
    pub fn is_on_a_column(&self, table: &QName, part: &Part) -> bool {
        match part {
            Part::PrimaryKey(it) => it.columns.first().is_some_and(|c| is_inline_key(table, it, c)),
            Part::Unique(it) => it.columns.first().is_some_and(|c| is_inline_unique(it, c)),
            Part::ForeignKey(it) => {
                it.columns.first().is_some_and(|c| self.is_inline(table, it, c))
            }
            Part::Check(_) | Part::Index(_) | Part::Policy(_) => false,
        }
    }

    /// A part as it stands in the extras of its table, without the comma behind it:
    /// `index("users_email").on(t.email)`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn part(&mut self, table: &QName, part: &Part) -> Result<String, Unsaid> {
        match part {
            Part::PrimaryKey(key) => Ok(self.primary_key(table, key)),
            Part::Unique(unique) => Ok(self.unique(table, unique)),
            Part::Check(check) => Ok(self.check(check)),
            Part::ForeignKey(key) => self.foreign_key(table, key),
            Part::Index(index) => self.index(table, index),
            Part::Policy(policy) => Ok(self.policy(policy)),
        }
    }

    fn column_of(&self, table: &QName, column: &str) -> String {
        member(self.table, &self.names.key(table, column))
    }

    fn columns_of(&self, table: &QName, columns: &[String]) -> String {
        let all: Vec<String> = columns.iter().map(|it| self.column_of(table, it)).collect();
        all.join(", ")
    }

    fn primary_key(&mut self, table: &QName, key: &PrimaryKey) -> String {
        let derived = names::primary_key(self.line, &table.name, &key.columns);
        let name = if key.name.text == derived {
            String::new()
        } else {
            format!("name: {}, ", quoted(&key.name.text))
        };
        let columns = self.columns_of(table, &key.columns);
        format!("{}({{ {name}columns: [{columns}] }})", self.core("primaryKey"))
    }

    fn unique(&mut self, table: &QName, unique: &Unique) -> String {
        let derived = names::table_unique(&table.name, &unique.columns);
        let name =
            if unique.name.text == derived { String::new() } else { quoted(&unique.name.text) };
        let columns = self.columns_of(table, &unique.columns);
        let nulls = if unique.nulls_not_distinct { ".nullsNotDistinct()" } else { "" };
        format!("{}({name}).on({columns}){nulls}", self.core("unique"))
    }

    fn check(&mut self, check: &Check) -> String {
        let sql = self.sql(&check.expression);
        format!("{}({}, {sql})", self.core("check"), quoted(&check.name))
    }

    fn foreign_key(&mut self, table: &QName, key: &ForeignKey) -> Result<String, Unsaid> {
        let target = self.relation(&key.target, || format!("foreign key {}", key.name.text))?;
        let derived = names::foreign_key(
            self.line,
            &table.name,
            &key.columns,
            &key.target.name,
            &key.target_columns,
        );
        let name = if key.name.text == derived {
            String::new()
        } else {
            format!("name: {}, ", quoted(&key.name.text))
        };
        let columns = self.columns_of(table, &key.columns);
        // The extras of a table that refers to itself have its columns at hand.
        let of = if key.target == *table { self.table.to_owned() } else { target };
        let foreign: Vec<String> = (key.target_columns.iter())
            .map(|column| member(&of, &self.names.key(&key.target, column)))
            .collect();
        let mut text = format!(
            "{}({{ {name}columns: [{columns}], foreignColumns: [{}] }})",
            self.core("foreignKey"),
            foreign.join(", ")
        );
        for (word, action) in [("onDelete", key.on_delete), ("onUpdate", key.on_update)] {
            if let Some(action) = self::action(action) {
                let _ = write!(text, ".{word}(\"{action}\")");
            }
        }
        Ok(text)
    }

    fn index(&mut self, table: &QName, index: &Index) -> Result<String, Unsaid> {
        let builder = self.core(if index.unique { "uniqueIndex" } else { "index" });
        let plain: Option<Vec<String>> =
            index.plain_columns().map(|columns| columns.into_iter().cloned().collect());
        let is_derived =
            plain.is_some_and(|columns| index.name.text == names::index(&table.name, &columns));
        let name = if is_derived { String::new() } else { quoted(&index.name.text) };
        let mut columns = Vec::new();
        for part in &index.columns {
            columns.push(self.index_column(table, &index.name.text, part)?);
        }
        let columns = columns.join(", ");
        let mut text = if index.method == "btree" {
            format!("{builder}({name}).on({columns})")
        } else {
            format!("{builder}({name}).using({}, {columns})", quoted(&index.method))
        };
        if index.concurrently {
            text.push_str(".concurrently()");
        }
        if let Some(predicate) = &index.predicate {
            let sql = self.sql(predicate);
            let _ = write!(text, ".where({sql})");
        }
        if !index.with.is_empty() {
            let members: Vec<String> = index
                .with
                .iter()
                .map(|(name, value)| format!("{}: {}", super::words::key(name), scalar(value)))
                .collect();
            let _ = write!(text, ".with({{ {} }})", members.join(", "));
        }
        Ok(text)
    }

    fn index_column(
        &mut self,
        table: &QName,
        index: &str,
        part: &IndexColumn,
    ) -> Result<String, Unsaid> {
        let usual = if part.descending { Nulls::First } else { Nulls::Last };
        let column = match &part.key {
            IndexKey::Column(column) => self.column_of(table, column),
            IndexKey::Expression(sql) => {
                if part.descending || part.nulls != usual || part.opclass.is_some() {
                    let why = "an expression has no order and no operator class there";
                    return Err(unsaid(format!("index {index}"), why));
                }
                return Ok(self.sql(sql));
            }
        };
        let mut text = column;
        match (part.descending, part.nulls) {
            (false, Nulls::Last) => {}
            (false, Nulls::First) => text.push_str(".asc().nullsFirst()"),
            (true, Nulls::First) => text.push_str(".desc().nullsFirst()"),
            (true, Nulls::Last) => text.push_str(".desc().nullsLast()"),
        }
        if let Some(opclass) = &part.opclass {
            let _ = write!(text, ".op({})", quoted(opclass));
        }
        Ok(text)
    }

    /// `pgPolicy("name", { … })`
    pub(super) fn policy(&mut self, policy: &Policy) -> String {
        let mut members = Vec::new();
        match policy.kind {
            PolicyKind::Permissive => {}
            PolicyKind::Restrictive => members.push("as: \"restrictive\"".to_owned()),
        }
        match policy.command {
            PolicyCommand::All => {}
            command @ (PolicyCommand::Select
            | PolicyCommand::Insert
            | PolicyCommand::Update
            | PolicyCommand::Delete) => {
                members.push(format!("for: \"{}\"", command.as_sql().to_lowercase()));
            }
        }
        match policy.roles.as_slice() {
            [] => {}
            [public] if public == "public" => {}
            [role] => members.push(format!("to: {}", self.role(role))),
            roles => {
                let all: Vec<String> = roles.iter().map(|role| self.role(role)).collect();
                members.push(format!("to: [{}]", all.join(", ")));
            }
        }
        for (word, sql) in [("using", &policy.using), ("withCheck", &policy.with_check)] {
            if let Some(sql) = sql {
                members.push(format!("{word}: {}", self.sql(sql)));
            }
        }
        let options = if members.is_empty() {
            String::new()
        } else {
            format!(", {{ {} }}", members.join(", "))
        };
        format!("{}({}{options})", self.core("pgPolicy"), quoted(&policy.name))
    }

    /// A role that the file exports by its export, any other by its name.
    fn role(&self, role: &str) -> String {
        self.names.roles.get(role).cloned().unwrap_or_else(|| quoted(role))
    }
}

/// All parts, in the order in which files have them.
fn parts_of(table: &Table) -> Vec<Part> {
    let mut parts: Vec<Part> = table.primary_key.iter().cloned().map(Part::PrimaryKey).collect();
    parts.extend(table.uniques.iter().cloned().map(Part::Unique));
    parts.extend(table.foreign_keys.iter().cloned().map(Part::ForeignKey));
    parts.extend(table.indexes.iter().cloned().map(Part::Index));
    parts.extend(table.checks.iter().cloned().map(Part::Check));
    parts.extend(table.policies.iter().cloned().map(Part::Policy));
    parts
}

/// The word of drizzle-orm; `None` for what is not written.
pub(super) fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("restrict"),
        Action::Cascade => Some("cascade"),
        Action::SetNull => Some("set null"),
        Action::SetDefault => Some("set default"),
    }
}

/// The value of a storage parameter: a number or a boolean as such.
pub(super) fn scalar(value: &str) -> String {
    let is_number = value.parse::<f64>().is_ok_and(f64::is_finite)
        && value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if is_number || matches!(value, "true" | "false") { value.to_owned() } else { quoted(value) }
}
