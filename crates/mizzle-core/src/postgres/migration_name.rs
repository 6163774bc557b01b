//! The name of a migration that nobody named, from what it does: `create_posts`,
//! `add_users_bio`, `make_items_description_required`.

use super::change::{Change, Part, Why};
use super::schema::{Column, QName};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// The longest name, in bytes: with a prefix and an extension it stays readable in a
/// listing.
pub const MAX_LENGTH: usize = 60;

/// A name for a migration. Lower-case ASCII letters, digits and underscores only, never
/// empty, and the same for the same changes.
pub fn migration_name(changes: &[Change]) -> String {
    let phrases = phrases(changes);
    let mut parts = phrases.iter().map(|(verb, items)| say(verb, items));
    let first = parts.next().unwrap_or_else(|| "change".to_owned());
    let name = match (parts.next(), parts.count()) {
        (None, _) => first,
        (Some(second), 0) if first.len() + second.len() + 5 <= MAX_LENGTH => {
            format!("{first}_and_{second}")
        }
        (Some(_), others) => {
            let more = others + 1;
            let tail = if more == 1 { "_and_more".to_owned() } else { format!("_and_{more}_more") };
            format!("{}{tail}", shorten(&first, MAX_LENGTH - tail.len()))
        }
    };
    shorten(&name, MAX_LENGTH)
}

