//! Grades one step: our SQL beside the expected one, as text and by what a server has
//! after each, starting from the same state.

use crate::dump;
use crate::load::Schemas;
use crate::server::{Database, Roles};
use crate::step::{Step, Test, answer};
use crate::text::{self, Text};
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::{PUBLIC, QName, Schema};
use std::collections::BTreeSet;

/// What a step came to.
#[derive(Debug, Clone)]
pub(crate) struct Grade {
    /// As text.
    pub(crate) text: Text,
    /// By what the server has afterwards.
    pub(crate) end: End,
    /// Does the test say what it expects?
    pub(crate) expects: bool,
}

/// What a server has after our SQL, beside what it has after theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// The same.
    Same,
    /// Something else; the lines of the dumps that differ, or who was refused.
    Other(String),
}

/// A step that can be carried out: its states and its statements.
struct Work {
    from: Schema,
    to: Schema,
    ours: Plan,
    theirs: Theirs,
    /// Is it about the default of one column? Then two defaults that give one value are
    /// the same, however they are written.
    default: bool,
}

/// What a server has.
#[derive(Debug, Clone)]
struct State {
    dump: String,
    /// What the column has in a row that does not name it.
    value: Option<String>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.dump == other.dump || (self.value.is_some() && self.value == other.value)
    }
}

/// What ours is held against.
enum Theirs {
    /// The statements that the test expects.
    Statements(Vec<String>),
    /// A build of the result from nothing, where the test expects nothing in particular.
    Build,
}

/// Grades a step. `ends` holds the schema that each earlier step of the test led to.
pub(crate) fn grade(
    schemas: &Schemas,
    test: &Test,
    step: &Step,
    ends: &mut Vec<Option<Schema>>,
) -> Grade {
    match step {
        Step::Diff { from, chain, to, renames, expected, rejects } => {
            let expects = *rejects || expected.is_some();
            let from = match chain.map(|step| ends.get(step).cloned().flatten()) {
                Some(Some(schema)) => Ok(schema),
                Some(None) => Err("the step before it has no end".to_owned()),
                None => schemas.model(&test.dir, from.as_deref(), &Schema::default()),
            };
            let found = from.and_then(|from| {
                let to = schemas.model(&test.dir, to.as_deref(), &from)?;
                let (diff, ours) = steps(&from, &to, renames)?;
                Ok((from, diff, ours))
            });
            ends.push(found.as_ref().ok().map(|(_, diff, _)| diff.result.clone()));
            let (from, diff, ours) = match (found, rejects) {
                (Err(_), true) => return Grade { text: Text::Same, end: End::Same, expects },
                (Err(error), false) => {
                    let end = End::Other(format!("mizzle refuses it: {error}"));
                    return Grade { text: Text::Other, end, expects };
                }
                (Ok(_), true) => {
                    let end = End::Other("mizzle does not refuse it".to_owned());
                    return Grade { text: Text::Other, end, expects };
                }
                (Ok(found), false) => found,
            };
            let (text, theirs) = match expected {
                Some(expected) => {
                    (text::compare(expected, &sql(&ours)), Theirs::Statements(expected.clone()))
                }
                None => (Text::Unknown, Theirs::Build),
            };
            let work = Work { from, to: diff.result, ours, theirs, default: false };
            Grade { text, end: end(&work, text), expects }
        }
        Step::DiffDefault { to, expected_default } => {
            ends.push(None);
            default(schemas, test, to, expected_default)
        }
    }
}

/// The default of the one column, where the table is created, where the column is added
/// and where it is altered.
fn default(schemas: &Schemas, test: &Test, file: &str, expected: &str) -> Grade {
    let to = match schemas.model(&test.dir, Some(file), &Schema::default()) {
        Ok(to) => to,
        Err(error) => {
            let end = End::Other(format!("mizzle refuses it: {error}"));
            return Grade { text: Text::Other, end, expects: true };
        }
    };
    let name = QName::public("table");
    let without = |change: &dyn Fn(&mut Schema)| {
        let mut schema = to.clone();
        change(&mut schema);
        schema
    };
    let bare = without(&|schema| schema.tables[&name].columns["column"].default = None);
    let gone = without(&|schema| drop(schema.tables[&name].columns.shift_remove("column")));
    let mut texts = vec![Text::Same];
    let clause = if expected.is_empty() { String::new() } else { format!(" DEFAULT {expected}") };
    let endings = [
        (&Schema::default(), format!("{clause}\n)")),
        (&gone, clause.clone()),
        (&bare, format!(" SET{clause}")),
    ];
    for (from, ending) in endings {
        let Ok((_, plan)) = steps(from, &to, &[]) else { continue };
        let last = sql(&plan).pop().unwrap_or_default();
        let last = last.trim_end().trim_end_matches(';').trim_end();
        let agrees = last.ends_with(&ending) || (expected.is_empty() && !last.contains("DEFAULT"));
        texts.push(if agrees { Text::Same } else { Text::Other });
    }
    let text = texts.into_iter().max().unwrap_or(Text::Other);
    let Ok((_, ours)) = steps(&bare, &to, &[]) else {
        return Grade { text, end: End::Other("no way to the default".to_owned()), expects: true };
    };
    let theirs = if expected.is_empty() {
        Vec::new()
    } else {
        vec![format!("ALTER TABLE \"table\" ALTER COLUMN \"column\" SET DEFAULT {expected};")]
    };
    let theirs = Theirs::Statements(theirs);
    let work = Work { from: bare, to, ours, theirs, default: true };
    Grade { text, end: end(&work, text), expects: true }
}

