//! The graph as a picture: one SVG file that needs nothing else, readable in light and dark.
//! Colour is never the only sign of a difference.

use super::layout::{Placed, Size, place};
use super::{Edge, Graph, Mark, Node, NodeKind, Note, Row};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The width of a letter of the typeface, a little generously.
const LETTER: f64 = 7.4;
const HEADER: f64 = 28.0;
const LINE: f64 = 20.0;
const PAD: f64 = 10.0;
const MARGIN: f64 = 24.0;
/// What is longer is cut; the whole of it is in the title.
const LONGEST: usize = 46;

const STYLE: &str = "\
svg{--paper:#fff;--box:#fff;--head:#f3f4f6;--line:#c9ced6;--ink:#1f2328;--soft:#636c76;\
--added:#1a7f37;--removed:#cf222e;--changed:#9a6700;background:var(--paper)}\
@media(prefers-color-scheme:dark){svg{--paper:#0d1117;--box:#151b23;--head:#1f2630;\
--line:#3d444d;--ink:#e6edf3;--soft:#9198a1;--added:#3fb950;--removed:#f85149;\
--changed:#d29922}}\
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--ink);\
white-space:pre}\
.head{font-weight:600}.soft{fill:var(--soft)}\
.box{fill:var(--box);stroke:var(--line)}.top{fill:var(--head)}\
.edge{fill:none;stroke:var(--soft)}\
.added .box,.edge.added{stroke:var(--added);stroke-width:1.6}text.added{fill:var(--added)}\
.removed .box,.edge.removed{stroke:var(--removed);stroke-width:1.6;stroke-dasharray:5 3}\
text.removed{fill:var(--removed)}.gone{text-decoration:line-through}\
.changed .box,.edge.changed{stroke:var(--changed);stroke-width:1.6}\
text.changed{fill:var(--changed)}\
.faded text,.edge.faded{opacity:.55}.faded .box{stroke-opacity:.6}";

impl Graph {
    /// The text of an SVG file.
    pub fn to_svg(&self) -> String {
        let boxes: Vec<Drawn> = self.nodes.iter().map(Drawn::of).collect();
        let sizes: Vec<Size> = boxes.iter().map(|it| it.size).collect();
        let placed = place(self, &sizes);
        let far = |side: fn(&Placed) -> f64| placed.iter().map(side).fold(0.0, f64::max);
        let width = far(|it| it.x + it.size.width) + 2.0 * MARGIN;
        let height = far(|it| it.y + it.size.height) + 2.0 * MARGIN;
        let mut svg = String::new();
        let _ = writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">"
        );
        let _ = writeln!(svg, "<title>{}</title>", escaped(&self.title()));
        let _ = writeln!(svg, "<style>{STYLE}</style>");
        let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {MARGIN})\">");
        let is_same = self.is_same();
        let places: BTreeMap<&str, usize> =
            self.nodes.iter().enumerate().map(|(place, node)| (node.id.as_str(), place)).collect();
        for edge in &self.edges {
            let ends = (places.get(edge.from.as_str()), places.get(edge.to.as_str()));
            if let (Some(from), Some(to)) = ends {
                let nodes = (&self.nodes[*from], &self.nodes[*to]);
                line(&mut svg, edge, nodes, (placed[*from], placed[*to]), is_same);
            }
        }
        for ((node, drawn), placed) in self.nodes.iter().zip(&boxes).zip(&placed) {
            drawn.draw(&mut svg, node, *placed, is_same);
        }
        svg.push_str("</g>\n</svg>\n");
        svg
    }

    fn title(&self) -> String {
        let count = |mark| self.nodes.iter().filter(|node| node.mark == mark).count();
        if self.is_same() {
            return format!("{} tables, views and enums", self.nodes.len());
        }
        format!(
            "{} added, {} removed, {} changed",
            count(Mark::Added),
            count(Mark::Removed),
            count(Mark::Changed)
        )
    }
}

/// A box, and the lines in it.
struct Drawn {
    size: Size,
    title: String,
    lines: Vec<Line>,
}

struct Line {
    mark: Mark,
    left: String,
    right: String,
    whole: String,
}

