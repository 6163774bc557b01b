//! Every kind of change by hand, written into the schema file: then the file says what the
//! database holds. And how it is shown, refused and asked for.

use crate::kinds::{self, KINDS};
#[cfg(unix)]
use crate::terminal::Terminal;
use crate::{Database, Setting, mizzle_in};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// How what begins that has no place in a schema file, or not in this one.
const NOT_ADOPTED: &[&str] = &[
    "DROP TABLE audit",
    "ALTER TABLE app.settings SET SCHEMA public",
    "DROP TRIGGER users_touch ON users",
    "ALTER TABLE users DISABLE TRIGGER users_touch",
    "CREATE OR REPLACE FUNCTION touch()",
    "DROP FUNCTION ",
];

#[test]
fn in_0_x() {
    all("0.45");
}

#[test]
fn in_1_0() {
    all("rc.5");
}

fn all(orm: &str) {
    let setting = kinds::project(orm);
    let root = setting.project.path();
    let usual = difference(&root, &setting.database);
    std::fs::create_dir(root.join("adopted")).unwrap();
    let wanted = std::env::var("MIZZLE_TEST_KIND").ok();
    let open: Mutex<Vec<&str>> = Mutex::new(
        KINDS
            .iter()
            .map(|(sql, _)| *sql)
            .filter(|sql| wanted.as_ref().is_none_or(|wanted| sql.contains(wanted.as_str())))
            .collect(),
    );
    let faults = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let Some(sql) = open.lock().unwrap().pop() else { break };
                    let database = Database::copy(&setting.database);
                    if let Err(fault) = one(&root, orm, &database, sql, &usual) {
                        faults.lock().unwrap().push(format!("{sql}\n{fault}"));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), KINDS.len(), faults.join("\n\n"));
    check(&root.join("adopted"));
}

/// Has TypeScript check the files, where `MIZZLE_TEST_TSC_DIR` names a folder with
/// `node_modules/typescript`.
fn check(folder: &Path) {
    let Some(tsc) = std::env::var_os("MIZZLE_TEST_TSC_DIR").map(PathBuf::from) else { return };
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let output = Command::new("node")
        .arg(tsc.join("node_modules/typescript/bin/tsc"))
        .args(["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"])
        .args(["--module", "esnext", "--moduleResolution", "bundler"])
        .args(files)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
}

/// What leads from a database to the schema file, in lines.
fn difference(root: &Path, database: &Database) -> String {
    let sides = ["diff", "--from", &database.url, "--to", "schema.ts", "--format", "summary"];
    let (code, said) = mizzle_in(root, &sides);
    assert_eq!(code, Some(0), "{said}");
    let is_change = |line: &&str| line.starts_with(['+', '-', '~']);
    said.lines().filter(is_change).collect::<Vec<_>>().join("\n")
}

fn one(root: &Path, orm: &str, database: &Database, sql: &str, usual: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    copy(root, folder.path());
    database.run(&kinds::fill(orm, sql))?;
    let arguments = ["drift", "--adopt", "--yes", "--url", &database.url];
    let (code, said) = mizzle_in(folder.path(), &arguments);
    let expected = if NOT_ADOPTED.iter().any(|start| sql.starts_with(start)) { 3 } else { 0 };
    if code != Some(expected) {
        return Err(format!("exit {code:?}: {said}"));
    }
    if expected == 3 {
        return Ok(());
    }
    let text = std::fs::read_to_string(folder.path().join("schema.ts")).unwrap();
    std::fs::write(root.join(format!("adopted/{}.ts", database.name)), text).unwrap();
    let left = difference(folder.path(), database);
    if left != usual {
        let text = std::fs::read_to_string(folder.path().join("schema.ts")).unwrap();
        return Err(format!("left:\n{left}\nafter: {said}\nin {text}"));
    }
    Ok(())
}

/// A project's own files, and what it has installed by a link.
fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "node_modules" {
            let modules = path.canonicalize().unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(modules, to).unwrap();
            #[cfg(windows)]
            std::os::windows::fs::symlink_dir(modules, to).unwrap();
        } else if entry.file_name() == "adopted" {
            // What others have made of theirs.
        } else if path.is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&path, &to);
        } else {
            std::fs::copy(path, to).unwrap();
        }
    }
}