/// The diff, with the answers that the test gives.
fn steps(from: &Schema, to: &Schema, renames: &[String]) -> Result<(Diff, Plan), String> {
    let mut answers = Answers::default();
    loop {
        match diff(from, to, &DiffOptions { line: Line::V1, answers: &answers }) {
            Ok(found) => {
                let plan = plan(&found, Line::V1);
                return Ok((found, plan));
            }
            Err(DiffError::Undecided(questions)) => {
                for question in questions {
                    answers.push(answer(&question, renames));
                }
            }
            Err(error @ (DiffError::WrongHint(_) | DiffError::Impossible(_))) => {
                return Err(error.to_string());
            }
        }
    }
}

fn sql(plan: &Plan) -> Vec<String> {
    plan.statements().map(|statement| statement.sql.clone()).collect()
}

/// Carries both out and compares. Two equal texts that the server refuses are still the
/// same: it lacks an extension then.
fn end(work: &Work, text: Text) -> End {
    let stand_ins = StandIns::of(work);
    let roles = Roles::of(&[&work.from, &work.to, &stand_ins.roles]);
    let ours = stand_ins.run(&work.from, work.default, roles.as_ref(), |database| {
        database.apply(&portable_plan(&work.ours))
    });
    let theirs = match &work.theirs {
        Theirs::Build => stand_ins.run(&work.to, work.default, roles.as_ref(), |_| Ok(())),
        Theirs::Statements(_) if text == Text::Same => ours.clone(),
        Theirs::Statements(statements) => {
            stand_ins.run(&work.from, work.default, roles.as_ref(), |database| {
                statements.iter().try_for_each(|sql| database.run(&portable(sql)))
            })
        }
    };
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) if ours == theirs => End::Same,
        (Ok(ours), Ok(theirs)) => End::Other(dump::difference(&ours.dump, &theirs.dump)),
        (Err(_), Err(_)) if text == Text::Same => End::Same,
        (Ok(_), Err(error)) => End::Other(format!("the server refuses theirs: {error}")),
        (Err(error), Ok(_)) => End::Other(format!("the server refuses ours: {error}")),
        (Err(ours), Err(theirs)) => {
            End::Other(format!("the server refuses both: ours: {ours}; theirs: {theirs}"))
        }
    }
}

/// What a test refers to and does not create: schemas and roles that somebody else owns.
struct StandIns {
    namespaces: BTreeSet<String>,
    /// A schema of nothing but roles.
    roles: Schema,
    /// Roles of the schemas and stand-ins: those that are compared.
    watched: BTreeSet<String>,
    /// Table access methods.
    methods: BTreeSet<String>,
    /// Types of extensions.
    types: BTreeSet<&'static str>,
}

/// Types of extensions that few machines have, as text: what is compared are the values.
const TYPES: [&str; 5] = ["vector", "halfvec", "sparsevec", "geometry", "geography"];

impl StandIns {
    fn of(work: &Work) -> Self {
        let owned = |name: &str| {
            [&work.from, &work.to].iter().any(|it| it.namespaces.iter().any(|one| one == name))
        };
        let mut namespaces = BTreeSet::new();
        let mut roles = Schema::default();
        for schema in [&work.from, &work.to] {
            namespaces.extend(
                schema
                    .inhabited_namespaces()
                    .into_iter()
                    .filter(|it| !owned(it))
                    .map(str::to_owned),
            );
            let linked = schema.linked_policies.iter().map(|linked| &linked.policy);
            let policies = schema.tables.values().flat_map(|table| &table.policies);
            for role in policies.chain(linked).flat_map(|policy| &policy.roles) {
                let known = ["public", "current_user", "current_role", "session_user"];
                let created = [&work.from, &work.to].iter().any(|it| it.roles.contains_key(role));
                if !created && !known.contains(&role.as_str()) {
                    roles
                        .roles
                        .insert(role.clone(), mizzle_core::postgres::schema::Role::default());
                }
            }
        }
        namespaces.remove(PUBLIC);
        let all = [&work.from, &work.to, &roles];
        let watched = all.iter().flat_map(|schema| schema.roles.keys().cloned()).collect();
        let views = [&work.from, &work.to].into_iter().flat_map(|schema| schema.views.values());
        let methods = views.filter_map(|view| view.using.clone()).filter(|it| it != "heap");
        let tables = [&work.from, &work.to].into_iter().flat_map(|schema| schema.tables.values());
        let columns = tables.flat_map(|table| table.columns.values());
        let types = columns
            .filter_map(|column| TYPES.into_iter().find(|name| column.ty.text.starts_with(name)));
        Self { namespaces, watched, methods: methods.collect(), types: types.collect(), roles }
    }

