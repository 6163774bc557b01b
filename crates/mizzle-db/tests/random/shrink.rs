//! Makes a pair that fails smaller, and prints it.

use crate::mutate::Step;
use crate::pair::{Pair, planned};
use crate::rows::rows;
use mizzle_core::hints;
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use std::fmt::Write;

/// Leaves steps out while the pair still fails in the same way.
pub(crate) fn shrink(
    judge: &mut dyn FnMut(&Pair) -> Result<(), String>,
    pair: Pair,
    error: String,
) -> (Pair, String) {
    let (mut pair, mut error) = (pair, error);
    if std::env::var_os("MIZZLE_TEST_WHOLE").is_some() {
        return (pair, error);
    }
    let mut size = pair.steps.len() / 2;
    while size > 0 {
        let mut start = 0;
        while start < pair.steps.len() {
            let mut steps: Vec<Step> = pair.steps.clone();
            steps.drain(start..(start + size).min(steps.len()));
            let smaller = Pair::with(pair.seed, pair.line, steps);
            match judge(&smaller) {
                Err(other) if kind(&other) == kind(&error) => (pair, error) = (smaller, other),
                Err(_) | Ok(()) => start += size,
            }
        }
        size /= 2;
    }
    (pair, error)
}

/// What an error is about, names and numbers aside.
fn kind(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    let plain = line.chars().filter(|c| !c.is_ascii_digit());
    plain.collect::<String>().split('"').step_by(2).collect()
}

/// What there is to know about a pair: what was there, what was done and what it led to.
pub(crate) fn describe(pair: &Pair, error: &str) -> String {
    let mut text = String::new();
    let (before, after) = pair.schemas();
    let line = match pair.line {
        Line::V0 => "v0",
        Line::V1 => "v1",
    };
    writeln!(text, "line {line}, {} steps\n", pair.steps.len()).unwrap();
    let Ok((start, _)) = pair.diff(&Schema::default(), &before) else { return text + error };
    writeln!(text, "-- before:\n{}", planned(&start, pair.line).to_file(false)).unwrap();
    for rows in rows(pair).iter().filter(|rows| rows.count > 0) {
        writeln!(text, "{};", rows.sql).unwrap();
    }
    let recorded = pair.recorded(&start).unwrap_or(start.result);
    match pair.diff(&recorded, &after) {
        Ok((found, given)) => {
            writeln!(text, "\n-- hints: {}", hints::print(&given)).unwrap();
            for change in &found.changes {
                let summary = summarize(change);
                writeln!(text, "-- {} {}", summary.mark.sign(), summary.text).unwrap();
            }
            writeln!(text, "{}", planned(&found, pair.line).to_file(false)).unwrap();
            if let Ok((whole, _)) = pair.diff(&Schema::default(), &found.result) {
                let whole = planned(&whole, pair.line).to_file(false);
                writeln!(text, "\n-- after, from nothing:\n{whole}").unwrap();
            }
        }
        Err(refused) => writeln!(text, "\n-- no diff: {refused}").unwrap(),
    }
    text.push_str("\n-- what is wrong:\n");
    text.push_str(error);
    text
}
