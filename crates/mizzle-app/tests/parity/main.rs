//! drizzle-kit's own Postgres tests, and how mizzle does in them: `cargo xtask parity`
//! extracts them from a checkout of drizzle-orm and runs this target. Without them only
//! what grades is tested.
//!
//! A test passes where each of its steps ends as its authors expect, or is listed in
//! `differences.toml` with the reason why not.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong"
)]

mod differences;
#[path = "../corpus/dump.rs"]
mod dump;
mod grade;
mod load;
#[expect(dead_code, reason = "rows are for the corpus")]
#[path = "../corpus/server.rs"]
mod server;
mod step;
mod text;

use differences::Differences;
use grade::{End, Grade};
use libtest_mimic::{Arguments, Trial};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use text::Text;

/// What each step came to.
type Grades = Arc<Mutex<BTreeMap<String, Grade>>>;

fn main() {
    let arguments = Arguments::from_args();
    let grades = Grades::default();
    let mut trials = vec![
        unit("blanks_and_order", text::blanks_and_order),
        unit("reads_steps_and_answers", step::reads_steps_and_answers),
        unit("differences_are_listed_once", differences::listed_once),
        unit("differences_are_documented", differences::documented),
    ];
    if let Some(root) = std::env::var_os("MIZZLE_PARITY_CASES").map(PathBuf::from) {
        trials.extend(official(&root, &grades));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    report(&grades.lock().unwrap_or_else(PoisonError::into_inner));
    conclusion.exit();
}

fn unit(name: &str, check: fn()) -> Trial {
    Trial::test(format!("grading/{name}"), move || {
        check();
        Ok(())
    })
}

/// One trial for each of the extracted tests.
fn official(root: &Path, grades: &Grades) -> Vec<Trial> {
    let schemas = Arc::new(load::Schemas::open(root));
    let differences = Arc::new(Differences::read());
    let tests = step::Test::all(root);
    let steps: Vec<String> =
        tests.iter().flat_map(|test| (0..test.steps.len()).map(|step| test.id(step))).collect();
    let unknown: Vec<String> = differences
        .steps()
        .filter(|listed| !steps.iter().any(|step| step == listed))
        .map(str::to_owned)
        .collect();
    let all_known = Trial::test("differences_exist", move || {
        if unknown.is_empty() {
            return Ok(());
        }
        Err(format!("differences.toml lists steps that no test has: {}", unknown.join(", ")).into())
    });
    let tests = tests.into_iter().map(|test| {
        let (schemas, grades) = (Arc::clone(&schemas), Arc::clone(grades));
        let differences = Arc::clone(&differences);
        Trial::test(test.name.clone(), move || {
            let mut ends = Vec::new();
            let mut wrong = String::new();
            for (position, step) in test.steps.iter().enumerate() {
                let id = test.id(position);
                let grade = grade::grade(&schemas, &test, step, &mut ends);
                match (&grade.end, differences.has(&id)) {
                    (End::Other(how), false) => {
                        wrong.push_str(&format!("{id} ends differently:\n{how}\n"));
                    }
                    (End::Same, true) => {
                        wrong.push_str(&format!("{id} is listed, and ends as expected\n"));
                    }
                    (End::Other(_), true) | (End::Same, false) => {}
                }
                grades.lock().unwrap().insert(id, grade);
            }
            if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
        })
    });
    std::iter::once(all_known).chain(tests).collect()
}

/// The score, by file of tests.
fn report(grades: &BTreeMap<String, Grade>) {
    if grades.is_empty() {
        return;
    }
    let mut files = BTreeMap::<&str, Vec<&Grade>>::new();
    for (id, grade) in grades {
        files.entry(id.split('/').next().unwrap_or(id)).or_default().push(grade);
        files.entry("total").or_default().push(grade);
    }
    println!("{:<22} {:>6} {:>10} {:>10} {:>10}", "", "steps", "same text", "same set", "same end");
    for (file, grades) in &files {
        // A step whose test expects nothing in particular is proved, and not counted.
        let graded: Vec<&&Grade> = grades.iter().filter(|grade| grade.expects).collect();
        let count = |test: &dyn Fn(&Grade) -> bool| {
            let count = graded.iter().filter(|grade| test(grade)).count();
            format!("{:>5.1} %", 100.0 * count as f64 / graded.len().max(1) as f64)
        };
        println!(
            "{file:<22} {:>6} {:>10} {:>10} {:>10}",
            graded.len(),
            count(&|grade| grade.text == Text::Same),
            count(&|grade| grade.text <= Text::Reordered),
            count(&|grade| grade.end == End::Same),
        );
    }
}
