//! What holds for every pair of schemas, tried on random ones. The seeds are fixed, so
//! that a failure comes again.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod generate;
mod model;
mod random;

use mizzle_core::diff::suggested;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::migration_name::{MAX_LENGTH, migration_name};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use random::Random;

const LINES: [Line; 2] = [Line::V0, Line::V1];

/// Diffs with random answers to every question.
fn settle(from: &Schema, to: &Schema, line: Line, random: &mut Random) -> Diff {
    let mut answers = Answers::default();
    for _ in 0..100 {
        match diff(from, to, &DiffOptions { line, answers: &answers }) {
            Ok(found) => return found,
            Err(DiffError::Undecided(questions)) => {
                // One at a time, as a person answers: an answer changes the others.
                let question = &questions[0];
                let choices = question.choices();
                let (hint, _) = &choices[random.below(choices.len())];
                answers.push(hint.clone());
            }
            Err(error) => panic!("{error}"),
        }
    }
    panic!("questions never end");
}

fn pairs(count: u64, mut check: impl FnMut(&Schema, &Schema, Line, &mut Random)) {
    for seed in 1..=count {
        let mut random = Random::new(seed);
        for line in LINES {
            let from = generate::schema(&mut random, line);
            let to = if random.one_in(3) {
                generate::schema(&mut random, line)
            } else {
                generate::mutate(&from, &mut random, line)
            };
            check(&from, &to, line, &mut random);
        }
    }
}

/// What is suggested is always taken, and at the end nothing is asked any more.
#[test]
fn suggested_answers_fit() {
    pairs(300, |from, to, line, _| {
        let mut answers = Answers::default();
        for _ in 0..20 {
            match diff(from, to, &DiffOptions { line, answers: &answers }) {
                Ok(_) => return,
                Err(DiffError::Undecided(questions)) => {
                    suggested(&questions).into_iter().for_each(|hint| answers.push(hint));
                }
                Err(error) => panic!("{error}"),
            }
        }
        panic!("questions never end");
    });
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    pairs(300, |from, _, line, _| {
        let answers = Answers::default();
        let found = diff(from, from, &DiffOptions { line, answers: &answers }).unwrap();
        assert_eq!(found.changes, []);
        assert_eq!(found.result, *from);
    });
}

#[test]
fn a_second_plan_is_empty() {
    pairs(300, |from, to, line, random| {
        let found = settle(from, to, line, random);
        let answers = Answers::default();
        let again = diff(&found.result, to, &DiffOptions { line, answers: &answers }).unwrap();
        assert_eq!(again.changes, []);
        assert_eq!(again.result, found.result);
    });
}

#[test]
fn the_same_input_gives_the_same_output() {
    pairs(100, |from, to, line, random| {
        let mut twin = random.clone();
        let (one, two) = (settle(from, to, line, random), settle(from, to, line, &mut twin));
        assert_eq!(plan(&one, line), plan(&two, line));
        let name = migration_name(&one.changes);
        assert!(!name.is_empty() && name.len() <= MAX_LENGTH, "{name}");
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{name}");
        for change in &one.changes {
            let text = summarize(change).text;
            assert!(!text.contains('\n'), "{text}");
        }
    });
}

/// Each statement finds what it names, and nothing that is needed goes before what
/// needs it: a small model of the server carries the plan out.
#[test]
fn no_statement_runs_too_early() {
    pairs(400, |from, to, line, random| {
        let found = settle(from, to, line, random);
        let plan = plan(&found, line);
        let mut server = model::Server::holding(from);
        if let Err(error) = server.run(&plan) {
            panic!("{error}\n\n{}", text(&plan));
        }
        assert_eq!(server, model::Server::holding(&found.result), "{}", text(&plan));
    });
}

fn text(plan: &Plan) -> String {
    plan.to_file(true)
}
