//! What of a diff is kept, where, and what puts it back.

use super::key::{KeyColumn, key};
use super::{Labels, Left, Place};
use crate::postgres::change::{Change, EnumUse};
use crate::postgres::names::MAX_BYTES;
use crate::postgres::render::archive as sql;
use crate::postgres::schema::{Column, DefaultValue, QName, Schema, Table, Type};
use crate::script::sha256;

/// Something that is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    /// The table that keeps it.
    pub(super) name: String,
    /// The change that takes it away.
    pub(super) change: usize,
    /// The change of the way back that makes a place for it.
    pub(super) back: usize,
    pub(super) what: What,
}

/// What it is. Places are named as the migration's changes name them, `back` as those of
/// the way back do.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A table, by its name before.
    Table { name: QName, table: Box<Table> },
    /// A column's values.
    Column { place: Place, back: Place, key: Vec<KeyColumn>, column: Box<Column> },
    /// Values that another type changes.
    Values { place: Place, back: Place, key: Vec<KeyColumn>, from: Box<Column>, to: Box<Column> },
    /// Values that a list of labels has no place for; `instead` is what they become, NULL
    /// where it is nothing.
    Labels {
        place: Place,
        back: Place,
        key: Vec<KeyColumn>,
        column: Box<Column>,
        labels: Vec<String>,
        instead: Option<String>,
    },
}

impl Kept {
    /// As a person would call it.
    pub(super) fn words(&self) -> String {
        match &self.what {
            What::Table { name, .. } => format!("table {name}"),
            What::Column { back, .. } => format!("column {}.{}", back.table, back.column),
            What::Values { back, .. } | What::Labels { back, .. } => {
                format!("values of {}.{}", back.table, back.column)
            }
        }
    }

    /// What its table is called after the migration's name.
    fn object(&self) -> String {
        match &self.what {
            What::Table { name, .. } => name.to_string(),
            What::Column { back, .. } | What::Values { back, .. } | What::Labels { back, .. } => {
                format!("{}.{}", back.table, back.column)
            }
        }
    }
}

/// Everything that these changes take away: what is kept of it, and what cannot be.
pub(super) fn of(
    from: &Schema,
    forward: &[Change],
    back: &[Change],
    labels: &Labels,
    migration: &str,
) -> (Vec<Kept>, Vec<Left>) {
    let search = Search { from, forward, back, labels };
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    for (change, one) in forward.iter().enumerate() {
        for found in search.taken(one) {
            match found {
                Ok((back, what)) => {
                    kept.push(Kept { name: String::new(), change, back, what });
                }
                Err(lost) => left.push(lost),
            }
        }
    }
    let mut names: Vec<String> = Vec::new();
    for one in &mut kept {
        one.name = name(migration, &one.object(), &names);
        names.push(one.name.clone());
    }
    (kept, left)
}

/// A name that the server does not cut, and that nothing else of the migration has.
fn name(migration: &str, object: &str, taken: &[String]) -> String {
    let whole = format!("{migration}.{object}");
    if whole.len() <= MAX_BYTES && !taken.contains(&whole) {
        return whole;
    }
    let number = taken.len();
    let hash = sha256(format!("{whole} {number}").as_bytes());
    let mut end = whole.len().min(MAX_BYTES - 9);
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{}", &whole[..end], &hash[..8])
}

struct Search<'a> {
    from: &'a Schema,
    forward: &'a [Change],
    back: &'a [Change],
    labels: &'a Labels,
}

type Found = Result<(usize, What), Left>;

