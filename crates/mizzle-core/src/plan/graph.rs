//! Ordering by dependency. Knows numbers only: node `n` is the n-th step, and an
//! edge says which of two steps comes first.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// The order that keeps every edge and otherwise stays as near to the given order
/// as it can: of all steps that could come next, the first one does.
///
/// An edge `(a, b)` says that `a` comes before `b`. Where edges form a cycle no
/// order keeps them all; the first node of the cycle is then taken as if nothing
/// came before it. Callers split what can form cycles before they ask.
pub fn order(nodes: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<usize> {
    let mut followers = vec![Vec::new(); nodes];
    let mut waiting_for = vec![0_usize; nodes];
    for &(before, after) in edges.iter().filter(|(before, after)| before != after) {
        followers[before].push(after);
        waiting_for[after] += 1;
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..nodes).filter(|node| waiting_for[*node] == 0).map(Reverse).collect();
    let mut done = vec![false; nodes];
    let mut sorted = Vec::with_capacity(nodes);
    while sorted.len() < nodes {
        let next = match ready.pop() {
            Some(Reverse(node)) => Some(node),
            None => first_in_cycle(&done, &followers),
        };
        let Some(node) = next else { break };
        if done[node] {
            continue;
        }
        done[node] = true;
        sorted.push(node);
        for &follower in &followers[node] {
            waiting_for[follower] -= 1;
            if waiting_for[follower] == 0 && !done[follower] {
                ready.push(Reverse(follower));
            }
        }
    }
    sorted
}

/// The groups of nodes that depend on each other in a circle, each in ascending
/// order; a node that only depends on itself is no group.
pub fn cycles(nodes: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut followers = vec![Vec::new(); nodes];
    let mut leaders = vec![Vec::new(); nodes];
    for &(before, after) in edges {
        followers[before].push(after);
        leaders[after].push(before);
    }
    // Two passes of depth-first search: the second, against the edges and in the
    // order in which the first left the nodes, stays within one group each time.
    let mut left = Vec::with_capacity(nodes);
    let mut seen = vec![false; nodes];
    for node in 0..nodes {
        walk(node, &followers, &mut seen, &mut left);
    }
    let mut seen = vec![false; nodes];
    let mut groups = Vec::new();
    for &node in left.iter().rev() {
        let mut group = Vec::new();
        walk(node, &leaders, &mut seen, &mut group);
        if group.len() > 1 {
            group.sort_unstable();
            groups.push(group);
        }
    }
    groups.sort();
    groups
}

/// Depth-first search without recursion; `left` gets the nodes in the order in which
/// they are left.
fn walk(start: usize, next: &[Vec<usize>], seen: &mut [bool], left: &mut Vec<usize>) {
    if seen[start] {
        return;
    }
    seen[start] = true;
    let mut stack = vec![(start, 0_usize)];
    while let Some((node, position)) = stack.pop() {
        match next[node].get(position) {
            Some(&follower) => {
                stack.push((node, position + 1));
                if !seen[follower] {
                    seen[follower] = true;
                    stack.push((follower, 0));
                }
            }
            None => left.push(node),
        }
    }
}

/// The first node that is not done and waits for itself: it is on a cycle, while
/// others may only be behind one.
fn first_in_cycle(done: &[bool], followers: &[Vec<usize>]) -> Option<usize> {
    let open = || (0..done.len()).filter(|node| !done[*node]);
    open()
        .find(|&node| {
            let mut seen = vec![false; done.len()];
            let mut stack = followers[node].clone();
            while let Some(next) = stack.pop() {
                if next == node {
                    return true;
                }
                if !done[next] && !seen[next] {
                    seen[next] = true;
                    stack.extend(&followers[next]);
                }
            }
            false
        })
        .or_else(|| open().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        order(nodes, &edges.iter().copied().collect())
    }

    #[test]
    fn free_choices_keep_the_given_order() {
        assert_eq!(ordered(4, &[]), [0, 1, 2, 3]);
        assert_eq!(ordered(4, &[(3, 0)]), [1, 2, 3, 0]);
        assert_eq!(ordered(4, &[(2, 1), (3, 2)]), [0, 3, 2, 1]);
    }

    #[test]
    fn a_cycle_is_entered_at_its_first_node() {
        assert_eq!(ordered(3, &[(0, 1), (1, 2), (2, 1)]), [0, 1, 2]);
        assert_eq!(ordered(4, &[(3, 2), (2, 3), (3, 0), (2, 1)]), [2, 1, 3, 0]);
        assert_eq!(ordered(2, &[(1, 1)]), [0, 1]);
    }

    #[test]
    fn cycles_are_found() {
        let edges = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 2), (5, 5)];
        assert_eq!(cycles(6, &edges.into_iter().collect()), [vec![0, 1], vec![2, 3, 4]]);
    }

    /// Random graphs without cycles, from a fixed seed: no edge is broken, and no
    /// step that could have come earlier waits.
    #[test]
    fn no_edge_is_broken() {
        let mut state = 0x2545_f491_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).unwrap()
        };
        for _ in 0..200 {
            let nodes = 2 + random(30);
            let rank: Vec<usize> = (0..nodes).map(|_| random(1000)).collect();
            let edges: BTreeSet<(usize, usize)> = (0..random(80))
                .map(|_| (random(nodes), random(nodes)))
                .filter(|(a, b)| rank[*a] < rank[*b])
                .collect();
            let sorted = order(nodes, &edges);
            let place = |node| sorted.iter().position(|n| *n == node).unwrap();
            assert_eq!(sorted.len(), nodes);
            for (a, b) in &edges {
                assert!(place(*a) < place(*b));
            }
            for (position, node) in sorted.iter().enumerate() {
                let first_ready = (0..nodes).find(|node| {
                    place(*node) >= position
                        && edges.iter().all(|(a, b)| b != node || place(*a) < position)
                });
                assert_eq!(Some(*node), first_ready);
            }
        }
    }
}
