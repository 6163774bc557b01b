//! `ui/src/api/types.ts` out of the types here, so that page and server cannot differ.

use super::*;
use std::path::Path;
use ts_rs::{Config, TS};

const HEAD: &str = "\
// What the page and the server say to each other. A test writes this file from the Rust types:
// UPDATE_EXPECT=1 cargo test -p mizzle-studio typescript
";

macro_rules! declarations {
    ($($type:ty,)*) => { vec![$(declaration::<$type>()),*] };
}

#[test]
fn the_types_of_the_page_are_fresh() {
    let declarations = declarations![
        meta::Meta,
        meta::Server,
        meta::Failure,
        meta::Place,
        meta::Pulse,
        meta::LedgerHolder,
        meta::Line::<()>,
        catalog::Relation,
        catalog::Catalog,
        catalog::Schema,
        catalog::RelationEntry,
        catalog::RelationKind,
        catalog::Enum,
        catalog::Table,
        catalog::Identity,
        catalog::Column,
        catalog::IdentityKind,
        catalog::ColumnKind,
        catalog::ColumnNotice,
        catalog::Reference,
        rows::RowsRequest,
        rows::Sort,
        rows::Filter,
        rows::Operator,
        rows::Rows,
        rows::Row,
        rows::Cell,
        rows::CountRequest,
        rows::Count,
        rows::CellRequest,
        rows::ExportRequest,
        rows::ExportFormat,
        rows::Download,
        edits::EditsRequest,
        edits::Edit,
        edits::Assignment,
        edits::Value,
        edits::Preview,
        edits::Applied,
        structure::Structure,
        structure::Part,
        console::ConsoleRequest,
        console::PlanKind,
        console::CancelRequest,
        console::Ended,
        console::ConsoleAnswer,
        console::StatementResult,
        console::StatementOutcome,
        console::ResultColumn,
        migrations::Sides,
        migrations::Side,
        migrations::SideState,
        migrations::Timeline,
        migrations::Entry,
        migrations::EntryState,
        migrations::WayBack,
        migrations::Finding,
        migrations::MigrationRequest,
        migrations::Migration,
        migrations::ObjectChange,
        migrations::ChangeKind,
        migrations::Segment,
        migrations::Statement,
        migrations::TableSize,
        migrations::Hazard,
        migrations::Lock,
        migrations::Pending,
        migrations::PendingMigration,
        migrations::GenerateRequest,
        migrations::GenerateAnswer,
        migrations::Generated,
        migrations::Question,
        migrations::Choice,
        migrations::ApplyRequest,
        migrations::AppliedMigrations,
        migrations::Ran,
        migrations::RollbackRequest,
        migrations::RolledBack,
        migrations::RollbackStep,
        migrations::RehearseRequest,
        migrations::Rehearsal,
        migrations::Words,
        migrations::ColumnWords,
        migrations::Notices,
        migrations::TableNotice,
        verify::Verified,
        verify::Check,
        verify::Answer,
        verify::Drift,
        verify::DriftFinding,
        verify::RestoreRequest,
        verify::Restored,
        verify::Adopted,
        verify::AdoptedFile,
        verify::AdoptRequest,
        verify::BaselineRequest,
        verify::Baseline,
        erd::ErdRequest,
        erd::Graph,
        erd::Picture,
        erd::Mark,
        erd::Node,
        erd::NodeNote,
        erd::NodeKind,
        erd::NodeRow,
        erd::Edge,
    ];
    let fresh = format!("{HEAD}\n{}", declarations.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/api/types.ts");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "ui/src/api/types.ts is stale: run with UPDATE_EXPECT=1");
}

/// A type with its comment, laid out over lines.
fn declaration<T: TS + 'static>() -> String {
    let config = Config::new();
    let docs = T::docs().map(|docs| comment(docs.trim(), "")).unwrap_or_default();
    format!("{docs}export {}\n", laid_out(&T::decl(&config)))
}

/// `ts-rs` writes a declaration on one line, but for the comments. Members get lines of their
/// own; what is short and has no comment stays on one.
fn laid_out(declaration: &str) -> String {
    if declaration.len() <= 96 && !declaration.contains("/**") {
        return declaration.replace(", }", " }");
    }
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut rest = declaration;
    while let Some(next) = rest.chars().next() {
        if let Some(end) = rest.strip_prefix("/**").and_then(|inside| inside.find("*/")) {
            let (docs, behind) = rest.split_at(end + 5);
            text += &comment(docs, &"  ".repeat(depth));
            text += &"  ".repeat(depth);
            rest = behind.trim_start();
            continue;
        }
        rest = &rest[next.len_utf8()..];
        match next {
            '{' => {
                depth += 1;
                text += "{";
                rest = break_line(&mut text, rest, depth);
            }
            '}' => {
                depth -= 1;
                text.truncate(text.trim_end().len());
                text += "\n";
                text += &"  ".repeat(depth);
                text += "}";
            }
            ',' if depth > 0 && !is_in_brackets(&text) => {
                text += ",";
                rest = break_line(&mut text, rest, depth);
            }
            '\n' => {}
            other => text.push(other),
        }
    }
    text
}

/// Goes to the next line, where a comment indents itself.
fn break_line<'a>(text: &mut String, rest: &'a str, depth: usize) -> &'a str {
    let rest = rest.trim_start();
    text.push('\n');
    if !rest.starts_with("/**") {
        text.push_str(&"  ".repeat(depth));
    }
    rest
}

/// Is the end of the text inside of `<…>`, as in `Record<string, number>`?
fn is_in_brackets(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    line.matches('<').count() > line.matches('>').count()
}

/// A comment as people write it: on one line where it has one.
fn comment(docs: &str, indent: &str) -> String {
    let lines: Vec<&str> = docs
        .trim_start_matches("/**")
        .trim_end_matches("*/")
        .lines()
        .map(|line| line.trim().trim_start_matches('*').trim())
        .skip_while(|line| line.is_empty())
        .collect();
    let lines = match lines.iter().rposition(|line| !line.is_empty()) {
        Some(last) => &lines[..=last],
        None => return String::new(),
    };
    if let [line] = lines {
        return format!("{indent}/** {line} */\n");
    }
    let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
    format!("{indent}/**\n{body}{indent} */\n").replace(" * \n", " *\n")
}
