//! What a schema file exports.

use super::columns::{says_rls_first, sequence_options};
use super::parts::scalar;
use super::words::{key, quoted};
use super::{Import, Unsaid, Writer, unsaid};
use crate::postgres::schema::{
    Enum, ForeignKey, LinkedPolicy, QName, Role, Sequence, SequenceOptions, Table, View,
};
use crate::postgres::sequences;
use std::fmt::Write;

impl Writer<'_> {
    /// `export const auth = pgSchema("auth");`
    ///
    /// # Errors
    /// The schema has no name in the file.
    pub fn namespace(&mut self, name: &str) -> Result<String, Unsaid> {
        let export = self.names.namespaces.get(name).cloned();
        let export = export.ok_or_else(|| no_name(format!("schema {name}")))?;
        Ok(format!("export const {export} = {}({});", self.core("pgSchema"), quoted(name)))
    }

    /// `export const mood = pgEnum("mood", ["sad", "ok"]);`
    ///
    /// # Errors
    /// The enum or its schema has no name in the file.
    pub fn enumeration(&mut self, name: &QName, content: &Enum) -> Result<String, Unsaid> {
        let what = || format!("enum {name}");
        let export = self.names.enums.get(name).cloned().ok_or_else(|| no_name(what()))?;
        let builder = self.builder(name, "pgEnum", "enum", what)?;
        let values: Vec<String> = content.values.iter().map(|value| quoted(value)).collect();
        Ok(format!(
            "export const {export} = {builder}({}, [{}]);",
            quoted(&name.name),
            values.join(", ")
        ))
    }

    /// `export const tickets = pgSequence("tickets", { startWith: 5 });`
    ///
    /// # Errors
    /// As for [`Self::enumeration`].
    pub fn sequence(&mut self, name: &QName, sequence: &Sequence) -> Result<String, Unsaid> {
        let what = || format!("sequence {name}");
        let export = self.names.sequences.get(name).cloned().ok_or_else(|| no_name(what()))?;
        let builder = self.builder(name, "pgSequence", "sequence", what)?;
        let options: SequenceOptions =
            sequences::fold(sequence.options.clone(), sequences::Range::BIGINT);
        let options = sequence_options(&options);
        let options = if options.is_empty() {
            String::new()
        } else {
            format!(", {{ {} }}", options.join(", "))
        };
        Ok(format!("export const {export} = {builder}({}{options});", quoted(&name.name)))
    }

    /// `export const admin = pgRole("admin", { createDb: true });`
    ///
    /// # Errors
    /// It has no name in the file, or says what drizzle-orm cannot.
    pub fn role_of(&mut self, name: &str, role: &Role) -> Result<String, Unsaid> {
        let what = format!("role {name}");
        let export = self.names.roles.get(name).cloned();
        let export = export.ok_or_else(|| no_name(what.clone()))?;
        let said = Role {
            create_db: role.create_db,
            create_role: role.create_role,
            inherit: role.inherit,
            ..Role::default()
        };
        if said != *role {
            return Err(unsaid(what, "it has attributes that no schema file has a word for"));
        }
        let words = [
            ("createDb", role.create_db),
            ("createRole", role.create_role),
            ("inherit", role.inherit),
        ];
        let members: Vec<String> =
            words.iter().filter_map(|(word, on)| Some(format!("{word}: {}", (*on)?))).collect();
        let options = if members.is_empty() {
            String::new()
        } else {
            format!(", {{ {} }}", members.join(", "))
        };
        Ok(format!("export const {export} = {}({}{options});", self.core("pgRole"), quoted(name)))
    }

    /// A table with everything that belongs to it.
    ///
    /// # Errors
    /// Something of it cannot be written.
    pub fn table(&mut self, name: &QName, table: &Table) -> Result<String, Unsaid> {
        let what = || format!("table {name}");
        let export = self.relation(name, what)?;
        let mut builder = self.builder(name, "pgTable", "table", what)?;
        let switched = table.rls_enabled;
        if switched && says_rls_first(self.line) {
            builder.push_str(".withRLS");
        }
        let mut text = format!("export const {export} = {builder}({}, {{\n", quoted(&name.name));
        for column in table.columns.keys() {
            let _ = writeln!(text, "  {},", self.column(name, table, column)?);
        }
        text.push('}');
        let extras = self.extras(name, table)?;
        if !extras.is_empty() {
            // Two tables that name each other in their extras leave TypeScript without a type.
            let is_open =
                |key: &ForeignKey| key.target != *name && !self.earlier.contains(&key.target);
            let annotation = if table.foreign_keys.iter().any(is_open) {
                self.imports.insert(Import {
                    module: "drizzle-orm/pg-core",
                    name: "PgTableExtraConfigValue",
                    is_type: true,
                });
                ": PgTableExtraConfigValue[]"
            } else {
                ""
            };
            let _ = writeln!(text, ", ({}){annotation} => [", self.table);
            for part in extras {
                let _ = writeln!(text, "  {part},");
            }
            text.push(']');
        }
        text.push(')');
        if switched && !says_rls_first(self.line) {
            text.push_str(".enableRLS()");
        }
        text.push(';');
        Ok(text)
    }

    /// A view, with the columns that are known of it.
    ///
    /// # Errors
    /// Something of it cannot be written.
    pub fn view(&mut self, name: &QName, view: &View) -> Result<String, Unsaid> {
        let what = || format!("view {name}");
        let export = self.relation(name, what)?;
        let builder = if view.materialized {
            self.builder(name, "pgMaterializedView", "materializedView", what)?
        } else {
            self.builder(name, "pgView", "view", what)?
        };
        let mut text = format!("export const {export} = {builder}({}, {{", quoted(&name.name));
        for (column, declared) in &view.columns {
            let pieces = self.declaration(name, column, &declared.column)?;
            let declaration = format!("{}{}", pieces.builder, pieces.values());
            let not_null = if declared.column.not_null { ".notNull()" } else { "" };
            let _ = write!(
                text,
                "\n  {}: {declaration}{not_null},",
                key(&self.names.key(name, column))
            );
        }
        text.push_str(if view.columns.is_empty() { "})" } else { "\n})" });
        if !view.with.is_empty() {
            let members: Vec<String> = view
                .with
                .iter()
                .map(|(option, value)| format!("{}: {}", camel(option), scalar(value)))
                .collect();
            let _ = write!(text, ".with({{ {} }})", members.join(", "));
        }
        if let Some(method) = &view.using {
            let _ = write!(text, ".using({})", quoted(method));
        }
        if let Some(tablespace) = &view.tablespace {
            let _ = write!(text, ".tablespace({})", quoted(tablespace));
        }
        if view.with_no_data {
            text.push_str(".withNoData()");
        }
        match &view.definition {
            Some(definition) if !view.existing => {
                let sql = self.sql(definition);
                let _ = write!(text, ".as({sql});");
            }
            Some(_) | None => text.push_str(".existing();"),
        }
        Ok(text)
    }

    /// A policy on a table that the file exports somewhere.
    ///
    /// # Errors
    /// The file has no such table.
    pub fn linked_policy(&mut self, export: &str, linked: &LinkedPolicy) -> Result<String, Unsaid> {
        let what = || format!("policy {} on {}", linked.policy.name, linked.table);
        let table = self.relation(&linked.table, what)?;
        Ok(format!("export const {export} = {}.link({table});", self.policy(&linked.policy)))
    }

    /// What makes an object of its kind: of the schema that it lies in, or of none.
    fn builder(
        &mut self,
        name: &QName,
        free: &'static str,
        of_schema: &str,
        what: impl Fn() -> String,
    ) -> Result<String, Unsaid> {
        if name.is_public() {
            return Ok(self.core(free).to_owned());
        }
        let schema = self.names.namespaces.get(&name.schema).ok_or_else(|| {
            unsaid(what(), format!("the schema files have no `pgSchema({})`", quoted(&name.schema)))
        })?;
        Ok(format!("{schema}.{of_schema}"))
    }
}

fn no_name(what: String) -> Unsaid {
    unsaid(what, "it has no name in the schema files")
}

/// `check_option` → `checkOption`
fn camel(option: &str) -> String {
    let mut words = option.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        text.extend(chars.next().map(|ch| ch.to_ascii_uppercase()));
        text.push_str(chars.as_str());
    }
    text
}
