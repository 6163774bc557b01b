//! How much of a database the model holds, and what it does not: counted, and each
//! thing named.

use std::collections::BTreeMap;
use std::fmt;

/// What a model made from a database holds of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fidelity {
    /// How many objects the model holds: schemas, enums, sequences, roles, tables, views,
    /// and what tables have, but not columns.
    pub modelled: usize,
    /// Objects that it does not hold.
    pub unmodelled: Vec<Named<Unmodelled>>,
    /// What it leaves out of the objects that it holds.
    pub omitted: Vec<Named<Omitted>>,
    /// Schemas in which the role may use nothing. The model holds them all the same.
    pub unusable: Vec<String>,
    /// Catalogs that the role may not read; nobody knows what they hold.
    pub unreadable: Vec<String>,
}

/// One thing of a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named<Kind> {
    /// What it is.
    pub kind: Kind,
    /// What it is called or what it is on, for messages.
    pub name: String,
}

impl Fidelity {
    /// Does the model hold all that there is?
    pub fn is_full(&self) -> bool {
        self.unmodelled.is_empty() && self.omitted.is_empty() && self.unreadable.is_empty()
    }

    /// How many objects there are.
    pub fn objects(&self) -> usize {
        self.modelled + self.unmodelled.len()
    }

    pub(super) fn unmodelled(&mut self, kind: Unmodelled, name: impl Into<String>) {
        self.unmodelled.push(Named { kind, name: name.into() });
    }

    pub(super) fn omit(&mut self, kind: Omitted, name: impl Into<String>) {
        self.omitted.push(Named { kind, name: name.into() });
    }

    /// Puts all lists into an order that says nothing of the server's.
    pub(super) fn sort(&mut self) {
        self.unmodelled.sort();
        self.omitted.sort();
        self.unusable.sort();
        self.unreadable.sort();
    }
}

/// `modelled 412 of 431 objects; not modelled: 12 functions, 7 triggers`
impl fmt::Display for Fidelity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.objects() == 1 { "object" } else { "objects" };
        write!(f, "modelled {} of {} {noun}", self.modelled, self.objects())?;
        if !self.unmodelled.is_empty() {
            let counts = counts(&self.unmodelled, |kind| kind.nouns());
            write!(f, "; not modelled: {counts}")?;
        }
        if !self.omitted.is_empty() {
            let counts = counts(&self.omitted, |kind| kind.nouns());
            write!(f, "; left out of what is modelled: {counts}")?;
        }
        if !self.unreadable.is_empty() {
            write!(f, "; not readable: {}", self.unreadable.join(", "))?;
        }
        Ok(())
    }
}

/// `12 functions, 1 trigger`, in the order of the kinds.
fn counts<Kind: Copy + Ord>(
    things: &[Named<Kind>],
    nouns: impl Fn(Kind) -> (&'static str, &'static str),
) -> String {
    let mut by_kind = BTreeMap::<Kind, usize>::new();
    for thing in things {
        *by_kind.entry(thing.kind).or_default() += 1;
    }
    let counts: Vec<String> = by_kind
        .into_iter()
        .map(|(kind, count)| {
            let (one, many) = nouns(kind);
            format!("{count} {}", if count == 1 { one } else { many })
        })
        .collect();
    counts.join(", ")
}

/// An enum of kinds, each with its noun for one and for many.
macro_rules! kinds {
    (
        $(#[$about:meta])* $name:ident
        $($(#[$doc:meta])* $kind:ident $one:literal $many:literal;)*
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* #[doc = $one] $kind,)*
        }

        impl $name {
            /// The noun for one, and for many.
            pub fn nouns(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$kind => ($one, $many),)*
                }
            }
        }
    };
}

