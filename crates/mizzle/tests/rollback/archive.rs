//! `archive`: what is kept is listed and dropped.

use crate::Setting;
use insta::assert_snapshot;

/// Two tables as migrations make them.
const KEPT: &str = "CREATE SCHEMA mizzle_archive;
CREATE TABLE mizzle_archive.\"0000_first.users.age\" AS
    SELECT id, age AS mizzle_value, '2024-02-03 04:05:06Z'::timestamptz AS mizzle_kept_at FROM users;
CREATE TABLE mizzle_archive.\"0009_gone.app.old\" AS
    SELECT id, now() AS mizzle_kept_at FROM users LIMIT 0;";

#[test]
fn listed_and_dropped() {
    let setting = Setting::new("0.45");
    assert_snapshot!(setting.mizzle(&["archive"]), @r"
    --- stdout
    The archive keeps nothing
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    --- exit 0
    ");
    setting.execute(KEPT);
    assert_snapshot!(setting.mizzle(&["archive"]), @r"
    --- stdout
     table                | migration  | rows | size | kept at (UTC)
    ----------------------+------------+------+------+------------------
     0000_first.users.age | 0000_first | 3    | 8 kB | 2024-02-03 04:05
     0009_gone.app.old    | 0009_gone  | 0    | 0 kB |
    (2 rows)
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["archive", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","target":"[TARGET]","archive":[{"table":"0000_first.users.age","migration":"0000_first","rows":3,"bytes":8192,"kept_at":"2024-02-03T04:05:06Z"},{"table":"0009_gone.app.old","migration":"0009_gone","rows":0,"bytes":0,"kept_at":null}],"schema_filter":null}
    --- exit 0
    "#);
    assert_snapshot!(setting.mizzle(&["archive", "drop"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    error: what to drop is not said

    hint: name it: `mizzle archive drop NAME`; `mizzle archive` lists the names
    hint: or drop everything: `mizzle archive drop --all`
    --- exit 1
    ");
    assert_snapshot!(setting.mizzle(&["archive", "drop", "0000_first.users.age", "no"]), @r"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    error: the archive keeps nothing called no
      nothing was dropped

    hint: it keeps 0000_first.users.age, 0009_gone.app.old
    --- exit 1
    ");
    assert_snapshot!(setting.mizzle(&["archive", "drop", "0000_first.users.age"]), @r"
    --- stdout
    ✔ Dropped 0000_first.users.age
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: [TARGET] (dbCredentials in drizzle.config.ts)
    --- exit 0
    ");
    assert_snapshot!(setting.mizzle(&["archive", "drop", "--all", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","target":"[TARGET]","dropped":["0009_gone.app.old"]}
    --- exit 0
    "#);
    assert!(setting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'mizzle_archive'").is_empty());
    let said = setting.mizzle(&["archive", "drop", "--all"]);
    assert!(said.contains("The archive keeps nothing"), "{said}");
}

#[test]
fn a_config_that_lets_push_look_there_is_told_how_not_to() {
    let setting = Setting::new("rc.5");
    setting.execute(KEPT);
    let said = setting.mizzle(&["archive"]);
    assert!(said.contains("schemaFilter: [\"!mizzle_archive\"],"), "{said}");
    // What is kept there is nobody's drift, and no table of the project.
    let said = setting.mizzle(&["generate", "--offline"]);
    assert!(said.contains("No schema changes"), "{said}");
}
