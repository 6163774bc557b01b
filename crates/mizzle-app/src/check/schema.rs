//! Whether the schema has changes that no migration makes, in the words of `verify`.

use super::{Finding, Severity};
use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::recorded;
use crate::verify::{self, Answer};

/// Compares what the schema files say with what the snapshots record. `is_readable`: could all
/// snapshots be read?
pub(super) fn check(
    project: &Project,
    disk: &OnDisk,
    is_readable: bool,
    events: Events<'_>,
) -> Result<Vec<Finding>, Error> {
    if project.schema.is_empty() {
        return Ok(Vec::new());
    }
    if !is_readable {
        let why = "the migrations folder has to be in order first";
        return Ok(vec![not_compared(why)]);
    }
    let recorded = recorded::snapshots(disk)?;
    let branches = recorded.parents.len();
    if let [first, ..] = recorded.replay.as_slice() {
        let tag = &disk.folder.migrations[*first].tag;
        let why = format!(
            "from {tag} on there is no snapshot, and what is made there only a development \
             database tells"
        );
        let mut finding = not_compared(&why);
        finding.explanation.hints.push("run `mizzle verify`, which asks one".to_owned());
        return Ok(vec![finding]);
    }
    drop(recorded);
    // Nothing has to be replayed, so that no engine is asked for.
    let dev = DevFlags { url: None, engine: Some("none".to_owned()) };
    events(Event::Started(Stage::Schema));
    let answers = verify::schema_and_migration(project, disk, &dev, &mut |_| {});
    events(Event::Finished(Stage::Schema));
    let (loads, exists) = answers?;
    Ok(match (loads, exists) {
        (Answer::No { why, hints }, _) => vec![not_loaded(project, why, hints)],
        (_, Answer::No { why, hints }) => vec![changed(why, hints, branches)],
        (_, Answer::Skipped { why }) => vec![not_compared(&why)],
        (_, Answer::Yes { .. }) => Vec::new(),
    })
}

fn not_compared(why: &str) -> Finding {
    let message = format!("the schema was not compared with the migrations: {why}");
    Finding::new(Severity::Warning, "not_compared", Explanation::new("check_error", message))
}

/// Whoever names a schema wants to know of it; that of the config is beside the question.
fn not_loaded(project: &Project, why: Vec<String>, hints: Vec<String>) -> Finding {
    let mut lines = why.into_iter();
    let mut finding = not_compared(&lines.next().unwrap_or_default());
    if project.schema_by_flag {
        finding.severity = Severity::Error;
    }
    finding.explanation.notes.extend(lines);
    finding.explanation.hints = hints;
    finding
}

fn changed(why: Vec<String>, hints: Vec<String>, branches: usize) -> Finding {
    let (kind, message) = if branches > 1 {
        let message = format!(
            "the schema has changes that no migration makes, and the history has {branches} ends \
             to bring together"
        );
        ("merge_needed", message)
    } else {
        ("schema_changed", "the schema has changes that no migration makes".to_owned())
    };
    let mut explanation = Explanation::new("check_error", message);
    explanation.notes = why;
    explanation.hints = hints;
    Finding::new(Severity::Warning, kind, explanation)
}
