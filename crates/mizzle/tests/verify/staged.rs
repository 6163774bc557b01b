//! `verify --staged`, as a hook before a commit calls it.

use crate::{Setting, USERS};
use insta::assert_snapshot;

fn changed() -> Setting {
    let setting = Setting::new();
    setting.write(&USERS.replace("email:", "age: integer(),\n  email:"));
    setting
}

#[test]
fn a_schema_without_its_migration() {
    let setting = changed();
    setting.git(&["add", "db"]);
    assert_snapshot!(setting.mizzle(&["verify", "--staged"]), @"
    --- stdout
    ✔ the schema loads
    ✗ a migration exists for it
        + column users.age integer
    ✔ the migrations are as they were generated
    ○ the history runs on an empty database, and leads to the schema: skipped, `--staged` looks at the index only
    ○ everything is applied: skipped, `--staged` looks at the index only
    ○ the database is what the migrations make: skipped, `--staged` looks at the index only
    ✔ the newest migration has a way back
        it is lossless
    ○ schema and migrations are committed together: skipped, `--staged` looks at the index only
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: one of these does not hold

    hint: write the migration with `mizzle generate`
    --- exit 3
    ");
    // Generated, and not staged.
    setting.must(&["generate"]);
    let said = setting.mizzle(&["verify", "--staged"]);
    assert!(said.contains("+ column users.age integer") && said.ends_with("--- exit 3"), "{said}");
    setting.git(&["add", "--all"]);
    let said = setting.mizzle(&["verify", "--staged"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn a_migration_without_its_schema() {
    let setting = changed();
    setting.must(&["generate"]);
    setting.git(&["add", "drizzle"]);
    let said = setting.mizzle(&["verify", "--staged"]);
    assert!(said.contains("- column users.age") && said.ends_with("--- exit 3"), "{said}");
    assert!(
        std::fs::read_dir(setting.project.path().join(".mizzle")).unwrap().all(|entry| !entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("staged")),
        "the copy is gone"
    );
}

#[test]
fn what_is_not_staged_says_nothing() {
    let setting = changed();
    setting.project.file("README.md", "# Read me\n");
    setting.git(&["add", "README.md"]);
    let said = setting.mizzle(&["verify", "--staged"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn without_git() {
    let setting = Setting::new();
    std::fs::remove_dir_all(setting.project.path().join(".git")).unwrap();
    assert_snapshot!(setting.mizzle(&["verify", "--staged"]), @"
    --- stderr
    ✔ Loaded env from .env
    error: `--staged` looks at git's index, and this is no git repository
    --- exit 1
    ");
    let said = setting.mizzle(&["verify"]);
    assert!(said.contains("committed together: skipped, this is no git repository"), "{said}");
}
