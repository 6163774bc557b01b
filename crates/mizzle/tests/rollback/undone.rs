//! What is undone, and that all of it comes back.

use crate::{Setting, with_users};
use insta::assert_snapshot;

const NICK: &str = "  name: text(\"name\"),\n  age: integer(\"age\"),\n  nick: text(\"nick\"),\n";

#[test]
fn the_last_one_and_then_it_is_pending_again() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback"]), @r"
    --- stdout
    ✔ 0001_nick undone ([TIME])
    ✔ 1 migration undone, 1 migration applied
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    note: as long as drizzle/0001_nick.sql lies in the folder, the next `mizzle migrate` applies it again

    hint: to be rid of the newest one, take the change out of the schema files and run `mizzle generate --redo`
    --- exit 0
    ");
    assert_eq!((setting.content(), setting.recorded()), (before, 1));
    assert!(setting.rows("SELECT 1 FROM pg_attribute WHERE attname = 'nick'").is_empty());
    let said = setting.mizzle(&["migrate"]);
    assert!(said.contains("✔ 0001_nick") && said.contains("1 migration applied"), "{said}");
}

#[test]
fn in_a_folder_of_1_0() {
    let setting = Setting::new("rc.5");
    let before = setting.content();
    let tag = setting.add("nick", &with_users(NICK));
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains(&format!("✔ {tag} undone").replace(&tag[..14], "[STAMP]")), "{said}");
    assert_eq!((setting.content(), setting.recorded()), (before, 1));
    setting.migrate();
    assert_eq!(setting.recorded(), 2);
}

#[test]
fn what_was_renamed_is_no_loss() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    // Whether it was renamed, the file tells, and no snapshot.
    let renamed = with_users("  full: text(\"full\"),\n  age: integer(\"age\"),\n");
    setting.project.file("schema.ts", &crate::schema(&renamed));
    let hint = r#"[{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full"]}]"#;
    let said = setting.mizzle(&["generate", "--offline", "--name", "full", "--hints", hint]);
    assert!(said.contains("RENAME COLUMN"), "{said}");
    setting.migrate();
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("✔ 0001_full undone"), "{said}");
    assert_eq!(setting.content(), before);
}

