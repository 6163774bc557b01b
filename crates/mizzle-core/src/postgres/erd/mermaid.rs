//! The graph as a Mermaid diagram, for pages that render one: pull requests, wikis.
//!
//! Its grammar has few letters, so that names are replaced by words of them; what was
//! there is shown beside it, between quotes.

use super::{Edge, Graph, Mark, Node, NodeKind, Row};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Graph {
    /// The text of an `erDiagram`.
    pub fn to_mermaid(&self) -> String {
        let words = words(self);
        let word = |id: &str| words.get(id).map_or("unknown", String::as_str);
        let mut text = "erDiagram\n".to_owned();
        for node in &self.nodes {
            let _ = write!(text, "  {}[\"{}\"]", word(&node.id), quoted(&title(node)));
            let lines: Vec<String> = node.rows.iter().map(row).chain(notes(node)).collect();
            if lines.is_empty() {
                text.push('\n');
                continue;
            }
            text.push_str(" {\n");
            for line in lines {
                let _ = writeln!(text, "    {line}");
            }
            text.push_str("  }\n");
        }
        for edge in &self.edges {
            let (one, other) = (word(&edge.from), word(&edge.to));
            let _ = writeln!(text, "  {one} {} {other} : \"{}\"", ends(edge), label(edge));
        }
        for mark in [Mark::Added, Mark::Removed, Mark::Changed] {
            let nodes = self.nodes.iter().filter(|node| node.mark == mark);
            let marked: Vec<&str> = nodes.map(|node| word(&node.id)).collect();
            if let Some(style) = style(mark).filter(|_| !marked.is_empty()) {
                let _ = writeln!(text, "  classDef {} {style}", mark.word());
                let _ = writeln!(text, "  class {} {}", marked.join(","), mark.word());
            }
        }
        text
    }
}

/// A word of letters, digits and underscores for each node, no two alike.
fn words(graph: &Graph) -> BTreeMap<&str, String> {
    let mut words: BTreeMap<&str, String> = BTreeMap::new();
    for node in &graph.nodes {
        let name = if node.name.is_public() {
            node.name.name.clone()
        } else {
            format!("{}_{}", node.name.schema, node.name.name)
        };
        let base = plain(&name);
        let mut word = base.clone();
        let mut count = 1;
        while words.values().any(|taken| *taken == word) {
            count += 1;
            word = format!("{base}_{count}");
        }
        words.insert(&node.id, word);
    }
    words
}

fn plain(name: &str) -> String {
    let clean = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let word: String = name.chars().map(clean).collect();
    // A word begins with a letter, and some are the grammar's own.
    let is_letter = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_taken = ["direction", "title", "style", "class", "classdef", "one", "many", "only"]
        .contains(&word.to_ascii_lowercase().as_str());
    if is_letter && !is_taken { word } else { format!("t_{word}") }
}

/// Between double quotes nothing but these has a meaning.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            '\\' => '/',
            '`' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

fn title(node: &Node) -> String {
    let mut title = match (sign(node.mark), node.kind) {
        (sign, NodeKind::Table) => format!("{sign}{}", node.name),
        (sign, NodeKind::View) => format!("{sign}{} (view)", node.name),
        (sign, NodeKind::Enum) => format!("{sign}{} (enum)", node.name),
        (sign, NodeKind::Outside) => format!("{sign}{} (elsewhere)", node.name),
    };
    if let Some(before) = &node.before {
        let _ = write!(title, ", was {before}");
    }
    title
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "",
        Mark::Added => "+ ",
        Mark::Removed => "- ",
        Mark::Changed => "~ ",
    }
}

fn row(row: &Row) -> String {
    let kind = if row.text.is_empty() { "label".to_owned() } else { type_word(&row.text) };
    let mut line = format!("{kind} {}", plain(&row.name));
    match (row.is_primary_key, row.is_foreign_key) {
        (true, true) => line.push_str(" PK, FK"),
        (true, false) => line.push_str(" PK"),
        (false, true) => line.push_str(" FK"),
        (false, false) => {}
    }
    let mut said = Vec::new();
    if plain(&row.name) != row.name {
        said.push(row.name.clone());
    }
    if let Some(before) = &row.before {
        said.push(format!("was {before}"));
    }
    match (&row.text_before, row.mark) {
        (Some(before), _) => said.push(format!("{before} → {}", row.text)),
        (None, Mark::Changed) if row.before.is_none() => said.push(row.text.clone()),
        (None, _) => {}
    }
    if row.mark != Mark::Same || !said.is_empty() {
        let _ = write!(line, " \"{}{}\"", sign(row.mark), quoted(&said.join(", ")));
    }
    line.replace(" \"+ \"", " \"+\"").replace(" \"- \"", " \"-\"").replace(" \"~ \"", " \"~\"")
}

/// The type alone: words behind it are said in the comment.
fn type_word(text: &str) -> String {
    let end = [" NOT NULL", " default ", " generated as ", " identity"]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    let text = &text[..end.unwrap_or(text.len())];
    let clean = |c: char| match c {
        '(' | ')' | '[' | ']' | '-' => c,
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    let word: String = text.replace(", ", "_").chars().map(clean).collect();
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) { word } else { format!("t_{word}") }
}

fn notes(node: &Node) -> impl Iterator<Item = String> {
    node.notes.iter().enumerate().map(|(place, note)| {
        format!("changes _{} \"{}{}\"", place + 1, sign(note.mark), quoted(&note.text))
    })
}

fn ends(edge: &Edge) -> &'static str {
    match (edge.is_unique, edge.is_optional) {
        (false, false) => "}o--||",
        (false, true) => "}o--o|",
        (true, false) => "|o--||",
        (true, true) => "|o--o|",
    }
}

fn label(edge: &Edge) -> String {
    format!("{}{}", sign(edge.mark), quoted(&edge.label))
}

fn style(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Same => None,
        Mark::Added => Some("stroke:#1a7f37,stroke-width:2px"),
        Mark::Removed => Some("stroke:#cf222e,stroke-width:2px,stroke-dasharray:4"),
        Mark::Changed => Some("stroke:#9a6700,stroke-width:2px"),
    }
}