/// How items of one verb are said: `add_users_{}`, `make_users_{}_required`.
type Verb = (String, &'static str);

/// What is worth saying, most important first; whatever comes with something else is
/// not said.
fn phrases(changes: &[Change]) -> Vec<(Verb, Vec<String>)> {
    let news = News::of(changes);
    let mut said: IndexMap<(u8, Verb), Vec<String>> = IndexMap::new();
    for change in changes {
        if let Some((weight, verb, item)) = phrase(change, &news) {
            let items = said.entry((weight, verb)).or_default();
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    let mut said: Vec<((u8, Verb), Vec<String>)> = said.into_iter().collect();
    said.sort_by_key(|((weight, _), _)| *weight);
    said.into_iter().map(|((_, verb), items)| (verb, items)).collect()
}

/// What is new, so that what comes with it need not be said.
#[derive(Debug, Default)]
struct News<'a> {
    tables: BTreeSet<&'a QName>,
    columns: BTreeSet<(&'a QName, &'a str)>,
    types: BTreeSet<(&'a str, &'a str)>,
    dropped_types: BTreeSet<(&'a str, &'a str)>,
    dropped_tables: bool,
    dropped_columns: BTreeSet<(&'a QName, &'a str)>,
    renames: bool,
    /// Is one column enough for what is on several to come with it?
    any: bool,
}

impl<'a> News<'a> {
    fn of(changes: &'a [Change]) -> Self {
        let mut news = Self::default();
        fn used<'a>(set: &mut BTreeSet<(&'a str, &'a str)>, column: &'a Column) {
            if let Some(schema) = &column.ty.schema {
                set.insert((schema, &column.ty.text));
            }
        }
        for change in changes {
            if let Change::CreateTable { name, table } = change {
                news.tables.insert(name);
                for column in table.columns.values() {
                    used(&mut news.types, column);
                }
            } else if let Change::AddColumn { table, name, column } = change {
                news.columns.insert((table, name));
                used(&mut news.types, column);
            } else if let Change::DropTable { table, .. } = change {
                news.dropped_tables = true;
                for column in table.columns.values() {
                    used(&mut news.dropped_types, column);
                }
            } else if let Change::DropColumn { table, name, column, .. } = change {
                news.dropped_columns.insert((table, name));
                used(&mut news.dropped_types, column);
            } else if let Change::RenameTable { .. } | Change::RenameColumn { .. } = change {
                news.renames = true;
            } else if let Change::AlterColumn { from, to, .. } = change {
                used(&mut news.dropped_types, from);
                used(&mut news.types, to);
            }
        }
        news
    }

    fn covers(&self, table: &QName, columns: &[String]) -> bool {
        let mut covered =
            columns.iter().map(|column| self.columns.contains(&(table, column.as_str())));
        self.tables.contains(table)
            || if self.any {
                covered.any(|covered| covered)
            } else {
                !columns.is_empty() && covered.all(|covered| covered)
            }
    }
}

fn phrase(change: &Change, news: &News<'_>) -> Option<(u8, Verb, String)> {
    let say = |weight, before: String, after, item: &str| {
        Some((weight, (before, after), item.to_owned()))
    };
    let typed = |set: &BTreeSet<(&str, &str)>, name: &QName| {
        set.contains(&(name.schema.as_str(), name.name.as_str()))
    };
    match change {
        Change::CreateTable { name, .. } => say(0, "create_".into(), "", &name.name),
        Change::RenameTable { from, to } if from.name != to.name => {
            say(0, format!("rename_{}_to_", from.name), "", &to.name)
        }
        Change::RenameTable { to, .. } => {
            say(0, "move_".into(), "", &format!("{}_to_{}", to.name, to.schema))
        }
        Change::DropTable { name, .. } => say(0, "drop_".into(), "", &name.name),
        Change::AddColumn { table, name, .. } => say(1, format!("add_{}_", table.name), "", name),
        Change::DropColumn { table, name, .. } => say(1, format!("drop_{}_", table.name), "", name),
        Change::RenameColumn { table, from, to } => {
            say(1, format!("rename_{}_{from}_to_", table.name), "", to)
        }
        Change::AlterColumn { table, name, from, to } => {
            let table = &table.name;
            if !from.ty.same(&to.ty) {
                say(2, format!("change_{table}_"), "_type", name)
            } else if from.not_null != to.not_null {
                let after = if to.not_null { "_required" } else { "_optional" };
                say(2, format!("make_{table}_"), after, name)
            } else if !super::diff::same_default(from, to) {
                let verb = if to.default.is_none() { "drop" } else { "set" };
                say(2, format!("{verb}_{table}_"), "_default", name)
            } else {
                say(2, format!("change_{table}_"), "", name)
            }
        }
        Change::RecreateColumn { table, name, .. } => {
            say(2, format!("change_{}_", table.name), "", name)
        }
        Change::AddPart { table, part } => part_phrase(news, table, part, "add"),
        Change::DropPart { table, part } => {
            let drops =
                News { columns: news.dropped_columns.clone(), any: true, ..News::default() };
            part_phrase(&drops, table, part, "drop")
        }
        Change::ReplacePart { table, to, why: Why::Declared, .. } => {
            part_phrase(&News::default(), table, to, "change")
        }
        Change::SetRls { table, enabled } if !news.tables.contains(table) => {
            let verb = if *enabled { "enable" } else { "disable" };
            say(4, format!("{verb}_"), "_rls", &table.name)
        }
        Change::AlterPolicy { table, to, .. } => {
            say(3, format!("change_{}_", table.name), "_policy", &to.name)
        }
        Change::CreateEnum { name, .. } if !typed(&news.types, name) => {
            say(3, "create_".into(), "_enum", &name.name)
        }
        Change::DropEnum { name } if !typed(&news.dropped_types, name) => {
            say(3, "drop_".into(), "_enum", &name.name)
        }
        Change::RenameEnum { from, to } => {
            say(3, format!("rename_{}_to_", from.name), "", &to.name)
        }
        Change::AddEnumValue { name, value, .. } => {
            say(3, format!("add_{}_", name.name), "", value)
        }
        Change::RenameEnumValue { name, from, to } => {
            say(3, format!("rename_{}_{from}_to_", name.name), "", to)
        }
        Change::RecreateEnum { name, .. } => say(3, "change_".into(), "_enum", &name.name),
        Change::CreateView { name, .. } => say(3, "create_".into(), "", &name.name),
        Change::DropView { name, .. } => say(3, "drop_".into(), "", &name.name),
        Change::RenameView { from, to, .. } => {
            say(3, format!("rename_{}_to_", from.name), "", &to.name)
        }
        Change::ReplaceView { name, .. }
        | Change::RecreateView { name, why: Why::Declared, .. } => {
            say(3, "change_".into(), "", &name.name)
        }
        Change::CreateSequence { name, .. } => say(3, "create_".into(), "", &name.name),
        Change::DropSequence { name } => say(3, "drop_".into(), "", &name.name),
        Change::RenameSequence { from, to } => {
            say(3, format!("rename_{}_to_", from.name), "", &to.name)
        }
        Change::AlterSequence { name, .. } => say(3, "change_".into(), "", &name.name),
        Change::CreateRole { name, .. } => say(3, "create_".into(), "_role", name),
        Change::DropRole { name } => say(3, "drop_".into(), "_role", name),
        Change::RenameRole { from, to } => say(3, format!("rename_{from}_to_"), "", to),
        Change::AlterRole { name, .. } => say(3, "change_".into(), "_role", name),
        Change::CreateNamespace { name }
            if !news.tables.iter().any(|table| table.schema == *name) =>
        {
            say(3, "create_".into(), "_schema", name)
        }
        Change::DropNamespace { name } if !news.dropped_tables => {
            say(3, "drop_".into(), "_schema", name)
        }
        Change::RenameNamespace { from, to } => say(0, format!("rename_{from}_to_"), "", to),
        Change::SetRls { .. }
        | Change::CreateEnum { .. }
        | Change::DropEnum { .. }
        | Change::CreateNamespace { .. }
        | Change::DropNamespace { .. }
        | Change::ReplacePart { .. }
        | Change::RecreateView { .. } => None,
        Change::RenamePart { .. } | Change::RenameOwnedSequence { .. } if news.renames => None,
        Change::RenamePart { table, to, .. } => {
            say(5, format!("rename_{}_", table.name), "", to.name())
        }
        Change::RenameOwnedSequence { to, .. } => say(5, "rename_".into(), "", to),
    }
}

fn part_phrase(
    news: &News<'_>,
    table: &QName,
    part: &Part,
    verb: &str,
) -> Option<(u8, Verb, String)> {
    let (columns, after, item) = match part {
        Part::PrimaryKey(key) => (key.columns.clone(), "_primary_key", String::new()),
        Part::Unique(unique) => (unique.columns.clone(), "_unique", unique.columns.join("_")),
        Part::Check(check) => (Vec::new(), "", check.name.clone()),
        Part::ForeignKey(key) => (key.columns.clone(), "_reference", key.columns.join("_")),
        Part::Index(index) => {
            let columns: Vec<String> =
                index.columns.iter().filter_map(|part| part.key.column().cloned()).collect();
            let item = if columns.is_empty() { index.name.text.clone() } else { columns.join("_") };
            (columns, "_index", item)
        }
        Part::Policy(policy) => (Vec::new(), "_policy", policy.name.clone()),
    };
    if news.covers(table, &columns) {
        return None;
    }
    if item.is_empty() {
        return Some((3, (format!("{verb}_"), after), table.name.clone()));
    }
    Some((3, (format!("{verb}_{}_", table.name), after), item))
}

fn say((before, after): &Verb, items: &[String]) -> String {
    let before = clean(before);
    let items = match items {
        [] => String::new(),
        [one] => clean(one),
        [one, two] => format!("{}_and_{}", clean(one), clean(two)),
        [one, rest @ ..] => format!("{}_and_{}_more", clean(one), rest.len()),
    };
    let mut text = String::new();
    for part in [before.as_str(), &items, after.trim_start_matches('_')] {
        if !part.is_empty() {
            if !text.is_empty() {
                text.push('_');
            }
            text.push_str(part);
        }
    }
    text
}

/// Lower-case letters, digits, and single underscores between them. `fullName` becomes
/// `full_name`.
fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    let mut lower_before = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && lower_before {
                cleaned.push('_');
            }
            cleaned.push(c.to_ascii_lowercase());
        } else if !cleaned.is_empty() && !cleaned.ends_with('_') {
            cleaned.push('_');
        }
        lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    cleaned.trim_matches('_').to_owned()
}