impl Search<'_> {
    fn taken(&self, change: &Change) -> Vec<Found> {
        if let Change::DropTable { name, table } = change {
            let again = |one: &Change| matches!(one, Change::CreateTable { name: made, .. } if made == name);
            let what = What::Table { name: name.clone(), table: table.clone() };
            return vec![self.with_back(&format!("table {name}"), again, what)];
        }
        if let Change::DropColumn { table, name, column, .. }
        | Change::RecreateColumn { table, name, from: column, .. } = change
        {
            if column.generated.is_some() {
                return Vec::new();
            }
            return vec![self.column(change, table, name, column)];
        }
        if let Change::AlterColumn { table, name, from, to } = change
            && from.generated.is_none()
            && sql::may_change(&from.ty, &to.ty)
        {
            let found = self.located(table, name).and_then(|(place, back, key)| {
                let again = is_alter_of(&back);
                let words = format!("values of {}.{}", back.table, back.column);
                if from.ty.is_array() && !to.ty.is_array() {
                    let why = "what becomes of them cannot be read as what they were".to_owned();
                    return Err(Left { what: words, why });
                }
                let (from, to) = (Box::new(from.clone()), Box::new(to.clone()));
                self.with_back(&words, again, What::Values { place, back, key, from, to })
            });
            return vec![found];
        }
        if let Change::RecreateEnum { from, to, uses, .. } = change {
            let labels: Vec<String> =
                from.iter().filter(|label| !to.contains(label)).cloned().collect();
            if labels.is_empty() {
                return Vec::new();
            }
            return uses.iter().map(|used| self.labels(used, &labels)).collect();
        }
        Vec::new()
    }

    fn column(&self, change: &Change, table: &QName, name: &str, column: &Column) -> Found {
        // A column that goes has no name afterwards.
        let (place, back, key) = if matches!(change, Change::DropColumn { .. }) {
            self.located_as(table, name, name)?
        } else {
            self.located(table, name)?
        };
        let place_back = back.clone();
        let again = move |one: &Change| {
            if let Change::AddColumn { table, name, .. }
            | Change::RecreateColumn { table, name, .. } = one
            {
                *table == place_back.table && *name == place_back.column
            } else {
                false
            }
        };
        let words = format!("column {}.{}", back.table, back.column);
        let column = Box::new(column.clone());
        self.with_back(&words, again, What::Column { place, back, key, column })
    }

    fn labels(&self, used: &EnumUse, labels: &[String]) -> Found {
        let (place, back, key) = self.located(&used.table, &used.column)?;
        let words = format!("values of {}.{}", back.table, back.column);
        let instead = match &used.to.default {
            Some(DefaultValue::Text(label)) => Some(label.clone()),
            Some(_) | None => None,
        };
        if instead.is_none() && used.to.not_null && !used.from.ty.is_array() {
            let why = "the column is required and has no default to hold instead".to_owned();
            return Err(Left { what: words, why });
        }
        let place_back = back.clone();
        let again = move |one: &Change| {
            let Change::RecreateEnum { uses, .. } = one else { return false };
            uses.iter()
                .any(|used| used.table == place_back.table && used.column == place_back.column)
        };
        let column = Box::new(used.from.clone());
        let labels = labels.to_vec();
        self.with_back(&words, again, What::Labels { place, back, key, column, labels, instead })
    }

    fn located(&self, table: &QName, name: &str) -> Result<(Place, Place, Vec<KeyColumn>), Left> {
        let renamed = self.forward.iter().find_map(|change| {
            let Change::RenameColumn { table: of, from, to } = change else { return None };
            (of == table && to == name).then_some(from.as_str())
        });
        self.located_as(table, name, renamed.unwrap_or(name))
    }

    /// A column by its names after and before, and the key of its table.
    fn located_as(
        &self,
        table: &QName,
        name: &str,
        before: &str,
    ) -> Result<(Place, Place, Vec<KeyColumn>), Left> {
        let source = self.before(table);
        let back = Place { table: source.clone(), column: before.to_owned() };
        let place = Place { table: table.clone(), column: name.to_owned() };
        let found = self.from.tables.get(&source);
        match found.and_then(|found| key(found, table, self.forward)) {
            Some(key) => Ok((place, back, key)),
            None => Err(Left {
                what: format!("column {source}.{before}"),
                why: format!(
                    "{source} has no key that stays, by which its rows could be found again"
                ),
            }),
        }
    }

    /// What a table was called before.
    fn before(&self, table: &QName) -> QName {
        let renamed = self.forward.iter().find_map(|change| {
            let Change::RenameTable { from, to } = change else { return None };
            (to == table).then(|| from.clone())
        });
        let name = renamed.unwrap_or_else(|| table.clone());
        let schema = self.forward.iter().find_map(|change| {
            let Change::RenameNamespace { from, to } = change else { return None };
            (*to == name.schema).then(|| from.clone())
        });
        match schema {
            Some(schema) if !self.from.tables.contains_key(&name) => QName::new(schema, name.name),
            Some(_) | None => name,
        }
    }

    fn with_back(&self, words: &str, again: impl Fn(&Change) -> bool, what: What) -> Found {
        let of = |column: &Column| self.labels.type_before(&column.ty);
        let (key, changed): (&[KeyColumn], Vec<Type>) = match &what {
            What::Table { table, .. } => (&[], table.columns.values().map(of).collect()),
            What::Column { key, column, .. } | What::Labels { key, column, .. } => {
                (key, vec![of(column)])
            }
            What::Values { key, from, to, .. } => (key, vec![of(from), of(to)]),
        };
        if key.iter().map(|own| &own.ty).chain(&changed).any(|ty| self.labels.swap(ty)) {
            let why = "labels of its type take each other's text".to_owned();
            return Err(Left { what: words.to_owned(), why });
        }
        match self.back.iter().position(again) {
            Some(back) => Ok((back, what)),
            None => Err(Left {
                what: words.to_owned(),
                why: "the way back makes no place for it".to_owned(),
            }),
        }
    }
}

fn is_alter_of(place: &Place) -> impl Fn(&Change) -> bool + use<> {
    let place = place.clone();
    move |one: &Change| {
        let Change::AlterColumn { table, name, .. } = one else { return false };
        *table == place.table && *name == place.column
    }
}
