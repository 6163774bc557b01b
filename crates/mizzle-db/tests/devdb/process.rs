//! Other processes for tests: this same program, told by a variable to play
//! a part instead of testing.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use mizzle_db::devdb::kept::{self, KeptOptions};
use mizzle_db::test_support;

const PART: &str = "MIZZLE_TEST_PART";
const FOLDER: &str = "MIZZLE_TEST_FOLDER";
const ENGINE: &str = "MIZZLE_TEST_PART_ENGINE";

/// A command for this program in which [`play_a_part`] plays this part.
pub(crate) fn part(name: &str, folder: &Path, engine: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "process::play_a_part", "--nocapture"]);
    command.env(PART, name).env(FOLDER, folder).env(ENGINE, engine);
    command
}

/// The options of a kept database in a folder, made by this engine.
pub(crate) fn kept_options(folder: &Path, engine: &str) -> KeptOptions {
    let mut options = KeptOptions::undecided(folder);
    options.dev.places = test_support::places();
    options.dev.engine = Some(engine.parse().unwrap());
    options
}

/// Plays the part that the variable names; without one there is nothing to do.
#[test]
fn play_a_part() {
    let Ok(part) = std::env::var(PART) else { return };
    let folder = std::env::var(FOLDER).unwrap();
    let folder = Path::new(&folder);
    match part.as_str() {
        "owner" => {
            let options = kept_options(folder, &std::env::var(ENGINE).unwrap());
            kept::owner::serve(&options, &mut |_, _| {}).unwrap();
        }
        "cluster" => {
            let cluster = test_support::cluster(None);
            let said = format!("{}\n{}", cluster.process_id(), cluster.url("postgres"));
            std::fs::write(folder.join("said.new"), said).unwrap();
            std::fs::rename(folder.join("said.new"), folder.join("said")).unwrap();
            std::thread::sleep(Duration::from_secs(60));
        }
        "opener" => {
            let options = kept_options(folder, &std::env::var(ENGINE).unwrap());
            let kept = kept::Kept::open(&options, &mut || {}).unwrap();
            std::fs::write(folder.join("said.new"), kept.url()).unwrap();
            std::fs::rename(folder.join("said.new"), folder.join("said")).unwrap();
            std::thread::sleep(Duration::from_secs(60));
        }
        other => panic!("there is no part `{other}`"),
    }
}

/// A child that is killed without warning when it is dropped.
pub(crate) struct Killed(pub(crate) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a part wrote into its folder.
pub(crate) fn said(folder: &Path) -> String {
    until("the other process says something", || std::fs::read_to_string(folder.join("said")).ok())
}

/// Waits for something that another process brings about.
pub(crate) fn until<T>(what: &str, mut happened: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(value) = happened() {
            return value;
        }
        assert!(Instant::now() < deadline, "in 30 s it did not happen that {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