impl Drawn {
    fn of(node: &Node) -> Self {
        let mut title = format!("{}{}", sign(node.mark), node.name);
        if let Some(before) = &node.before {
            let _ = write!(title, " (was {before})");
        }
        title.push_str(match node.kind {
            NodeKind::Table => "",
            NodeKind::View => "  view",
            NodeKind::Enum => "  enum",
            NodeKind::Outside => "  elsewhere",
        });
        let title = cut(&title, LONGEST);
        let lines: Vec<Line> = node
            .rows
            .iter()
            .map(Line::of_row)
            .chain(node.notes.iter().map(Line::of_note))
            .collect();
        let longest = lines.iter().map(Line::width).max().unwrap_or(0).max(width(&title) + 1);
        let rows = f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX));
        let foot = if lines.is_empty() { 0.0 } else { 6.0 };
        let size = Size {
            width: f64::from(u32::try_from(longest).unwrap_or(u32::MAX)).mul_add(LETTER, 2.0 * PAD),
            height: rows.mul_add(LINE, HEADER + foot),
        };
        Self { size, title, lines }
    }

    fn draw(&self, svg: &mut String, node: &Node, at: Placed, is_same: bool) {
        let Size { width, height } = self.size;
        let faded = if node.mark == Mark::Same && !is_same { " faded" } else { "" };
        let _ = writeln!(
            svg,
            "<g class=\"{}{faded}\" transform=\"translate({:.1} {:.1})\">",
            node.mark.word(),
            at.x,
            at.y
        );
        let _ = writeln!(
            svg,
            "<rect class=\"box\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\"/>\
             <path class=\"top\" d=\"M1 {HEADER}V6a5 5 0 0 1 5-5H{:.1}a5 5 0 0 1 5 5V{HEADER}z\"/>",
            width - 6.0
        );
        let class = class("head", node.mark);
        let _ = writeln!(
            svg,
            "<text class=\"{class}\" x=\"{PAD}\" y=\"19\">{}</text>",
            words(node.mark, &self.title)
        );
        for (place, line) in self.lines.iter().enumerate() {
            let place = f64::from(u32::try_from(place).unwrap_or(u32::MAX));
            let y = place.mul_add(LINE, HEADER + 17.0);
            line.draw(svg, y, width);
        }
        svg.push_str("</g>\n");
    }
}

impl Line {
    fn of_row(row: &Row) -> Self {
        let key = match (row.is_primary_key, row.is_foreign_key) {
            (true, _) => "◆ ",
            (false, true) => "◇ ",
            (false, false) => "",
        };
        let mut left = format!("{}{key}{}", sign(row.mark), row.name);
        if let Some(before) = &row.before {
            let _ = write!(left, " (was {before})");
        }
        let null = if row.is_nullable && !row.text.is_empty() { "?" } else { "" };
        let right = match &row.text_before {
            Some(before) => format!("{before} → {}{null}", row.text),
            None => format!("{}{null}", row.text),
        };
        let whole = format!("{left} {right}");
        Self { mark: row.mark, left: cut(&left, LONGEST), right: cut(&right, LONGEST), whole }
    }

    fn of_note(note: &Note) -> Self {
        let whole = format!("{}{}", sign(note.mark), note.text);
        Self { mark: note.mark, left: cut(&whole, LONGEST), right: String::new(), whole }
    }

    /// In letters.
    fn width(&self) -> usize {
        let gap = if self.right.is_empty() { 0 } else { 3 };
        width(&self.left) + gap + width(&self.right)
    }

    fn draw(&self, svg: &mut String, y: f64, right: f64) {
        let is_cut = self.left.ends_with('…') || self.right.ends_with('…');
        let title =
            if is_cut { format!("<title>{}</title>", escaped(&self.whole)) } else { String::new() };
        let _ = write!(
            svg,
            "<text class=\"{}\" x=\"{PAD}\" y=\"{y:.1}\">{title}{}</text>",
            class("name", self.mark),
            words(self.mark, &self.left)
        );
        if !self.right.is_empty() {
            let _ = write!(
                svg,
                "<text class=\"{}\" x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{title}{}</text>",
                class("soft", self.mark),
                right - PAD,
                words(self.mark, &self.right)
            );
        }
        svg.push('\n');
    }
}