#[test]
fn several_and_back_to_one_of_them() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    setting.add("nick", &with_users(NICK));
    let more = format!(
        "{}export const tags = pgTable(\"tags\", {{ id: serial(\"id\").primaryKey() }});\n",
        with_users(NICK)
    );
    setting.add("tags", &more);
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback", "--to", "0000", "--dry-run"]), @r#"
    --- stdout
    2 migrations would be undone

    -- drizzle/down/0002_tags.sql
    -- Certified way back from 0002_tags: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Before: sha256 [HASH]
    -- After: sha256 [HASH]
    -- Removes: the table tags and its rows

    DROP TABLE "tags";

    -- drizzle/down/0001_nick.sql
    -- Certified way back from 0001_nick: lossless
    -- Proved on PostgreSQL [VERSION] (url): up, down, up again
    -- Before: sha256 [HASH]
    -- After: sha256 [HASH]
    -- Removes: the values of users.nick

    ALTER TABLE "users" DROP COLUMN "nick";
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    ✔ Pulling schema from database…
    --- exit 0
    "#);
    assert_eq!(setting.recorded(), 3);
    assert_snapshot!(setting.mizzle(&["rollback", "--steps", "9"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: 9 migrations cannot be undone: 3 are applied

    hint: `mizzle rollback --steps 3` undoes all of them
    --- exit 1
    ");
    let said = setting.mizzle(&["rollback", "--to", "0000", "--output", "json"]);
    let said = regex::Regex::new("\"milliseconds\":[0-9]+")
        .unwrap()
        .replace_all(&said, "\"milliseconds\":0");
    assert_snapshot!(said, @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","target":"[TARGET]","applied_left":1,"undone":[{"migration":"0002_tags","migration_path":"drizzle/0002_tags.sql","down_path":"drizzle/down/0002_tags.sql","kind":"lossless","lost":[],"removes":[{"what":"table tags","rows":0}],"milliseconds":0,"statements":1},{"migration":"0001_nick","migration_path":"drizzle/0001_nick.sql","down_path":"drizzle/down/0001_nick.sql","kind":"lossless","lost":[],"removes":[{"what":"column users.nick","values":0}],"milliseconds":0,"statements":1}]}
    --- exit 0
    "#);
    assert_eq!((setting.content(), setting.recorded()), (before, 1));
    assert_snapshot!(setting.mizzle(&["rollback", "--to", "0000"]), @r"
    --- stdout
    Nothing to undo, 1 migration applied
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    ✔ Pulling migration state…
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["rollback", "--to", "0002"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: 0002_tags is not applied, so that there is no way back to it

    hint: `mizzle status` shows what is applied
    --- exit 1
    ");
}

#[test]
fn nothing_is_applied() {
    let setting = Setting::new("0.45");
    setting.execute("DELETE FROM drizzle.__drizzle_migrations");
    let said = setting.mizzle(&["rollback"]);
    assert!(said.contains("Nothing to undo, 0 migrations applied"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
    let said = setting.mizzle(&["rollback", "--output", "json"]);
    assert!(said.contains(r#""status":"no_changes""#), "{said}");
}

#[test]
fn without_an_engine_it_is_not_compared_and_that_is_said() {
    let setting = Setting::new("0.45");
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    let without = setting.project.with_env("MIZZLE_DEV_ENGINE", "none");
    let said = without.mizzle(&["rollback"]);
    assert!(
        said.contains(
            "warning: whether the database is still as the migration left it was not compared"
        ),
        "{said}"
    );
    assert!(said.contains("✔ 0001_nick undone"), "{said}");
    assert_eq!(setting.recorded(), 1);
}

#[test]
fn a_late_branch_was_applied_last() {
    let setting = Setting::new("0.45");
    setting.add("nick", &with_users(NICK));
    // The other branch's migration comes before it in the journal and is applied behind it.
    let journal = setting.project.read("drizzle/meta/_journal.json");
    let mut journal: serde_json::Value = serde_json::from_str(&journal).unwrap();
    setting.migrate();
    let when = journal["entries"][0]["when"].as_i64().unwrap() + 1;
    let entries = journal["entries"].as_array_mut().unwrap();
    entries.insert(
        1,
        serde_json::json!({
            "idx": 1, "version": "7", "when": when, "tag": "0001_late", "breakpoints": true
        }),
    );
    setting.project.file("drizzle/meta/_journal.json", &journal.to_string());
    setting.project.file("drizzle/0001_late.sql", "CREATE TABLE late (id int);\n");
    setting.certify("0001_late", "DROP TABLE late;\n");
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback", "--to", "0001_late"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: 0001_nick cannot be undone alone: 0001_late was applied after it
      nothing was undone

    hint: undo them together: `mizzle rollback --steps 2`, on a branch that has the files of all of them
    --- exit 1
    ");
    let said = setting.mizzle(&["rollback", "--steps", "2", "--accept-data-loss"]);
    assert!(said.contains("✔ 0001_late undone") && said.contains("✔ 0001_nick undone"), "{said}");
    assert_eq!(setting.recorded(), 1);
}

#[test]
fn what_another_branch_left_pending_is_not_expected() {
    let setting = Setting::new("0.45");
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    // It comes before the last one, and was never applied here.
    let journal = setting.project.read("drizzle/meta/_journal.json");
    let mut journal: serde_json::Value = serde_json::from_str(&journal).unwrap();
    let when = journal["entries"][0]["when"].as_i64().unwrap() + 1;
    let entries = journal["entries"].as_array_mut().unwrap();
    entries.insert(
        1,
        serde_json::json!({
            "idx": 1, "version": "7", "when": when, "tag": "0001_late", "breakpoints": true
        }),
    );
    setting.project.file("drizzle/meta/_journal.json", &journal.to_string());
    setting.project.file("drizzle/0001_late.sql", "ALTER TABLE users ADD COLUMN late int;\n");
    let said = setting.mizzle(&["rollback", "--steps", "2", "--accept-data-loss"]);
    assert!(said.contains("✔ 0001_nick undone") && said.contains("✔ 0000_first undone"), "{said}");
    assert_eq!(setting.recorded(), 0);
}

#[test]
fn what_another_branch_does_not_have() {
    let setting = Setting::new("0.45");
    let before = setting.content();
    let said = setting.mizzle(&["rollback", "--to-common", "main"]);
    assert!(
        said.contains(
            "what the branch main has is not known: the project lies in no git repository"
        ),
        "{said}"
    );
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
        let output = command.args(arguments).current_dir(setting.project.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "drizzle", "schema.ts"]);
    git(&["commit", "--quiet", "--message", "first"]);
    git(&["checkout", "--quiet", "-b", "nick"]);
    setting.add("nick", &with_users(NICK));
    setting.migrate();
    assert_snapshot!(setting.mizzle(&["rollback", "--to-common", "elsewhere"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: what the branch elsewhere has is not known: git knows no such branch or commit
      nothing was undone

    hint: name the last migration that stays instead: `mizzle rollback --to NAME`
    --- exit 1
    ");
    let said = setting.mizzle(&["rollback", "--to-common", "main"]);
    assert!(said.contains("✔ 0001_nick undone"), "{said}");
    assert_eq!((setting.content(), setting.recorded()), (before, 1));
    let said = setting.mizzle(&["rollback", "--to-common", "main"]);
    assert!(said.contains("Nothing to undo, 1 migration applied"), "{said}");
}
