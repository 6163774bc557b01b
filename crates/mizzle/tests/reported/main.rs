//! Faults that users reported of drizzle-kit, each as a small project with the
//! commands they ran and what should have come of it.
//!
//! A case is a folder: a `case.json` whose `why` says what is right and whose steps
//! run in order, and the files that they name. `$DATABASE`, `$ROLE` and `$SERVER` in a
//! step stand for the case's own.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod case;
#[expect(dead_code, reason = "here the database tells, and no transcript is compared")]
#[path = "../cli/project.rs"]
mod project;
mod run;

use std::path::{Path, PathBuf};

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            run::run(&folder().join(stringify!($name).replace('_', "-")));
        })*

        #[test]
        fn each_folder_is_run() {
            let mut folders: Vec<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap().replace('-', "_"))
                .collect();
            folders.sort();
            assert_eq!(folders, [$(stringify!($name)),*]);
        }
    };
}

cases! {
    bigint_default,
    database_not_reachable,
    duplicate_name_silent_exit,
    enum_drop_value_with_default,
    index_concurrently_migrate,
    late_branch_migration_skipped,
    migrate_swallows_sql_error,
    one_transaction_per_migration,
    rename_table_with_identity,
    role_without_create_schema,
    two_runners_at_once,
    type_change_needs_using,
    view_blocks_type_change,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reported/postgres")
}