/// A foreign key, from row to row.
fn line(svg: &mut String, edge: &Edge, nodes: (&Node, &Node), at: (Placed, Placed), is_same: bool) {
    let (from, to) = at;
    let (y1, y2) = (
        from.y + height_of(nodes.0, &edge.from_columns),
        to.y + height_of(nodes.1, &edge.to_columns),
    );
    let right = |it: Placed| it.x + it.size.width;
    // Where neither stands beside the other, the line leaves and comes on the same side.
    let (x1, d1, x2, d2) = if right(to) < from.x {
        (from.x, -1.0, right(to), 1.0)
    } else if right(from) < to.x {
        (right(from), 1.0, to.x, -1.0)
    } else {
        (right(from), 1.0, right(to), 1.0)
    };
    let reach = if d1 == d2 { 60.0 } else { ((x2 - x1).abs() / 2.0).clamp(30.0, 160.0) };
    let faded = if edge.mark == Mark::Same && !is_same { " faded" } else { "" };
    let _ = write!(
        svg,
        "<g class=\"edge {}{faded}\"><title>{}</title>\
         <path d=\"M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}\"/>",
        edge.mark.word(),
        escaped(&format!("{}{}", sign(edge.mark), edge.label)),
        reach.mul_add(d1, x1),
        reach.mul_add(d2, x2)
    );
    let tip = 9.0_f64.mul_add(d1, x1);
    if edge.is_unique {
        let bar = 6.0_f64.mul_add(d1, x1);
        let _ = write!(svg, "<path d=\"M{bar:.1} {:.1}V{:.1}\"/>", y1 - 5.0, y1 + 5.0);
    } else {
        let _ = write!(
            svg,
            "<path d=\"M{x1:.1} {:.1}L{tip:.1} {y1:.1}L{x1:.1} {:.1}\"/>",
            y1 - 5.0,
            y1 + 5.0
        );
    }
    let bar = 6.0_f64.mul_add(d2, x2);
    if edge.is_optional {
        let _ = write!(svg, "<circle cx=\"{bar:.1}\" cy=\"{y2:.1}\" r=\"3.5\"/>");
    } else {
        let _ = write!(svg, "<path d=\"M{bar:.1} {:.1}V{:.1}\"/>", y2 - 5.0, y2 + 5.0);
    }
    svg.push_str("</g>\n");
}

/// The middle of the row of the first of the columns.
fn height_of(node: &Node, columns: &[String]) -> f64 {
    let is_it = |row: &Row| columns.first().is_some_and(|first| row.name == *first);
    match node.rows.iter().position(is_it) {
        Some(place) => {
            let place = f64::from(u32::try_from(place).unwrap_or(u32::MAX));
            place.mul_add(LINE, HEADER + 13.0)
        }
        None => HEADER / 2.0,
    }
}

fn class(own: &str, mark: Mark) -> String {
    if mark == Mark::Same { own.to_owned() } else { format!("{own} {}", mark.word()) }
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "",
        Mark::Added => "+ ",
        Mark::Removed => "− ",
        Mark::Changed => "~ ",
    }
}

/// A line of text; what is gone is struck through, but for its sign.
fn words(mark: Mark, text: &str) -> String {
    if mark != Mark::Removed {
        return escaped(text);
    }
    let (sign, rest) = match text.strip_prefix(sign(mark)) {
        Some(rest) => (sign(mark), rest),
        None => ("", text),
    };
    format!("{sign}<tspan class=\"gone\">{}</tspan>", escaped(rest))
}

/// In letters of the typeface; those of East Asia are twice as wide.
fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 && !is_narrow(c) { 2 } else { 1 }).sum()
}

/// Signs and arrows.
fn is_narrow(c: char) -> bool {
    ('\u{2000}'..='\u{2bff}').contains(&c)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Text as XML can hold it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // No file may hold these, not even escaped.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                escaped.push('\u{fffd}');
            }
            c => escaped.push(c),
        }
    }
    escaped
}