    /// Builds a schema from nothing, does `act`, and returns what the server has then.
    fn run(
        &self,
        from: &Schema,
        default: bool,
        roles: Option<&Roles>,
        act: impl FnOnce(&mut Database) -> Result<(), String>,
    ) -> Result<State, String> {
        let mut database = Database::new();
        let result = (|| {
            for namespace in &self.namespaces {
                database.run(&format!("CREATE SCHEMA \"{namespace}\""))?;
            }
            for name in &self.types {
                database.run(&stand_in_type(name))?;
            }
            for name in &self.methods {
                database.run(&format!(
                    "CREATE ACCESS METHOD {name} TYPE TABLE HANDLER heap_tableam_handler"
                ))?;
            }
            for role in self.roles.roles.keys() {
                database.run(&format!("CREATE ROLE \"{role}\""))?;
            }
            let (_, build) = steps(&Schema::default(), from, &[])?;
            let build = portable_plan(&build);
            database.apply(&build).map_err(|error| format!("the state before: {error}"))?;
            act(&mut database)?;
            let value = if default {
                database.run("INSERT INTO \"table\" DEFAULT VALUES")?;
                Some(database.rows("SELECT \"column\"::text FROM \"table\""))
            } else {
                None
            };
            let roles = database.rows(
                "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                        rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil
                 FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname",
            );
            // Other roles of the server belong to others, who make and drop them meanwhile.
            let roles = roles.lines().filter(|line| {
                line.split_once('|').is_some_and(|(name, _)| self.watched.contains(name))
            });
            let roles: Vec<&str> = roles.collect();
            database.disconnect();
            let dump = normal(&dump::schema(database.url()));
            Ok(State { dump: format!("{dump}\n{}", roles.join("\n")), value })
        })();
        drop(database);
        if let Some(roles) = roles {
            roles.drop_all();
        }
        result
    }
}

/// SQL for a server without PostGIS, whose stand-ins know no modifiers in words.
fn portable(sql: &str) -> String {
    let mut text = sql.to_owned();
    for name in ["geometry(", "geography("] {
        while let Some(start) = text.find(name) {
            let end = text[start..].find(')').map_or(text.len(), |end| start + end + 1);
            text.replace_range(start + name.len() - 1..end, "");
        }
    }
    text
}

fn portable_plan(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for segment in &mut plan.segments {
        match segment {
            Segment::Transaction(statements) => {
                statements
                    .iter_mut()
                    .for_each(|statement| statement.sql = portable(&statement.sql));
            }
            Segment::Alone(statement) => statement.sql = portable(&statement.sql),
        }
    }
    plan
}

/// A base type of that name whose values are any text.
fn stand_in_type(name: &str) -> String {
    format!(
        "CREATE TYPE {name};
         CREATE FUNCTION {name}_in(cstring) RETURNS {name} AS 'textin'
             LANGUAGE internal IMMUTABLE STRICT;
         CREATE FUNCTION {name}_out({name}) RETURNS cstring AS 'textout'
             LANGUAGE internal IMMUTABLE STRICT;
         CREATE FUNCTION {name}_typmod(cstring[]) RETURNS integer AS 'bpchartypmodin'
             LANGUAGE internal IMMUTABLE STRICT;
         CREATE TYPE {name} (INPUT = {name}_in, OUTPUT = {name}_out, TYPMOD_IN = {name}_typmod,
             LIKE = text)"
    )
}

/// The order of options in `WITH (…)` is no difference.
fn normal(dump: &str) -> String {
    let line = |line: &str| {
        let Some(options) = line.strip_prefix(" WITH (").or(line.strip_prefix("WITH (")) else {
            return line.to_owned();
        };
        let mut options: Vec<&str> = options
            .split(", ")
            .map(|it| it.trim_end_matches(" AS").trim_end_matches(')'))
            .collect();
        options.sort_unstable();
        format!(" WITH ({})", options.join(", "))
    };
    dump.lines().map(line).collect::<Vec<_>>().join("\n")
}