/// Cut at an underscore where there is one in the second half.
fn shorten(name: &str, bytes: usize) -> String {
    let Some(head) = name.get(..bytes).filter(|head| head.len() < name.len()) else {
        return name.to_owned();
    };
    let end = head.rfind('_').filter(|at| *at > bytes / 2).unwrap_or(bytes);
    head[..end].trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Name, PrimaryKey, Table};

    fn column(not_null: bool) -> Column {
        Column {
            ty: crate::postgres::schema::Type::parse("text"),
            not_null,
            not_null_written: not_null,
            default: None,
            generated: None,
            identity: None,
        }
    }

    fn create(name: &str) -> Change {
        Change::CreateTable { name: QName::public(name), table: Box::new(Table::default()) }
    }

    fn add(table: &str, name: &str) -> Change {
        Change::AddColumn {
            table: QName::public(table),
            name: name.to_owned(),
            column: column(false),
        }
    }

    #[test]
    fn names_say_what_is_done() {
        assert_eq!(migration_name(&[create("posts")]), "create_posts");
        assert_eq!(migration_name(&[create("posts"), create("users")]), "create_posts_and_users");
        assert_eq!(
            migration_name(&[create("a"), create("b"), create("c"), create("d")]),
            "create_a_and_3_more"
        );
        assert_eq!(migration_name(&[add("users", "newField")]), "add_users_new_field");
        assert_eq!(
            migration_name(&[add("users", "a"), create("posts")]),
            "create_posts_and_add_users_a"
        );
        assert_eq!(
            migration_name(&[Change::AlterColumn {
                table: QName::public("items"),
                name: "description".into(),
                from: column(false),
                to: column(true),
            }]),
            "make_items_description_required"
        );
        assert_eq!(
            migration_name(&[Change::DropPart {
                table: QName::public("items"),
                part: Part::PrimaryKey(PrimaryKey {
                    name: Name::derived("items_pkey"),
                    columns: vec!["id".into()],
                    declared: crate::postgres::schema::Declared::OnColumn,
                }),
            }]),
            "drop_items_primary_key"
        );
        assert_eq!(migration_name(&[]), "change");
    }

    #[test]
    fn names_fit_into_file_names() {
        let long = migration_name(&[create(&"very_long_name_".repeat(9)), add("a", "b")]);
        assert!(long.len() <= MAX_LENGTH, "{long}");
        assert_eq!(migration_name(&[create("Ünïcode/../x y")]), "create_n_code_x_y");
        assert_eq!(migration_name(&[create("日本")]), "create");
    }
}
