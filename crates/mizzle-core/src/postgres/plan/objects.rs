//! Which step must come before which: the graph over what steps need, make and take
//! away.

use super::steps::Step;
use crate::postgres::schema::QName;
use crate::sql::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a step needs, makes or takes away. Names share these spaces as they
/// do in the database: a table, a view, an index and a sequence of one name exclude
/// each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    /// A schema.
    Namespace(String),
    /// An enum.
    Type(QName),
    /// A label of an enum.
    Label(QName, String),
    /// The labels of an enum as they were before any got another name.
    OldLabels(QName),
    /// A table, view, index or sequence.
    Relation(QName),
    /// A column of a table.
    Column(QName, String),
    /// A column under the name that a rename gives it.
    RenamedColumn(QName, String),
    /// A constraint of a table.
    Constraint(QName, String),
    /// The one primary key that a table can have.
    PrimaryKey(QName),
    /// A policy of a table.
    Policy(QName, String),
    /// A role.
    Role(String),
    /// Columns of a table that are unique together: what a foreign key needs. No name.
    Key(QName, BTreeSet<String>),
}

impl Object {
    /// The word by which SQL mentions it.
    fn word(&self) -> Option<&str> {
        match self {
            Self::Namespace(name) | Self::Role(name) => Some(name),
            Self::Type(name) | Self::Relation(name) => Some(&name.name),
            Self::Label(_, name) | Self::Column(_, name) => Some(name),
            Self::OldLabels(_)
            | Self::RenamedColumn(..)
            | Self::Constraint(..)
            | Self::PrimaryKey(_)
            | Self::Policy(..)
            | Self::Key(..) => None,
        }
    }

    fn is_name(&self) -> bool {
        !matches!(self, Self::Key(..) | Self::OldLabels(_) | Self::RenamedColumn(..))
    }
}

/// The edges of the graph.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// `(a, b)`: a before b.
    pub(super) all: BTreeSet<(usize, usize)>,
    /// Those of them where `a` adds an enum value that `b` uses.
    pub(super) labels: BTreeSet<(usize, usize)>,
}

/// Which steps come before which.
pub(super) fn edges(steps: &[Step]) -> Edges {
    let made = Index::new(steps, |step| &step.makes);
    let taken = Index::new(steps, |step| &step.takes);
    let vacated = Index::new(steps, |step| &step.vacates);
    let mut edges = Edges::default();
    for (position, step) in steps.iter().enumerate() {
        for other in &step.after {
            edges.all.insert((*other, position));
        }
        for object in &step.needs {
            for maker in made.steps(object) {
                edges.needed(steps, maker, position, object);
            }
            // Of two keys on the same columns, a foreign key would hold the one that goes.
            if matches!(object, Object::Key(..)) {
                edges.all.extend(taken.steps(object).map(|taker| (taker, position)));
            }
        }
        for (own, words) in &step.needs_words {
            for object in made.mentioned(own.as_ref(), words) {
                for maker in made.steps(object) {
                    edges.needed(steps, maker, position, object);
                }
            }
            // What `*` stands for must be there, and what it does not stand for must not.
            if own.is_none() && words.star {
                for object in taken.columns_of(words) {
                    edges.all.extend(taken.steps(object).map(|taker| (taker, position)));
                }
            }
        }
        for object in &step.frees {
            edges.all.extend(taken.steps(object).map(|taker| (position, taker)));
        }
        for (own, words) in &step.frees_words {
            for object in taken.mentioned(own.as_ref(), words) {
                edges.all.extend(taken.steps(object).map(|taker| (position, taker)));
            }
        }
        for object in step.makes.iter().filter(|object| object.is_name()) {
            // What alters something takes it and makes it; it waits for no other that does.
            if !step.takes.contains(object) {
                edges.all.extend(taken.steps(object).map(|taker| (taker, position)));
            }
            edges.all.extend(vacated.steps(object).map(|mover| (mover, position)));
        }
    }
    edges.all.retain(|(before, after)| before != after);
    edges
}

impl Edges {
    fn needed(&mut self, steps: &[Step], maker: usize, user: usize, object: &Object) {
        self.all.insert((maker, user));
        if matches!(object, Object::Label(..)) && steps[maker].adds_value && !steps[user].adds_value
        {
            self.labels.insert((maker, user));
        }
    }
}

/// Steps by object, and objects by the word for them.
struct Index<'a> {
    steps: BTreeMap<&'a Object, Vec<usize>>,
    words: BTreeMap<&'a str, Vec<&'a Object>>,
    columns: BTreeMap<&'a QName, Vec<&'a Object>>,
}

impl<'a> Index<'a> {
    fn new(steps: &'a [Step], objects: impl Fn(&'a Step) -> &'a Vec<Object>) -> Self {
        let mut index =
            Self { steps: BTreeMap::new(), words: BTreeMap::new(), columns: BTreeMap::new() };
        for (position, step) in steps.iter().enumerate() {
            for object in objects(step) {
                index.steps.entry(object).or_default().push(position);
            }
        }
        for object in index.steps.keys() {
            if let Some(word) = object.word() {
                index.words.entry(word).or_default().push(object);
            }
            if let Object::Column(table, _) = object {
                index.columns.entry(table).or_default().push(object);
            }
        }
        index
    }

    fn steps(&self, object: &Object) -> impl Iterator<Item = usize> {
        self.steps.get(object).into_iter().flatten().copied()
    }

    /// Every object that a piece of SQL may mean. `own` is the table whose columns it
    /// names without saying so.
    fn mentioned(&self, own: Option<&QName>, words: &Words) -> BTreeSet<&'a Object> {
        let mut found = BTreeSet::new();
        let tables = |table: &QName| own == Some(table) || words.mentions(&table.name);
        for word in &words.names {
            for object in self.words.get(word.as_str()).into_iter().flatten() {
                match object {
                    Object::Column(table, _) if !tables(table) => {}
                    // A label is a string, not a name.
                    Object::Label(..) => {}
                    Object::Namespace(_)
                    | Object::Type(_)
                    | Object::OldLabels(_)
                    | Object::Relation(_)
                    | Object::Column(..)
                    | Object::RenamedColumn(..)
                    | Object::Constraint(..)
                    | Object::PrimaryKey(_)
                    | Object::Policy(..)
                    | Object::Role(_)
                    | Object::Key(..) => {
                        found.insert(*object);
                    }
                }
            }
        }
        for text in &words.texts {
            for object in self.words.get(text.as_str()).into_iter().flatten() {
                if matches!(object, Object::Label(..)) {
                    found.insert(*object);
                }
            }
            // nextval('"auth"."counter"'): names within a string.
            for word in Words::of(text).names {
                for object in self.words.get(word.as_str()).into_iter().flatten() {
                    if matches!(object, Object::Relation(_)) {
                        found.insert(*object);
                    }
                }
            }
        }
        if words.star {
            found.extend(self.columns_of(words));
        }
        found
    }

    /// The columns of every table that a piece of SQL mentions.
    fn columns_of(&self, words: &Words) -> impl Iterator<Item = &'a Object> {
        let tables = self.columns.iter().filter(|(table, _)| words.mentions(&table.name));
        tables.flat_map(|(_, columns)| columns.iter().copied())
    }
}
