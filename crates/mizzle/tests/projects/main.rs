//! Whole projects as they are after some years: patchy snapshots, SQL by hand, things that no
//! schema file can say. Each goes through its life once more: migrated onto an empty database,
//! filled, changed, rehearsed, migrated, verified, and taken back.
//!
//! A project is a folder with its files and a `story.txt`: what is done, and what is said and
//! happens then. `UPDATE_EXPECT=1` writes the story anew; read it before it is committed.
//!
//! `MIZZLE_TEST_ORM_DIR` names the folder with npm's drizzle-orm, one release each.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "../../../mizzle-app/tests/corpus/dump.rs"]
mod dump;
#[path = "../rehearse/engine.rs"]
mod engine;
mod kept;
mod life;
#[path = "../rehearse/orm.rs"]
mod orm;
#[expect(dead_code, reason = "shared with tests that need more of it")]
#[path = "../cli/project.rs"]
mod project;
mod story;

use std::path::{Path, PathBuf};

macro_rules! projects {
    ($($name:ident: $orm:literal),* $(,)?) => {
        $(#[test]
        fn $name() {
            story::tell(&folder().join(stringify!($name)), $orm);
        })*

        #[test]
        fn each_folder_has_its_test() {
            let mut folders: Vec<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            folders.sort();
            assert_eq!(folders, [$(stringify!($name)),*]);
        }
    };
}

projects! {
    billing: "0.45",
    bookings: "rc.5",
    bookkeeping: "0.45",
    catalogue: "0.45",
    clinic: "0.45",
    community: "0.45",
    forum: "0.45",
    guestbook: "0.30",
    helpdesk: "0.45",
    inventar: "0.45",
    notes: "0.45",
    shop: "0.45",
    telemetry: "0.45",
    tenants: "0.45",
    warehouse: "0.45",
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/postgres")
}
