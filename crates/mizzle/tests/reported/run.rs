//! Runs a case on a database of its own.

use crate::case::{Case, Query, Run, Step, Text};
use crate::project::Project;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;
use regex::RegexBuilder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const CONFIG: &str = "export default {
  dialect: \"postgresql\",
  schema: \"./schema.ts\",
  out: \"./drizzle\",
  dbCredentials: { url: process.env.DATABASE_URL! },
};
";

/// Runs the case of a folder.
pub(crate) fn run(folder: &Path) {
    let text = std::fs::read_to_string(folder.join("case.json")).unwrap();
    let case: Case = serde_json::from_str(&text).unwrap();
    let mut setting = Setting::new();
    lay(folder, Path::new(""), &setting.project);
    for (number, step) in case.steps.iter().enumerate() {
        let surprises = setting.step(folder, step);
        assert!(
            surprises.is_empty(),
            "step {} of {}: {}\n\n{}",
            number + 1,
            folder.display(),
            surprises.join("\n"),
            case.why
        );
    }
}

struct Setting {
    project: Project,
    target: Target,
    /// Made when a step names it, dropped with the database.
    role: Option<String>,
    database: TestDatabase,
}

impl Setting {
    fn new() -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let project = Project::empty().with_env("DATABASE_URL", database.url());
        project.file("drizzle.config.ts", CONFIG);
        link_orm(&project.path());
        Self { project, target, role: None, database }
    }

    /// What is not as the step says.
    fn step(&mut self, folder: &Path, step: &Step) -> Vec<String> {
        match step {
            Step::Run(run) => return self.command(run),
            Step::Query(query) => return self.query(query),
            Step::Schema(it) => {
                self.project.file("schema.ts", &self.project.read(&it.schema));
            }
            Step::Copy(it) => lay(&folder.join(&it.copy), Path::new(&it.to), &self.project),
            Step::Newest(it) => {
                let newest = self.migrations().into_keys().next_back().unwrap();
                self.project.file(newest, &it.newest);
            }
            Step::Sql(it) => {
                let sql = self.fill(&it.sql);
                self.open().query(&sql).unwrap();
            }
            Step::Url(it) => {
                let url = self.fill(&it.url);
                self.project = self.project.with_env("DATABASE_URL", &url);
            }
        }
        Vec::new()
    }

    fn command(&self, run: &Run) -> Vec<String> {
        let before = self.migrations();
        let arguments: Vec<&str> = run.run.iter().map(String::as_str).collect();
        let started: Vec<_> = (0..run.at_once)
            .map(|_| {
                let mut command = self.project.command(&arguments);
                command.stdout(std::process::Stdio::piped());
                command.stderr(std::process::Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let mut surprises = Vec::new();
        let mut said = String::new();
        for child in started {
            let output = child.wait_with_output().unwrap();
            said.push_str(&String::from_utf8_lossy(&output.stdout));
            said.push_str(&String::from_utf8_lossy(&output.stderr));
            if output.status.code() != Some(run.exit) {
                surprises.push(format!("exit {:?}, not {}", output.status.code(), run.exit));
            }
        }
        let mut written = self.migrations();
        written.retain(|file, text| before.get(file) != Some(text));
        let sql: String = written.into_values().collect();
        if run.writes_nothing && !sql.is_empty() {
            surprises.push(format!("it wrote:\n{sql}"));
        }
        surprises.extend(compare("what it wrote", &run.writes, &sql));
        surprises.extend(compare("what it said", &run.says, &said));
        if !surprises.is_empty() {
            surprises.push(said);
        }
        surprises
    }

    fn query(&mut self, query: &Query) -> Vec<String> {
        let wanted = self.fill(&query.equals);
        let rows = self.open().query(&query.query).unwrap();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| {
                let values = (0..row.len()).map(|at| row.text(at).unwrap_or_default());
                values.collect::<Vec<_>>().join("|")
            })
            .collect();
        let rows = rows.join("\n");
        if rows == wanted {
            return Vec::new();
        }
        vec![format!("`{}` gives {rows:?}, not {wanted:?}", query.query)]
    }

    /// The SQL files of the migrations folder.
    fn migrations(&self) -> BTreeMap<String, String> {
        let files = self.project.files().into_iter();
        files
            .filter(|file| file.starts_with("drizzle/") && file.ends_with(".sql"))
            .map(|file| (file.clone(), self.project.read(file)))
            .collect()
    }

    fn open(&self) -> Connection {
        Connection::open(&self.target).unwrap()
    }

    fn fill(&mut self, text: &str) -> String {
        let database = self.target.database.clone();
        let role = format!("{database}_app");
        if text.contains("$ROLE") && self.role.is_none() {
            self.open().query(&format!("CREATE ROLE \"{role}\" LOGIN")).unwrap();
            self.role = Some(role.clone());
        }
        let url = self.database.url();
        let server = url.split_once("://").unwrap().1;
        let server = server.split_once('@').map_or(server, |(_, after)| after);
        let server = server.split_once('/').map_or(server, |(before, _)| before);
        text.replace("$DATABASE", &database).replace("$ROLE", &role).replace("$SERVER", server)
    }
}

impl Drop for Setting {
    fn drop(&mut self) {
        if let Some(role) = &self.role {
            let sql = format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\"");
            let dropped = self.open().query(&sql);
            // A second panic would hide the first.
            assert!(dropped.is_ok() || std::thread::panicking(), "{role} stays");
        }
    }
}

fn compare(what: &str, text: &Text, given: &str) -> Vec<String> {
    let find = |pattern: &str, from: usize| {
        let mut builder = RegexBuilder::new(pattern);
        let pattern = builder.case_insensitive(true).dot_matches_new_line(true).build().unwrap();
        pattern.find_at(given, from).map(|it| it.end())
    };
    let mut surprises = Vec::new();
    for pattern in text.found.iter().filter(|it| find(it, 0).is_none()) {
        surprises.push(format!("{what} lacks /{pattern}/:\n{given}"));
    }
    for pattern in text.not.iter().filter(|it| find(it, 0).is_some()) {
        surprises.push(format!("{what} has /{pattern}/:\n{given}"));
    }
    let mut at = 0;
    for pattern in &text.order {
        match find(pattern, at) {
            Some(end) => at = end,
            None => {
                surprises.push(format!("{what} lacks /{pattern}/ in that order:\n{given}"));
                break;
            }
        }
    }
    surprises
}

/// Gives the project the drizzle-orm of `MIZZLE_TEST_ORM_DIR`. Without one, mizzle
/// takes the copy that was built in.
fn link_orm(project: &Path) {
    if let Some(folder) = std::env::var_os("MIZZLE_TEST_ORM_DIR") {
        let modules = Path::new(&folder).join("0.45/node_modules");
        #[cfg(unix)]
        std::os::unix::fs::symlink(modules, project.join("node_modules")).unwrap();
        #[cfg(windows)]
        std::os::windows::fs::symlink_dir(modules, project.join("node_modules")).unwrap();
    }
}

/// Copies a folder's files into the project.
fn lay(folder: &Path, to: &Path, project: &Project) {
    let entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in entries {
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            lay(&path, &place, project);
        } else {
            project.file(place, &std::fs::read_to_string(&path).unwrap());
        }
    }
}
