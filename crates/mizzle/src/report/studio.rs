//! Where the studio is.

use super::Started;
use super::generated::Texts;
use super::json::fields;
use super::snippet;
use serde_json::{Map, Value, json};

/// For people: the links, and who else could use them.
pub(super) fn render(started: &Started) -> Texts {
    let mut texts = Texts::stdout(started.links.iter().map(|link| format!("{link}\n")).collect());
    let mode = if started.is_read_only { ", read-only" } else { "" };
    texts.before = format!("Studio of {}{mode}\n", started.target);
    if started.is_open_to_others {
        texts.after = snippet::warning(
            "others on this network can reach the studio; whoever has a link can do what it can",
            Some("a link holds once; `--read-only` takes writing away"),
        );
    }
    texts.after.push_str("Ctrl-C ends it\n");
    texts
}

/// For people: the links that hold after one was used.
pub(super) fn render_links(links: &[String]) -> Texts {
    let mut texts = Texts::stdout(links.iter().map(|link| format!("{link}\n")).collect());
    texts.before = "The studio was opened; the next link is\n".to_owned();
    texts
}

/// For programs.
pub(super) fn json(started: &Started) -> (&'static str, Map<String, Value>) {
    let object = json!({
        "urls": started.links,
        "target": started.target,
        "read_only": started.is_read_only,
    });
    ("ok", fields(object))
}