kinds! {
    /// Kinds of objects that the model does not know.
    Unmodelled
    Extension "extension" "extensions";
    Function "function" "functions";
    Procedure "procedure" "procedures";
    Aggregate "aggregate" "aggregates";
    Trigger "trigger" "triggers";
    Rule "rule" "rules";
    EventTrigger "event trigger" "event triggers";
    Domain "domain" "domains";
    CompositeType "composite type" "composite types";
    RangeType "range type" "range types";
    BaseType "base type" "base types";
    ExclusionConstraint "exclusion constraint" "exclusion constraints";
    ViewIndex "index on a materialized view" "indexes on materialized views";
    Partition "partition" "partitions";
    ForeignTable "foreign table" "foreign tables";
    ForeignServer "foreign server" "foreign servers";
    ForeignDataWrapper "foreign-data wrapper" "foreign-data wrappers";
    UserMapping "user mapping" "user mappings";
    Publication "publication" "publications";
    Subscription "subscription" "subscriptions";
    Statistics "statistics object" "statistics objects";
    TextSearchConfiguration "text search configuration" "text search configurations";
    TextSearchDictionary "text search dictionary" "text search dictionaries";
    TextSearchParser "text search parser" "text search parsers";
    TextSearchTemplate "text search template" "text search templates";
    Collation "collation" "collations";
    Conversion "conversion" "conversions";
    Cast "cast" "casts";
    Operator "operator" "operators";
    OperatorClass "operator class" "operator classes";
    OperatorFamily "operator family" "operator families";
    AccessMethod "access method" "access methods";
    Language "language" "languages";
    Transform "transform" "transforms";
    DefaultPrivileges "default privilege" "default privileges";
}

kinds! {
    /// What the model leaves out of objects that it knows.
    Omitted
    Comment "comment" "comments";
    Grant "object with grants" "objects with grants";
    Owner "object of another owner" "objects of another owner";
    Partitioning "partitioned table" "partitioned tables";
    Inheritance "inheriting table" "inheriting tables";
    OfType "table of a type" "tables of a type";
    Unlogged "unlogged object" "unlogged objects";
    ReplicaIdentity "replica identity" "replica identities";
    StorageParameter "storage parameter" "storage parameters";
    Tablespace "tablespace" "tablespaces";
    AccessMethod "access method of a table" "access methods of tables";
    ForcedRowSecurity "forced row security" "forced row securities";
    /// Policies do nothing while row security is off; the model cannot say that.
    IdlePolicies "table with policies and without row security"
        "tables with policies and without row security";
    VirtualColumn "virtual generated column" "virtual generated columns";
    Collation "collation" "collations";
    ColumnStorage "column storage" "column storages";
    Compression "column compression" "column compressions";
    StatisticsTarget "statistics target" "statistics targets";
    ColumnOption "column option" "column options";
    Deferrable "deferrable constraint" "deferrable constraints";
    NotValid "constraint that is not validated" "constraints that are not validated";
    NotEnforced "constraint that is not enforced" "constraints that are not enforced";
    NoInherit "check that is not inherited" "checks that are not inherited";
    MatchFull "foreign key with MATCH FULL" "foreign keys with MATCH FULL";
    SetColumns "foreign key that sets some columns" "foreign keys that set some columns";
    Period "constraint over a period" "constraints over periods";
    IncludedColumns "index with included columns" "indexes with included columns";
    InvalidIndex "invalid index" "invalid indexes";
    Clustered "clustered table" "clustered tables";
    OperatorClassOption "operator class with parameters" "operator classes with parameters";
    SequenceType "sequence of another type" "sequences of another type";
    SequenceOption "serial column whose sequence has options"
        "serial columns whose sequences have options";
    SequenceOwner "sequence that a column owns" "sequences that columns own";
    RoleAttribute "role with other attributes" "roles with other attributes";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_one_line() {
        let mut fidelity = Fidelity { modelled: 412, ..Fidelity::default() };
        assert_eq!(fidelity.to_string(), "modelled 412 of 412 objects");
        for name in ["b", "a"] {
            fidelity.unmodelled(Unmodelled::Trigger, name);
        }
        fidelity.unmodelled(Unmodelled::Function, "f()");
        assert_eq!(
            fidelity.to_string(),
            "modelled 412 of 415 objects; not modelled: 1 function, 2 triggers"
        );
        fidelity.omit(Omitted::Comment, "users");
        fidelity.unreadable.push("pg_proc".to_owned());
        assert!(fidelity.to_string().ends_with(
            "2 triggers; left out of what is modelled: 1 comment; not readable: pg_proc"
        ));
        assert!(!fidelity.is_full());
    }
}
