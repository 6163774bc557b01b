//! How the snapshots follow one another.

use super::{Finding, Kind, Known, Problem, is_origin};
use crate::folder::leaves::ends;
use crate::folder::{Folder, FolderError, Layout, Oddity};
use crate::postgres::snapshot::{Header, ReadError, Version, v9};
use std::collections::BTreeMap;

/// `is_whole`: could everything be read?
pub(super) fn check(
    folder: &Folder,
    known: &mut [Known],
    is_whole: bool,
    found: &mut Vec<Finding>,
) {
    let mut own = Vec::new();
    same_ids(folder, known, &mut own);
    match folder.layout {
        Layout::Journal => {
            let forks = same_parents(known, &mut own);
            unknown_parents(known, Finding::warning, &mut own);
            not_next(known, &forks, &mut own);
        }
        Layout::Folders if is_v9(known) => {
            bases(known, &mut own);
            unknown_parents(known, Finding::error, &mut own);
            order(known, Finding::error, &mut own);
            if is_whole && own.is_empty() {
                replay(known, &mut own);
            }
        }
        Layout::Folders => {
            unknown_parents(known, Finding::warning, &mut own);
            order(known, Finding::warning, &mut own);
        }
    }
    found.extend(own.into_iter().map(|one| one.of(folder.layout)));
}

fn is_v9(known: &[Known]) -> bool {
    known.iter().any(|one| one.header.version == Version::V9)
}

/// Snapshots by their ids; of several the last.
fn by_id(known: &[Known]) -> BTreeMap<&str, usize> {
    known.iter().enumerate().map(|(at, one)| (one.header.id.as_str(), at)).collect()
}

fn same_ids(folder: &Folder, known: &[Known], found: &mut Vec<Finding>) {
    let mut ids: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for one in known {
        ids.entry(&one.header.id).or_default().push(one);
    }
    // In v9 a snapshot is found by its id.
    let make = match folder.layout {
        Layout::Folders if is_v9(known) => Finding::error,
        Layout::Folders | Layout::Journal => Finding::warning,
    };
    for all in ids.into_values().filter(|all| all.len() > 1) {
        let tags = all.iter().map(|one| one.tag.clone()).collect();
        found.push(make(Kind::Malformed, Problem::Odd(Oddity::SameId { tags })));
    }
}

/// 0.x: two branches that were merged, or a file that was copied. Gives the snapshots that it
/// is about.
fn same_parents(known: &[Known], found: &mut Vec<Finding>) -> Vec<usize> {
    let mut children: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in known.iter().enumerate() {
        let parent = one.header.parents.first().map(String::as_str).unwrap_or_default();
        children.entry(parent).or_default().push(at);
    }
    let ids = by_id(known);
    let mut forks = Vec::new();
    for (parent, all) in children.into_iter().filter(|(_, all)| all.len() > 1) {
        let [first, .., last] = all.as_slice() else { continue };
        let problem = Problem::SameParent {
            tags: all.iter().map(|at| known[*at].tag.clone()).collect(),
            path: known[*last].path.clone(),
            parent: ids.get(parent).map(|at| known[*at].tag.clone()),
            id: known[*first].header.id.clone(),
        };
        found.push(Finding::error(Kind::Conflicts, problem).at(known[*last].line.clone()));
        forks.extend(all);
    }
    forks
}

fn unknown_parents(known: &[Known], make: fn(Kind, Problem) -> Finding, found: &mut Vec<Finding>) {
    let ids = by_id(known);
    for one in known {
        let parents = one.header.parents.iter();
        for parent in parents.filter(|parent| !ids.contains_key(parent.as_str())) {
            let (tag, parent) = (one.tag.clone(), parent.clone());
            let problem = Problem::Odd(Oddity::UnknownParent { tag, parent });
            found.push(make(Kind::Malformed, problem).at(one.line.clone()));
        }
    }
}

/// 0.x: a chain that leaves a snapshot out, or goes another way than the journal.
fn not_next(known: &[Known], forks: &[usize], found: &mut Vec<Finding>) {
    let ids = by_id(known);
    let listed: Vec<usize> = (0..known.len()).filter(|at| known[*at].migration.is_some()).collect();
    for pair in listed.windows(2) {
        let [before, at] = *pair else { continue };
        let one = &known[at];
        let parent = one.header.parents.first().and_then(|parent| ids.get(parent.as_str()));
        let Some(parent) = parent.filter(|parent| **parent != before && !forks.contains(&at))
        else {
            continue;
        };
        // A copy of the one before it has its id.
        if known[before].header.id == known[*parent].header.id {
            continue;
        }
        let problem = Problem::NotNext {
            tag: one.tag.clone(),
            follows: known[*parent].tag.clone(),
            before: known[before].tag.clone(),
        };
        found.push(Finding::warning(Kind::Snapshots, problem).at(one.line.clone()));
    }
}

/// v9: the first file holds all rows, and only that one.
fn bases(known: &[Known], found: &mut Vec<Finding>) {
    let mut bases = known.iter().filter(|one| one.is_base);
    if let Some(first) = bases.next() {
        for second in bases {
            let (tag, first) = (second.tag.clone(), first.tag.clone());
            let problem = Problem::SecondBase { tag, first };
            found.push(Finding::error(Kind::Malformed, problem).at(second.line.clone()));
        }
    }
    let follows_nothing = |one: &&Known| {
        one.header.version == Version::V9
            && !one.is_base
            && one.header.parents.first().is_none_or(|parent| is_origin(parent))
    };
    for one in known.iter().filter(follows_nothing) {
        let problem = Problem::NoBase { tag: one.tag.clone() };
        found.push(Finding::error(Kind::Malformed, problem).at(one.line.clone()));
    }
}

/// 1.0: folders run in the order of their names.
fn order(known: &[Known], make: fn(Kind, Problem) -> Finding, found: &mut Vec<Finding>) {
    let ids = by_id(known);
    for one in known {
        let parents = one.header.parents.iter().filter_map(|parent| ids.get(parent.as_str()));
        for parent in parents.map(|at| &known[*at]).filter(|parent| parent.tag > one.tag) {
            let (tag, parent) = (one.tag.clone(), parent.tag.clone());
            found.push(make(Kind::Order, Problem::Before { tag, parent }));
        }
    }
}

/// v9: does what the files say add up to a state?
fn replay(known: &mut [Known], found: &mut Vec<Finding>) {
    let headers: Vec<(usize, Header)> =
        known.iter().enumerate().map(|(at, one)| (at, one.header.clone())).collect();
    let mut leaves: Vec<String> = ends(&headers).into_iter().map(|end| end.id).collect();
    leaves.reverse();
    let steps: Vec<v9::Step> = known.iter_mut().filter_map(|one| one.step.take()).collect();
    if let (Err(source), Some(last)) = (v9::replay(steps, &leaves), known.last()) {
        let (path, source) = (last.path.clone(), ReadError::History(source));
        found.push(Finding::unreadable(FolderError::Snapshot { path, source }));
    }
}
