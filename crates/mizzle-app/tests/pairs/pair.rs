//! One pair: compared and proved by mizzle, and judged by `pg_dump`.

use super::{Change, Kind, dump};
use mizzle_app::dev::DevFlags;
use mizzle_app::diff::{Compared, Context, Outcome, Proof, Request, prepare};
use mizzle_app::environment::Environment;
use mizzle_core::hints::Answers;
use mizzle_db::connection::Connection;
use mizzle_db::devdb::{LocalCluster, UrlServer};
use mizzle_db::target::Target;
use mizzle_db::test_support;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

const BASE: &str = include_str!("base.sql");

/// What all pairs share.
pub(crate) struct Judge {
    base: String,
    changed: Mutex<BTreeMap<String, String>>,
    server: String,
    /// Where there are server programs: databases of a private cluster are made in a moment.
    _cluster: Option<LocalCluster>,
}

impl Judge {
    /// Dumps the base once.
    pub(crate) fn start() -> Self {
        let cluster = test_support::install(None).map(|_| test_support::cluster(None));
        let server = match &cluster {
            Some(cluster) => cluster.url("postgres"),
            None => test_support::server().to_owned(),
        };
        let (base, changed) = (String::new(), Mutex::default());
        let mut judge = Self { base, changed, server, _cluster: cluster };
        judge.base = judge.dump_of(BASE, &[]);
        judge
    }

    /// Compares the base with the changed one, or the other way round.
    pub(crate) fn prove(&self, change: &Change, forward: bool) {
        let changed_sql = format!("{BASE}\n{}", change.sql);
        let changed = self.changed(change, &changed_sql);
        let (from_sql, to_sql, goal) = if forward {
            (BASE, changed_sql.as_str(), &changed)
        } else {
            (changed_sql.as_str(), BASE, &self.base)
        };
        let is_same = changed == self.base;
        assert_eq!(is_same, change.kind == Kind::Nothing, "the dumps:\n{changed}");
        let compared = self.compare(from_sql, to_sql, change.renames);
        let said = format!("{compared:#?}");
        assert!(compared.unknown.is_empty(), "{said}");
        assert_eq!(compared.is_equal(), is_same, "called the wrong thing: {said}");
        match (&compared.proof, change.kind) {
            (Some(Proof::Reached { .. }), _) => {
                let reached = self.dump_of(from_sql, &compared.planned.statements);
                let difference = dump::difference(&reached, goal);
                assert!(reached == *goal, "called proved, but:\n{difference}\n{said}");
            }
            (Some(Proof::Short { missing, .. }), Kind::Outside) => {
                assert!(!compared.outside.is_empty() && !missing.is_empty(), "{said}");
            }
            // What hangs on something outside of the model can keep the SQL from running.
            (Some(Proof::Refused { why, .. }), Kind::Outside) => {
                assert!(!compared.outside.is_empty() && !why.is_empty(), "{said}");
            }
            (Some(_) | None, _) => panic!("not what it should be: {said}"),
        }
    }

    /// The dump of a changed base, made once for both ways.
    fn changed(&self, change: &Change, sql: &str) -> String {
        let known = || self.changed.lock().unwrap();
        if let Some(dump) = known().get(&change.name) {
            return dump.clone();
        }
        let dump = self.dump_of(sql, &[]);
        known().insert(change.name.clone(), dump.clone());
        dump
    }

    fn compare(&self, from: &str, to: &str, renames: bool) -> Compared {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("from.sql"), from).unwrap();
        std::fs::write(folder.path().join("to.sql"), to).unwrap();
        let environment = environment(folder.path());
        let request = Request {
            from: "from.sql".to_owned(),
            to: "to.sql".to_owned(),
            prove: true,
            dev: DevFlags { url: Some(self.server.clone()), engine: Some("url".into()) },
        };
        let context = Context { environment: &environment, project: None };
        let prepared = prepare(&context, &request, &mut |_| ())
            .unwrap_or_else(|error| panic!("{:#?}", error.explain()));
        let mut answers = Answers::default();
        for _ in 0..50 {
            let outcome = prepared
                .finish(&answers, &mut |_| ())
                .unwrap_or_else(|error| panic!("{:#?}", error.explain()));
            let questions = match outcome {
                Outcome::Compared(compared) => return *compared,
                Outcome::Undecided(questions) => questions,
            };
            let question = &questions[0];
            let rename = question.candidates.first().filter(|_| renames);
            answers.push(match rename {
                Some(candidate) => question.rename_hint(candidate),
                None => question.create_hint(),
            });
        }
        panic!("questions never end");
    }

    /// What `pg_dump` says of a new database with this SQL, and these statements behind it.
    fn dump_of(&self, sql: &str, statements: &[String]) -> String {
        let server = UrlServer::open(&self.server).unwrap();
        let database = server.lease().unwrap();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let mut connection = Connection::open(&target).unwrap();
        connection.execute("SET client_min_messages = warning").unwrap();
        connection.execute(sql).unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
        for statement in statements {
            connection
                .execute(statement)
                .unwrap_or_else(|error| panic!("{error}\nin: {statement}"));
        }
        drop(connection);
        dump::schema(database.url())
    }
}

fn environment(folder: &Path) -> Environment {
    Environment::read(folder.to_owned(), BTreeMap::new(), &mut |_| ()).unwrap()
}
