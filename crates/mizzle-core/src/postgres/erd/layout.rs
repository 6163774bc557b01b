//! Where each box of a picture stands: tables that are referred to on the left, those that
//! refer to them on their right, and what stands alone below.
//!
//! One graph always gives one picture: nothing here is random, and all ties are decided by
//! the graph's order.

use super::Graph;
use std::collections::BTreeMap;

/// Between two boxes of a column.
const GAP: f64 = 28.0;
/// Between two columns, where the lines run.
const LANE: f64 = 90.0;
/// How often the order within the columns is improved.
const SWEEPS: usize = 6;

/// The size of a box, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A box in its place: its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: Size,
}

/// Places a box for each node. The sizes are in the order of the nodes.
pub(super) fn place(graph: &Graph, sizes: &[Size]) -> Vec<Placed> {
    let links = links(graph);
    let linked = |node: &usize| links.iter().any(|(from, to)| from == node || to == node);
    let (joined, alone): (Vec<usize>, Vec<usize>) = (0..sizes.len()).partition(linked);
    let columns = ordered(&joined, &links);
    let area: f64 = sizes.iter().map(|it| (it.width + LANE) * (it.height + GAP)).sum();
    let tallest = sizes.iter().map(|it| it.height).fold(0.0, f64::max);
    let limit = (area.sqrt() * 0.8).max(tallest).max(480.0);
    let columns: Vec<Vec<usize>> =
        columns.iter().flat_map(|column| cut(column, sizes, limit)).collect();
    let mut placed: Vec<Placed> =
        sizes.iter().map(|size| Placed { x: 0.0, y: 0.0, size: *size }).collect();
    let height = |column: &[usize]| {
        let boxes: f64 = column.iter().map(|node| sizes[*node].height + GAP).sum();
        boxes - GAP
    };
    let highest = columns.iter().map(|column| height(column)).fold(0.0, f64::max);
    let mut x = 0.0;
    for column in &columns {
        let mut y = (highest - height(column)) / 2.0;
        let width = column.iter().map(|node| sizes[*node].width).fold(0.0, f64::max);
        for node in column {
            placed[*node].x = x;
            placed[*node].y = y;
            y += sizes[*node].height + GAP;
        }
        x += width + LANE;
    }
    let width = (x - LANE).max(area.sqrt()).max(600.0);
    let top = if columns.is_empty() { 0.0 } else { highest + GAP * 1.5 };
    shelve(&alone, width, top, &mut placed);
    placed
}

/// Pairs of places in the list of nodes, without what refers to itself.
fn links(graph: &Graph) -> Vec<(usize, usize)> {
    let places: BTreeMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(place, node)| (node.id.as_str(), place)).collect();
    let ends = |edge: &super::Edge| {
        Some((*places.get(edge.from.as_str())?, *places.get(edge.to.as_str())?))
    };
    graph.edges.iter().filter_map(ends).filter(|(from, to)| from != to).collect()
}

/// The nodes by columns: each stands right of all that it refers to, but for circles.
fn ordered(nodes: &[usize], links: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut depths = BTreeMap::new();
    for node in nodes {
        depth(*node, links, &mut depths, &mut Vec::new());
    }
    let count = depths.values().max().map_or(0, |deepest| deepest + 1);
    let mut columns = vec![Vec::new(); count];
    for node in nodes {
        if let Some(column) = depths.get(node).and_then(|depth| columns.get_mut(*depth)) {
            column.push(*node);
        }
    }
    for sweep in 0..SWEEPS {
        let mut at: BTreeMap<usize, f64> = BTreeMap::new();
        for column in &columns {
            let count = f64::from(u32::try_from(column.len()).unwrap_or(u32::MAX));
            for (place, node) in column.iter().enumerate() {
                let place = f64::from(u32::try_from(place).unwrap_or(u32::MAX));
                at.insert(*node, (place + 0.5) / count);
            }
        }
        let middle = |node: usize| {
            let others = links.iter().filter_map(|(from, to)| match (*from, *to) {
                (from, to) if from == node => at.get(&to),
                (from, to) if to == node => at.get(&from),
                _ => None,
            });
            let (sum, count) = others.fold((0.0, 0.0), |(sum, count), at| (sum + at, count + 1.0));
            if count == 0.0 { at.get(&node).copied().unwrap_or(0.0) } else { sum / count }
        };
        // Every other column, so that two neighbours do not change places for ever.
        for column in columns.iter_mut().skip(sweep % 2).step_by(2) {
            column.sort_by(|one, other| middle(*one).total_cmp(&middle(*other)));
        }
    }
    columns
}

fn depth(
    node: usize,
    links: &[(usize, usize)],
    depths: &mut BTreeMap<usize, usize>,
    above: &mut Vec<usize>,
) -> usize {
    if let Some(known) = depths.get(&node) {
        return *known;
    }
    above.push(node);
    let targets = links.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to);
    let mut own = 0;
    for target in targets {
        if !above.contains(&target) {
            own = own.max(depth(target, links, depths, above) + 1);
        }
    }
    above.pop();
    depths.insert(node, own);
    own
}

/// A column that is too high becomes several.
fn cut(column: &[usize], sizes: &[Size], limit: f64) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut height = f64::INFINITY;
    for node in column {
        let own = sizes[*node].height + GAP;
        match columns.last_mut() {
            Some(last) if height + own <= limit => {
                last.push(*node);
                height += own;
            }
            Some(_) | None => {
                columns.push(vec![*node]);
                height = own;
            }
        }
    }
    columns
}

/// Lines of boxes, from the left to the right.
fn shelve(nodes: &[usize], width: f64, top: f64, placed: &mut [Placed]) {
    let (mut x, mut y, mut highest) = (0.0, top, 0.0_f64);
    for node in nodes {
        let size = placed[*node].size;
        if x > 0.0 && x + size.width > width {
            (x, y, highest) = (0.0, y + highest + GAP, 0.0);
        }
        (placed[*node].x, placed[*node].y) = (x, y);
        x += size.width + GAP;
        highest = highest.max(size.height);
    }
}
