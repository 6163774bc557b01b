//! Matching two maps by key.

use indexmap::IndexMap;
use std::hash::Hash;

/// The keys of two maps, sorted into what happened to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<K> {
    /// In both, in the order of the second map.
    pub kept: Vec<K>,
    /// Only in the second, in its order.
    pub created: Vec<K>,
    /// Only in the first, in its order.
    pub dropped: Vec<K>,
}

/// Matches two maps by key.
pub fn match_keys<K: Hash + Eq + Clone, A, B>(
    from: &IndexMap<K, A>,
    to: &IndexMap<K, B>,
) -> Keyed<K> {
    let (kept, created) = to.keys().cloned().partition(|key| from.contains_key(key));
    let dropped = from.keys().filter(|key| !to.contains_key(*key)).cloned().collect();
    Keyed { kept, created, dropped }
}
