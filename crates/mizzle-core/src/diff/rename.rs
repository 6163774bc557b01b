//! Deciding, with the answers given, what was renamed. Never assumes a rename.

use super::question::{Candidate, Question};
use crate::hints::{Answers, Hint, Kind};
use std::cmp::Reverse;

/// What speaks for a rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// From 0 to 100.
    pub likelihood: u8,
    /// In words.
    pub reason: String,
}

/// What a round of matching decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Pairs of positions: in `dropped`, in `created`.
    pub renamed: Vec<(usize, usize)>,
    /// What is left to ask, the likeliest rename first. Each is treated as new, so that
    /// later rounds can be asked for as well.
    pub questions: Vec<Question>,
    /// Rename hints whose `from` is nothing that went.
    pub wrong: Vec<Hint>,
}

impl Resolved {
    /// Which of `dropped` was renamed to `created[position]`?
    pub fn source_of(&self, position: usize) -> Option<usize> {
        self.renamed.iter().find(|(_, created)| *created == position).map(|(dropped, _)| *dropped)
    }
}

/// Matches what appeared with what went.
///
/// Both lists hold names as hints spell them. `rank` says what speaks for
/// `created[.1]` being `dropped[.0]`; `loss` what is gone if `dropped[.0]` is dropped.
/// Where only one list has something in it there is only one answer, and nothing is
/// asked.
pub fn resolve(
    kind: Kind,
    dropped: &[Vec<String>],
    created: &[Vec<String>],
    answers: &Answers,
    rank: impl Fn(usize, usize) -> Rank,
    loss: impl Fn(usize) -> String,
) -> Resolved {
    let mut resolved = Resolved::default();
    if dropped.is_empty() || created.is_empty() {
        return resolved;
    }
    let mut free: Vec<usize> = (0..dropped.len()).collect();
    let mut open = Vec::new();
    for (position, entity) in created.iter().enumerate() {
        if let Some(from) = answers.renamed_from(kind, entity) {
            match free.iter().position(|candidate| same_entity(&dropped[*candidate], from)) {
                Some(at) => resolved.renamed.push((free.remove(at), position)),
                None => resolved.wrong.push(Hint::Rename {
                    kind,
                    from: from.to_vec(),
                    to: entity.clone(),
                }),
            }
        } else if !answers.is_created(kind, entity) {
            open.push(position);
        }
    }
    if free.is_empty() {
        return resolved;
    }
    for position in open {
        let mut candidates: Vec<Candidate> = free
            .iter()
            .map(|&candidate| {
                let Rank { likelihood, reason } = rank(candidate, position);
                Candidate {
                    from: dropped[candidate].clone(),
                    likelihood,
                    reason,
                    loss: loss(candidate),
                }
            })
            .collect();
        candidates.sort_by_key(|candidate| Reverse(candidate.likelihood));
        resolved.questions.push(Question { kind, created: created[position].clone(), candidates });
    }
    // Questions are asked one by one. What has the best claim is asked first, so that the
    // likeliest answer to another one is not what belongs to it.
    resolved.questions.sort_by_key(|question| {
        Reverse(question.candidates.first().map(|candidate| candidate.likelihood))
    });
    resolved
}

/// A hint may spell the table of what belongs to it by the old name or by the new
/// one; within one table the last name decides.
fn same_entity(dropped: &[String], from: &[String]) -> bool {
    dropped == from || (dropped.len() > 2 && dropped.last() == from.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::suggested;

    fn names(list: &[&str]) -> Vec<Vec<String>> {
        list.iter().map(|name| vec!["public".to_owned(), (*name).to_owned()]).collect()
    }

    fn resolve_tables(dropped: &[&str], created: &[&str], hints: &str) -> Resolved {
        let answers = Answers::new(crate::hints::parse(hints).unwrap());
        resolve(
            Kind::Table,
            &names(dropped),
            &names(created),
            &answers,
            |dropped, _| Rank { likelihood: u8::try_from(dropped).unwrap(), reason: String::new() },
            |_| String::new(),
        )
    }

    #[test]
    fn one_side_alone_asks_nothing() {
        assert_eq!(resolve_tables(&["a"], &[], "[]"), Resolved::default());
        assert_eq!(resolve_tables(&[], &["a"], "[]"), Resolved::default());
    }

    #[test]
    fn candidates_are_ranked_and_a_claimed_one_is_offered_no_more() {
        let asked = resolve_tables(&["a", "b"], &["c", "d"], "[]");
        assert_eq!(asked.questions.len(), 2);
        assert_eq!(asked.questions[0].candidates[0].name(), "b");

        let hint =
            r#"[{"type":"rename","kind":"table","from":["public","b"],"to":["public","d"]}]"#;
        let asked = resolve_tables(&["a", "b"], &["c", "d"], hint);
        assert_eq!(asked.renamed, [(1, 1)]);
        assert_eq!(asked.questions.len(), 1);
        assert_eq!(asked.questions[0].candidates.len(), 1);
    }

    #[test]
    fn the_best_claim_is_asked_first_and_answers_are_suggested_that_fit_together() {
        let hints = Answers::default();
        let (dropped, created) = (names(&["a"]), names(&["new", "a2"]));
        let rank = |_, created: usize| Rank {
            likelihood: if created == 1 { 90 } else { 10 },
            reason: String::new(),
        };
        let asked = resolve(Kind::Table, &dropped, &created, &hints, rank, |_| String::new());
        let subjects: Vec<String> = asked.questions.iter().map(Question::subject).collect();
        assert_eq!(subjects, ["a2", "new"]);
        let [first, second] = asked.questions.as_slice() else { panic!("{asked:?}") };
        assert_eq!(
            suggested(&asked.questions),
            [first.rename_hint(&first.candidates[0]), second.create_hint()]
        );
    }

    #[test]
    fn a_hint_that_fits_nothing_is_reported() {
        let hint =
            r#"[{"type":"rename","kind":"table","from":["public","x"],"to":["public","c"]}]"#;
        assert_eq!(resolve_tables(&["a"], &["c"], hint).wrong.len(), 1);
    }
}