#[test]
fn the_change_is_shown_and_written_only_with_a_yes() {
    let setting = Setting::new("0.45");
    setting.schema(
        "export const users = pg.pgTable(\"users\", {\n  id: pg.serial(\"id\").primaryKey(),\n  \
         // where to write\n  email: pg.text(\"email\").notNull(),\n});\n",
    );
    setting.applied("init");
    insta::assert_snapshot!(setting.mizzle(&["drift", "--adopt"]), @r"
    --- stdout
    ✔ Nothing to adopt
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    --- exit 0
    ");
    let sql = "ALTER TABLE users ADD COLUMN age integer DEFAULT 18; \
               ALTER TABLE users ALTER COLUMN email DROP NOT NULL; \
               CREATE INDEX by_email ON users (email); \
               CREATE INDEX by_lower ON users (lower(email) DESC)";
    setting.database.run(sql).unwrap();
    let before = setting.project.read("schema.ts");
    insta::assert_snapshot!(setting.mizzle(&["drift", "--adopt"]), @r#"
    --- stdout
    --- schema.ts
    +++ schema.ts
      import { sql } from "drizzle-orm";
      import * as pg from "drizzle-orm/pg-core";
    + import { integer, index } from "drizzle-orm/pg-core";
      
      export const users = pg.pgTable("users", {
        id: pg.serial("id").primaryKey(),
        // where to write
    -   email: pg.text("email").notNull(),
    - });
    +   email: pg.text("email"),
    +   age: integer("age").default(18),
    + }, (t) => [
    +   index("by_email").on(t.email),
    + ]);
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    warning: not written, + index by_lower (lower(email)) on users: an expression has no order and no operator class there
    error: nothing was written: nobody is here to agree

    hint: if this is what you want: `mizzle drift --adopt --yes`
    --- exit 2
    "#);
    assert_eq!(setting.project.read("schema.ts"), before);
    insta::assert_snapshot!(setting.mizzle(&["drift", "--adopt", "--yes"]), @r#"
    --- stdout
    --- schema.ts
    +++ schema.ts
      import { sql } from "drizzle-orm";
      import * as pg from "drizzle-orm/pg-core";
    + import { integer, index } from "drizzle-orm/pg-core";
      
      export const users = pg.pgTable("users", {
        id: pg.serial("id").primaryKey(),
        // where to write
    -   email: pg.text("email").notNull(),
    - });
    +   email: pg.text("email"),
    +   age: integer("age").default(18),
    + }, (t) => [
    +   index("by_email").on(t.email),
    + ]);
    ✔ Wrote schema.ts
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations…
    ✔ Pulling schema from database…
    warning: not written, + index by_lower (lower(email)) on users: an expression has no order and no operator class there

    hint: `mizzle baseline` makes the migration for it and records it as applied here
    --- exit 3
    "#);
    insta::assert_snapshot!(setting.project.read("schema.ts"), @r#"
    import { sql } from "drizzle-orm";
    import * as pg from "drizzle-orm/pg-core";
    import { integer, index } from "drizzle-orm/pg-core";

    export const users = pg.pgTable("users", {
      id: pg.serial("id").primaryKey(),
      // where to write
      email: pg.text("email"),
      age: integer("age").default(18),
    }, (t) => [
      index("by_email").on(t.email),
    ]);
    "#);
}

/// A schema in two files, whose second table refers to nothing yet.
fn in_two_files() -> Setting {
    let setting = Setting::new("rc.5");
    setting.project.file(
        "drizzle.config.ts",
        "export default { dialect: \"postgresql\", schema: \"db/*.ts\", \
         dbCredentials: { url: process.env.DATABASE_URL! } };\n",
    );
    setting.project.file(
        "db/users.ts",
        "import { pgTable, serial } from \"drizzle-orm/pg-core\";\n\n\
         export const people = pgTable(\"users\", {\n  id: serial().primaryKey(),\n});\n",
    );
    setting.project.file(
        "db/posts.ts",
        "import { integer, pgTable } from \"drizzle-orm/pg-core\";\n\n\
         export const posts = pgTable(\"posts\", {\n  author: integer(),\n});\n",
    );
    setting.applied("init");
    let sql = "ALTER TABLE posts ADD CONSTRAINT who FOREIGN KEY (author) REFERENCES users (id)";
    setting.database.run(sql).unwrap();
    setting
}

#[test]
fn what_another_file_declares_is_imported() {
    let setting = in_two_files();
    let said = setting.mizzle(&["drift", "--adopt", "--yes"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    insta::assert_snapshot!(setting.project.read("db/posts.ts"), @r#"
    import { integer, pgTable, foreignKey } from "drizzle-orm/pg-core";
    import { people } from "./users";

    export const posts = pgTable("posts", {
      author: integer(),
    }, (t) => [
      foreignKey({ name: "who", columns: [t.author], foreignColumns: [people.id] }),
    ]);
    "#);
    // Until a migration records it the drift is still there, and is not written again.
    let again = setting.mizzle(&["drift", "--adopt"]);
    assert!(again.contains("have all of it already") && again.ends_with("exit 0"), "{again}");
}

#[cfg(unix)]
#[test]
fn a_person_is_asked() {
    let setting = in_two_files();
    let before = setting.project.read("db/posts.ts");
    for (answer, code) in [("n", 3), ("y", 0)] {
        assert_eq!(setting.project.read("db/posts.ts"), before);
        let mut terminal = Terminal::start(&setting.project, &["drift", "--adopt"]);
        terminal.wait_for("Write this into the schema files?").type_keys(answer);
        let (screen, ended) = terminal.finish();
        assert_eq!(ended, Some(code), "{screen}");
    }
    assert!(setting.project.read("db/posts.ts").contains("foreignKey({ name: \"who\""));
}
