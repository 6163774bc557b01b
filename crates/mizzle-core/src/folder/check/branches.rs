//! 1.0: branches that nothing has brought together yet, and whether they get in each other's
//! way.

use super::{Conflict, Finding, Kind, Known, Options, Problem};
use crate::folder::leaves::{ends, read_file};
use crate::folder::{Folder, Oddity, ReadFile, recorded};
use crate::postgres::snapshot::{Header, Version, v8, v9};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(
    folder: &Folder,
    known: &[Known],
    options: &Options,
    file: &mut ReadFile<'_>,
    found: &mut Vec<Finding>,
) {
    let headers: Vec<(usize, Header)> =
        known.iter().enumerate().map(|(at, one)| (at, one.header.clone())).collect();
    let ends: Vec<usize> = ends(&headers).into_iter().map(|end| end.migration).collect();
    if ends.len() < 2 {
        return;
    }
    let mut touches = Touches { known, file, read: BTreeMap::new() };
    let histories: Vec<BTreeSet<usize>> = ends.iter().map(|end| history(known, *end)).collect();
    let mut conflicts = Vec::new();
    // Of one that a parent is missing from, nobody knows what it shares with others.
    let histories: Vec<_> = histories.into_iter().filter(|one| is_whole(known, one)).collect();
    for (at, left) in histories.iter().enumerate() {
        for right in &histories[at + 1..] {
            conflicts.extend(touches.between(left, right));
        }
    }
    if conflicts.is_empty() {
        let tags = ends.iter().map(|end| known[*end].tag.clone()).collect();
        let note = Finding::note(Kind::Snapshots, Problem::Odd(Oddity::Branches { tags }));
        found.push(note.of(folder.layout));
        return;
    }
    let make = if options.ignore_conflicts { Finding::warning } else { Finding::error };
    for conflict in conflicts {
        let problem = Problem::Conflict(Box::new(conflict));
        found.push(make(Kind::Conflicts, problem).of(folder.layout));
    }
}

/// A snapshot and all that it follows.
fn history(known: &[Known], end: usize) -> BTreeSet<usize> {
    let ids: BTreeMap<&str, usize> =
        known.iter().enumerate().map(|(at, one)| (one.header.id.as_str(), at)).collect();
    let mut found = BTreeSet::new();
    let mut stack = vec![end];
    while let Some(at) = stack.pop() {
        if found.insert(at) {
            let parents = known[at].header.parents.iter();
            stack.extend(parents.filter_map(|parent| ids.get(parent.as_str())));
        }
    }
    found
}

/// Are all parents there?
fn is_whole(known: &[Known], history: &BTreeSet<usize>) -> bool {
    let ids: BTreeSet<&str> = history.iter().map(|at| known[*at].header.id.as_str()).collect();
    let mut parents = history.iter().flat_map(|at| &known[*at].header.parents);
    parents.all(|parent| ids.contains(parent.as_str()))
}

/// What the migrations of branches touch, each read once.
struct Touches<'a, 'f> {
    known: &'a [Known],
    file: &'a mut ReadFile<'f>,
    read: BTreeMap<usize, Vec<v9::Touch>>,
}

impl Touches<'_, '_> {
    /// What stands between two histories.
    fn between(&mut self, left: &BTreeSet<usize>, right: &BTreeSet<usize>) -> Option<Conflict> {
        let only = |one: &BTreeSet<usize>, other: &BTreeSet<usize>| -> Vec<usize> {
            one.difference(other).copied().collect()
        };
        let (left_only, right_only) = (only(left, right), only(right, left));
        for at in left_only.iter().chain(&right_only) {
            self.read(*at);
        }
        let flat = |all: &[usize]| -> Vec<(usize, &v9::Touch)> {
            let each = all.iter().filter_map(|at| Some((*at, self.read.get(at)?)));
            each.flat_map(|(at, touches)| touches.iter().map(move |touch| (at, touch))).collect()
        };
        let (left_all, right_all) = (flat(&left_only), flat(&right_only));
        let lefts: Vec<&v9::Touch> = left_all.iter().map(|(_, touch)| *touch).collect();
        let rights: Vec<&v9::Touch> = right_all.iter().map(|(_, touch)| *touch).collect();
        let clash = v9::clash(&lefts, &rights)?;
        let side =
            |(at, touch): (usize, &v9::Touch)| (self.known[at].tag.clone(), touch.statement());
        let fork = left.intersection(right).max().map(|at| self.known[*at].tag.clone());
        let (left, right) = (side(left_all[clash.left]), side(right_all[clash.right]));
        Some(Conflict { fork, left, right, what: clash.what })
    }

    /// What cannot be read is told elsewhere, and touches nothing here.
    fn read(&mut self, at: usize) {
        if self.read.contains_key(&at) {
            return;
        }
        let one = &self.known[at];
        let touches = match one.header.version {
            Version::V9 => {
                read_file(&one.path, self.file).ok().and_then(|text| v9::touches(&text).ok())
            }
            Version::V4 | Version::V5 | Version::V6 | Version::V7 | Version::V8 => {
                self.of_rows(one)
            }
        };
        self.read.insert(at, touches.unwrap_or_default());
    }

    /// Before v9 every file holds all rows: what lies between it and its parents.
    fn of_rows(&mut self, one: &Known) -> Option<Vec<v9::Touch>> {
        let parents = &one.header.parents;
        let paths = self.known.iter().map(|known| (&known.header, known.path.as_str()));
        let before = recorded::merged_of(paths, parents, self.file).ok()?;
        let text = read_file(&one.path, self.file).ok()?;
        v8::touches(&before, &text).ok()
    }
}
