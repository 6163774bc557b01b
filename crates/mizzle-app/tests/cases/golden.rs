//! One case as text.

use crate::case::{Case, steps, word};
use crate::drawn::assert_is_drawn;
use crate::load::Loaders;
use crate::script;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffOptions, diff};
use mizzle_core::postgres::migration_name::migration_name;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New, Rename, Version};
use mizzle_core::postgres::summary::summarize;
use std::fmt::Write;
use std::path::Path;

/// Compares everything that a case expects.
pub(crate) fn check(loaders: &Loaders, case: &Case) {
    assert!(!case.about.why.trim().is_empty(), "{}: why is it a case?", case.name);
    if let Some(issue) = &case.about.issue {
        assert!(issue.contains('#'), "{}: an issue is owner/name#number", case.name);
    }
    let mut wrong = Vec::new();
    for (position, line) in case.lines().into_iter().enumerate() {
        let (before, after) = loaders.both(case, line);
        let (found, plan) = steps(&before, &after, line, case.hints(), false)
            .unwrap_or_else(|error| panic!("{} on {}: {error}", case.name, word(line)));
        assert_settled(&before, line, "before");
        assert_settled(&after, line, "after");
        assert_no_second_plan(&found.result, &after, line);
        script::assert_reads_back(&plan);
        assert_survives_a_snapshot(&before, &found, &after, line);
        assert_is_drawn(&before, &found);
        let expected = case.dir.join("expected");
        compare(
            &expected.join(format!("migration.{}.sql", word(line))),
            &plan.to_file(true),
            &mut wrong,
        );
        if position == 0 {
            compare(&expected.join("changes.txt"), &changes(&found, &plan), &mut wrong);
            compare(&expected.join("findings.txt"), &findings(&plan), &mut wrong);
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n\nrun with UPDATE_EXPECT=1 to take this over, and read it before it is committed",
        wrong.join("\n")
    );
}

/// A schema does not differ from itself.
fn assert_settled(schema: &Schema, line: Line, which: &str) {
    let answers = Answers::default();
    let found = diff(schema, schema, &DiffOptions { line, answers: &answers }).unwrap();
    assert_eq!(found.changes, [], "{which} differs from itself");
    assert_eq!(found.result, *schema);
}

/// Once carried out, there is nothing left to do.
fn assert_no_second_plan(result: &Schema, after: &Schema, line: Line) {
    let answers = Answers::default();
    let again = diff(result, after, &DiffOptions { line, answers: &answers }).unwrap();
    assert_eq!(again.changes, [], "a second plan is not empty");
    assert_eq!(again.result, *result);
}

/// What a snapshot records is what the next run finds: nothing to do.
fn assert_survives_a_snapshot(before: &Schema, found: &Diff, after: &Schema, line: Line) {
    let versions = match line {
        Line::V0 => vec![Version::V7],
        Line::V1 => vec![Version::V8, Version::V9],
    };
    let answers = Answers::default();
    for version in versions {
        let renames = Rename::among(&found.changes);
        let id = "00000000-0000-4000-8000-000000000001";
        let steps = [
            (Schema::default(), found.result.clone(), Vec::new()),
            (before.clone(), found.result.clone(), renames),
        ];
        for (from, to, renames) in steps {
            let new = New { version, id, parents: &[], from: &from, to: &to, renames: &renames };
            let text = snapshot::write(&new);
            // A v9 file may hold changes only, which a folder adds up.
            let Ok(read) = snapshot::read(&text) else { continue };
            let again = diff(&read.schema, after, &DiffOptions { line, answers: &answers });
            let changes = again.map(|again| again.changes);
            assert_eq!(changes, Ok(Vec::new()), "read back from a snapshot of version {version}");
        }
    }
}

fn changes(found: &Diff, plan: &Plan) -> String {
    let mut text = format!("{}\n\n", migration_name(&found.changes));
    for (position, change) in found.changes.iter().enumerate() {
        let summary = summarize(change);
        writeln!(text, "{} {}", summary.mark.sign(), summary.text).unwrap();
        for loss in plan.losses(position) {
            writeln!(text, "    {loss}").unwrap();
        }
    }
    text
}

fn findings(plan: &Plan) -> String {
    let mut text = String::new();
    for statement in plan.statements() {
        if statement.hazards.is_empty() && statement.locks.is_empty() {
            continue;
        }
        let first = statement.sql.lines().next().unwrap_or_default();
        writeln!(text, "{first}").unwrap();
        for lock in &statement.locks {
            writeln!(text, "    lock: {lock}").unwrap();
        }
        for hazard in &statement.hazards {
            writeln!(text, "    {}: {hazard}", hazard.code()).unwrap();
        }
    }
    text
}

fn compare(file: &Path, found: &str, wrong: &mut Vec<String>) {
    let expected = std::fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    if expected == found {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, found).unwrap();
    } else {
        wrong.push(format!("--- {}\n{expected}\n+++ found\n{found}", file.display()));
    }
}
