//! The result of `rollback`: as text for people, where each migration was printed as it
//! was undone, and as an object for programs.

use super::generated::Texts;
use super::human::count;
use super::json::fields;
use super::{snippet, sql};
use anstyle::{AnsiColor, Style};
use mizzle_app::rollback::{Count, RolledBack, Step, Taken};
use serde_json::{Map, Value, json};
use std::fmt::Write;

const DONE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Renders what it came to.
pub(super) fn render(rolled_back: &RolledBack) -> Texts {
    let RolledBack { left, steps, undone, .. } = rolled_back;
    let Some(undone) = undone else { return planned(rolled_back) };
    if undone.is_empty() {
        return Texts::stdout(format!("Nothing to undo, {} applied\n", count(*left)));
    }
    let mut texts = Texts::stdout(format!(
        "{DONE}✔{DONE:#} {} undone, {} applied\n",
        count(undone.len()),
        count(*left)
    ));
    texts.after = again(steps);
    texts
}

/// What is there in the folder will be applied again.
fn again(steps: &[Step]) -> String {
    let files: Vec<&str> = steps.iter().map(|step| step.file.as_str()).collect();
    let (lie, them) = if files.len() == 1 { ("lies", "it") } else { ("lie", "them") };
    let message = format!(
        "as long as {} {lie} in the folder, the next `mizzle migrate` applies {them} again",
        files.join(" and ")
    );
    let mut text = snippet::note(&message);
    text.push_str(&snippet::hints(&[
        "to be rid of the newest one, take the change out of the schema files and run `mizzle \
         generate --redo`"
            .to_owned(),
    ]));
    text
}

fn planned(rolled_back: &RolledBack) -> Texts {
    let RolledBack { left, steps, .. } = rolled_back;
    if steps.is_empty() {
        return Texts::stdout(format!("Nothing to undo, {} applied\n", count(*left)));
    }
    let mut text = format!("{} would be undone\n", count(steps.len()));
    for step in steps {
        for cost in step.costs() {
            let _ = writeln!(text, "  {cost}");
        }
    }
    for step in steps {
        let _ = writeln!(text, "\n{DIM}-- {}{DIM:#}", step.down);
        let _ = writeln!(text, "{}", sql::paint(step.sql.trim_end()));
    }
    Texts::stdout(text)
}

/// The same for programs.
pub(super) fn json(rolled_back: &RolledBack) -> (&'static str, Map<String, Value>) {
    let RolledBack { target, left, steps, undone } = rolled_back;
    let list: Vec<Value> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let mut object = self::step(step);
            let Value::Object(fields) = &mut object else { return object };
            let Some(undone) = undone else {
                fields.insert("sql".to_owned(), json!(step.sql));
                return object;
            };
            if let Some(done) = undone.get(at) {
                let milliseconds = u64::try_from(done.elapsed.as_millis()).unwrap_or(u64::MAX);
                fields.insert("milliseconds".to_owned(), json!(milliseconds));
                fields.insert("statements".to_owned(), json!(done.statements));
            }
            object
        })
        .collect();
    let status = if steps.is_empty() { "no_changes" } else { "ok" };
    let mut object = json!({ "target": target, "applied_left": left });
    if let Value::Object(fields) = &mut object {
        let (key, dry) = if undone.is_some() { ("undone", false) } else { ("would_undo", true) };
        fields.insert(key.to_owned(), json!(list));
        if dry {
            fields.insert("dry_run".to_owned(), json!(true));
        }
    }
    (status, fields(object))
}

fn step(step: &Step) -> Value {
    json!({
        "migration": step.migration,
        "migration_path": step.file,
        "down_path": step.down,
        "kind": step.kind.as_str(),
        "lost": step.lost,
        "removes": step.taken.iter().map(taken).collect::<Vec<_>>(),
    })
}

fn taken(taken: &Taken) -> Value {
    match &taken.count {
        Count::Known(count) => json!({ "what": taken.what, taken.nouns.1: count }),
        Count::Unknown(why) => json!({ "what": taken.what, "not_counted": why }),
    }
}
