//! What a difference between two schemas consists of: one value for each edit,
//! as plain data.
//!
//! A change holds both sides of what it changes, so that ordering, SQL, summaries
//! and names of migrations need nothing else. It knows no SQL. Names of tables and
//! columns are those of the side the change ends at, except in drops and in the
//! `from` of renames.

use super::schema::{
    Check, Column, ForeignKey, Index, Policy, PrimaryKey, QName, Role, Sequence, Table, Unique,
    View,
};

/// One edit of a database.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A schema appears.
    CreateNamespace {
        /// Its name.
        name: String,
    },
    /// A schema goes; what the model does not know in it keeps it from going.
    DropNamespace {
        /// Its name.
        name: String,
    },
    /// A schema gets another name, and takes everything in it along.
    RenameNamespace {
        /// The name it had.
        from: String,
        /// The name it gets.
        to: String,
    },

    /// An enum appears.
    CreateEnum {
        /// Its name.
        name: QName,
        /// Its labels in order.
        values: Vec<String>,
    },
    /// An enum goes.
    DropEnum {
        /// Its name.
        name: QName,
    },
    /// An enum gets another name, another schema, or both.
    RenameEnum {
        /// The name it had.
        from: QName,
        /// The name it gets.
        to: QName,
    },
    /// An enum gets one more label. It may be used only after a commit.
    AddEnumValue {
        /// The enum.
        name: QName,
        /// The label.
        value: String,
        /// The label in front of which it sorts; `None` for the end.
        before: Option<String>,
    },
    /// A label gets another text; rows follow.
    RenameEnumValue {
        /// The enum.
        name: QName,
        /// The text it had.
        from: String,
        /// The text it gets.
        to: String,
    },
    /// Labels go or change places, which needs a new type.
    RecreateEnum {
        /// The enum.
        name: QName,
        /// The labels so far, renames applied.
        from: Vec<String>,
        /// The labels to come.
        to: Vec<String>,
        /// The columns of that type that stay.
        uses: Vec<EnumUse>,
    },

    /// A sequence appears.
    CreateSequence {
        /// Its name.
        name: QName,
        /// What it is given.
        sequence: Sequence,
    },
    /// A sequence goes, and its counter with it.
    DropSequence {
        /// Its name.
        name: QName,
    },
    /// A sequence gets another name, another schema, or both.
    RenameSequence {
        /// The name it had.
        from: QName,
        /// The name it gets.
        to: QName,
    },
    /// A sequence's options change.
    AlterSequence {
        /// Its name.
        name: QName,
        /// What it had.
        from: Sequence,
        /// What it gets.
        to: Sequence,
    },

    /// A role appears.
    CreateRole {
        /// Its name.
        name: String,
        /// What is said about it.
        role: Role,
    },
    /// A role goes.
    DropRole {
        /// Its name.
        name: String,
    },
    /// A role gets another name.
    RenameRole {
        /// The name it had.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// What is said about a role changes.
    AlterRole {
        /// Its name.
        name: String,
        /// What was said.
        from: Role,
        /// What is said.
        to: Role,
    },

    /// A table appears, with its columns, primary key, unique constraints and checks.
    /// Its foreign keys, indexes and policies are changes of their own.
    CreateTable {
        /// Its name.
        name: QName,
        /// The table.
        table: Box<Table>,
    },
    /// A table goes, and its rows with it.
    DropTable {
        /// Its name.
        name: QName,
        /// The table.
        table: Box<Table>,
    },
    /// A table gets another name, another schema, or both.
    RenameTable {
        /// The name it had.
        from: QName,
        /// The name it gets.
        to: QName,
    },
    /// Row-level security is switched on or off.
    SetRls {
        /// The table.
        table: QName,
        /// On or off.
        enabled: bool,
    },

    /// A column appears.
    AddColumn {
        /// The table.
        table: QName,
        /// Its name.
        name: String,
        /// The column.
        column: Column,
    },
    /// A column goes, and its values with it.
    DropColumn {
        /// The table.
        table: QName,
        /// Its name.
        name: String,
        /// The column.
        column: Column,
        /// Constraints and indexes that are on dropped columns alone: the server
        /// drops them with the column.
        parts: Vec<Part>,
    },
    /// A column gets another name.
    RenameColumn {
        /// The table.
        table: QName,
        /// The name it had.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// A column changes its type, default, NOT NULL, expression or identity.
    AlterColumn {
        /// The table.
        table: QName,
        /// Its name.
        name: String,
        /// What it was.
        from: Column,
        /// What it becomes.
        to: Column,
    },
    /// A column is dropped and added again, because no ALTER leads to what it
    /// becomes: it gets a generated expression or another one.
    RecreateColumn {
        /// The table.
        table: QName,
        /// Its name.
        name: String,
        /// What it was.
        from: Column,
        /// What it becomes.
        to: Column,
    },
    /// The sequence of a serial or identity column follows a rename.
    RenameOwnedSequence {
        /// The table.
        table: QName,
        /// The column.
        column: String,
        /// The name it had.
        from: String,
        /// The name it gets.
        to: String,
        /// Is the name recorded, or only what the server would have chosen?
        recorded: bool,
    },

    /// Something that belongs to a table appears.
    AddPart {
        /// The table.
        table: QName,
        /// What appears.
        part: Part,
    },
    /// Something that belongs to a table goes.
    DropPart {
        /// The table.
        table: QName,
        /// What goes.
        part: Part,
    },
    /// Something that belongs to a table is dropped and made again.
    ReplacePart {
        /// The table.
        table: QName,
        /// What goes.
        from: Part,
        /// What appears.
        to: Part,
        /// Why.
        why: Why,
    },
    /// Something that belongs to a table gets another name.
    RenamePart {
        /// The table.
        table: QName,
        /// The name it had.
        from: String,
        /// What it is, under the name it gets.
        to: Part,
    },
    /// A policy's roles or expressions change.
    AlterPolicy {
        /// The table.
        table: QName,
        /// What it was.
        from: Policy,
        /// What it becomes.
        to: Policy,
    },

    /// A view appears.
    CreateView {
        /// Its name.
        name: QName,
        /// The view.
        view: Box<View>,
    },
    /// A view goes.
    DropView {
        /// Its name.
        name: QName,
        /// The view.
        view: Box<View>,
    },
    /// A view gets another name, another schema, or both.
    RenameView {
        /// The name it had.
        from: QName,
        /// The name it gets.
        to: QName,
        /// Is it a materialized view?
        materialized: bool,
    },
    /// A view changes in place: its options, or its SELECT where the columns so far
    /// stay as they are.
    ReplaceView {
        /// Its name.
        name: QName,
        /// What it was.
        from: Box<View>,
        /// What it becomes.
        to: Box<View>,
    },
    /// A view is dropped and made again.
    RecreateView {
        /// Its name.
        name: QName,
        /// What it was.
        from: Box<View>,
        /// What it becomes.
        to: Box<View>,
        /// Why.
        why: Why,
    },
}

/// Why something is made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is declared differently.
    Declared,
    /// It is the same, but hangs on something that cannot change under it.
    HangsOn(String),
}

/// What belongs to a table and has a name in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A primary key.
    PrimaryKey(PrimaryKey),
    /// A unique constraint.
    Unique(Unique),
    /// A check.
    Check(Check),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// An index.
    Index(Index),
    /// A policy.
    Policy(Policy),
}

impl Part {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::PrimaryKey(key) => &key.name.text,
            Self::Unique(unique) => &unique.name.text,
            Self::Check(check) => &check.name,
            Self::ForeignKey(key) => &key.name.text,
            Self::Index(index) => &index.name.text,
            Self::Policy(policy) => &policy.name,
        }
    }

    /// What to call it in a sentence.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::PrimaryKey(_) => "primary key",
            Self::Unique(_) => "unique constraint",
            Self::Check(_) => "check",
            Self::ForeignKey(_) => "foreign key",
            Self::Index(_) => "index",
            Self::Policy(_) => "policy",
        }
    }
}

/// A column whose type is an enum that is made again.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumUse {
    /// The table.
    pub table: QName,
    /// The column.
    pub column: String,
    /// The column as it is before.
    pub from: Column,
    /// The column as it is after.
    pub to: Column,
}
