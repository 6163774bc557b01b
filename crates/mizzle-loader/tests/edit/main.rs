//! Edits of schema files: what comes, goes and changes, and that all else stays.

use mizzle_loader::edit::{ChainEdit, Editor, Extra, relative_import};
use std::path::Path;

const FILE: &str = r#"import { sql } from "drizzle-orm";
import { index, integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";

// How people feel.
export const mood = pgEnum("mood", ["sad", "ok"]);

export const users = pgTable(
  "users",
  {
    id: integer("id").primaryKey(), // the key
    /* where to write */
    email: text("email")
      .notNull()
      .unique(),
    name: text("name")
  },
  (table) => [
    index("users_name").on(table.name),
    index().on(table.email, table.name), // for the list
  ],
);

export const posts = pgTable("posts", { id: integer("id"), title: text("title") });
export const tags = pgTable("tags", (t) => ({ id: t.integer("id") }));
"#;

fn edit(change: impl FnOnce(&mut Editor)) -> String {
    let mut editor = Editor::new("schema.ts", FILE);
    change(&mut editor);
    let diff = similar(FILE, editor.text());
    // What is edited is still a program.
    assert!(editor.has_binding("users") || editor.text().len() < FILE.len());
    diff
}

/// The lines that go and come.
fn similar(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.lines().collect(), to.lines().collect());
    let same = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let rest = from[same..].iter().rev().zip(to[same..].iter().rev());
    let behind = rest.take_while(|(one, other)| one == other).count();
    let gone = from[same..from.len() - behind].iter().map(|line| format!("-{line}\n"));
    let come = to[same..to.len() - behind].iter().map(|line| format!("+{line}\n"));
    gone.chain(come).collect()
}

#[test]
fn columns_come_and_go() {
    let added = edit(|it| it.add_column("users", "age: integer(\"age\")").unwrap());
    assert_eq!(
        added,
        "-    name: text(\"name\")\n+    name: text(\"name\"),\n+    age: integer(\"age\"),\n"
    );
    let added = edit(|it| it.add_column("posts", "age: integer(\"age\")").unwrap());
    assert!(added.contains("title: text(\"title\"), age: integer(\"age\") });"), "{added}");
    let added = edit(|it| it.add_column("tags", "age: integer(\"age\")").unwrap());
    assert!(added.contains("{ id: t.integer(\"id\"), age: integer(\"age\") }));"), "{added}");
    let gone = edit(|it| it.remove_column("users", "id").unwrap());
    assert_eq!(gone, "-    id: integer(\"id\").primaryKey(), // the key\n");
    let gone = edit(|it| it.remove_column("users", "email").unwrap());
    assert_eq!(gone, "-    email: text(\"email\")\n-      .notNull()\n-      .unique(),\n");
    let gone = edit(|it| it.remove_column("posts", "title").unwrap());
    assert!(gone.contains("{ id: integer(\"id\") });"), "{gone}");
    let wrong = Editor::new("schema.ts", FILE).remove_column("users", "other").unwrap_err();
    assert_eq!(wrong.to_string(), "`users` has no column `other` written in it");
}

#[test]
fn calls_behind_a_column_change() {
    let change = ChainEdit {
        base: Some("varchar(\"email\", { length: 20 })".to_owned()),
        remove: vec!["notNull"],
        append: vec![".default(\"x\")".to_owned()],
    };
    let changed = edit(|it| it.change_column("users", "email", &change).unwrap());
    assert_eq!(
        changed,
        "-    email: text(\"email\")\n-      .notNull()\n\
         +    email: varchar(\"email\", { length: 20 })\n+      .default(\"x\")\n"
    );
    let required = ChainEdit { append: vec![".notNull()".to_owned()], ..ChainEdit::default() };
    let changed = edit(|it| it.change_column("users", "name", &required).unwrap());
    assert_eq!(changed, "-    name: text(\"name\")\n+    name: text(\"name\").notNull()\n");
}

#[test]
fn extras_come_and_go() {
    let added = edit(|it| {
        assert_eq!(it.extras_parameter("users").as_deref(), Some("table"));
        it.add_extra("users", "t", "index(\"a\").on(table.id)").unwrap();
    });
    assert_eq!(added, "+    index(\"a\").on(table.id),\n");
    let begun = edit(|it| it.add_extra("posts", "t", "index(\"a\").on(t.id)").unwrap());
    assert!(begun.ends_with("}, (t) => [\n+  index(\"a\").on(t.id),\n+]);\n"), "{begun}");
    let named = Extra { builders: &["index", "uniqueIndex"], name: "users_name", keys: &[] };
    let gone = edit(|it| it.remove_extra("users", &named).unwrap());
    assert_eq!(gone, "-    index(\"users_name\").on(table.name),\n");
    let keys = ["email".to_owned(), "name".to_owned()];
    let unnamed = Extra { builders: &["index"], name: "users_email_name_index", keys: &keys };
    let gone = edit(|it| it.remove_extra("users", &unnamed).unwrap());
    assert_eq!(gone, "-    index().on(table.email, table.name), // for the list\n");
}

#[test]
fn enums_and_exports_change() {
    let all = |labels: &[&str]| labels.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let added = edit(|it| it.set_labels("mood", &all(&["sad", "ok", "glad"])).unwrap());
    assert!(added.contains("[\"sad\", \"ok\", \"glad\"]"), "{added}");
    let fewer = edit(|it| it.set_labels("mood", &all(&["ok"])).unwrap());
    assert!(fewer.contains("pgEnum(\"mood\", [\"ok\"]);"), "{fewer}");
    let gone = edit(|it| it.remove_export("posts").unwrap());
    assert!(gone.starts_with("-export const posts") && !gone.contains('+'), "{gone}");
    let on = ChainEdit { append: vec![".enableRLS()".to_owned()], ..ChainEdit::default() };
    let secured = edit(|it| it.change_export("posts", &on).unwrap());
    assert!(secured.contains("}).enableRLS();"), "{secured}");
    let appended = edit(|it| it.append("export const a = 1;"));
    assert_eq!(appended, "+\n+export const a = 1;\n");
}

#[test]
fn imports_are_added_once() {
    let added = edit(|it| {
        assert!(it.import("drizzle-orm/pg-core", "varchar", false));
        assert!(it.import("drizzle-orm/pg-core", "text", false));
        assert!(!it.import("drizzle-orm/pg-core", "users", false));
    });
    assert!(added.contains("pgTable, text, varchar } from"), "{added}");
    let other = edit(|it| assert!(it.import("./auth", "accounts", false)));
    assert_eq!(other, "+import { accounts } from \"./auth\";\n");
    let name = |from, to| relative_import(Path::new(from), Path::new(to), "").unwrap();
    assert_eq!(name("/a/db/users.ts", "/a/db/posts.ts"), "./posts");
    assert_eq!(name("/a/db/users.ts", "/a/auth/posts.ts"), "../auth/posts");
}

#[test]
fn a_variable_is_known_by_its_place() {
    let editor = Editor::new("schema.ts", FILE);
    assert_eq!(editor.variable_at(5, 14).as_deref(), Some("mood"));
    assert_eq!(editor.uses("mood"), 0);
    assert_eq!(editor.uses("integer"), 2);
}
