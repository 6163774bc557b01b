//! A plan, and the script that it is written as.

use mizzle_core::plan::{Plan, Segment};
use mizzle_core::script::{self, Script};

/// The runner makes of the file what the plan says.
pub(crate) fn assert_reads_back(plan: &Plan) {
    let normal = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("-- mizzle:"));
        lines.collect::<Vec<_>>().join("\n").trim().trim_end_matches(';').to_owned()
    };
    let planned: Vec<(bool, Vec<String>)> = plan
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Transaction(statements) => {
                (true, statements.iter().map(|statement| normal(&statement.sql)).collect())
            }
            Segment::Alone(statement) => (false, vec![normal(&statement.sql)]),
        })
        .collect();
    for breakpoints in [true, false] {
        let script = Script::parse(&plan.to_file(breakpoints)).unwrap();
        let read: Vec<(bool, Vec<String>)> = script
            .segments
            .iter()
            .map(|segment| {
                let transaction = matches!(segment, script::Segment::Transaction(_));
                let statements = segment.statements().iter();
                (transaction, statements.map(|statement| normal(&statement.text)).collect())
            })
            .collect();
        assert_eq!(read, planned, "with breakpoints: {breakpoints}");
    }
}
