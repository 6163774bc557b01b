//! What a diff cannot know and must ask: is something that appears new, or is it
//! what went, under another name?

use crate::hints::{Hint, Kind, MissingHint};

/// Something appeared and something of its kind went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What kind of object.
    pub kind: Kind,
    /// What appeared, as a hint names it.
    pub created: Vec<String>,
    /// What went and may be the same thing, likeliest first.
    pub candidates: Vec<Candidate>,
}

/// Something that went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its recorded name, as a hint names it.
    pub from: Vec<String>,
    /// How likely it is, from 0 to 100. For ranking and for the default answer of a
    /// prompt; nothing is decided by it.
    pub likelihood: u8,
    /// What speaks for it, or that nothing does.
    pub reason: String,
    /// What is gone if it is not the same thing: "the table and its rows".
    pub loss: String,
}

impl Question {
    /// What appeared, as a person would write it: `users.full_name`.
    pub fn subject(&self) -> String {
        display(&self.created)
    }

    /// The hint that says it is new.
    pub fn create_hint(&self) -> Hint {
        Hint::Create { kind: self.kind, entity: self.created.clone() }
    }

    /// The hint that says it is a candidate under another name.
    pub fn rename_hint(&self, candidate: &Candidate) -> Hint {
        Hint::Rename { kind: self.kind, from: candidate.from.clone(), to: self.created.clone() }
    }

    /// Its entry in the list of missing hints.
    pub fn missing_hint(&self) -> MissingHint {
        MissingHint::RenameOrCreate { kind: self.kind, entity: self.created.clone() }
    }

    /// The answers to offer, likeliest rename first and "it is new" last, each with
    /// the words that describe it.
    pub fn choices(&self) -> Vec<(Hint, String)> {
        let mut choices: Vec<(Hint, String)> = self
            .candidates
            .iter()
            .map(|candidate| {
                let label = format!(
                    "{} is {} renamed ({})",
                    self.subject(),
                    display(&candidate.from),
                    candidate.reason
                );
                (self.rename_hint(candidate), label)
            })
            .collect();
        let dropped: Vec<String> = self
            .candidates
            .iter()
            .map(|candidate| format!("{} is dropped: {}", display(&candidate.from), candidate.loss))
            .collect();
        choices.push((
            self.create_hint(),
            format!(
                "{} is new; unless something else is renamed to them, {}",
                self.subject(),
                dropped.join("; ")
            ),
        ));
        choices
    }
}

/// Answers that fit together: what went is one thing at the most. To each question the
/// likeliest rename that is left, else "it is new"; to what lies in something renamed none,
/// since it was asked as if that were new, and has to be asked again.
pub fn suggested(questions: &[Question]) -> Vec<Hint> {
    let mut taken: Vec<(Kind, &[String])> = Vec::new();
    let mut moved: Vec<&[String]> = Vec::new();
    let mut hints = Vec::new();
    for question in questions {
        let is_moved = |entity: &[String]| {
            moved.iter().any(|outer| entity.len() > outer.len() && entity.starts_with(outer))
        };
        let from = |candidate: &Candidate| is_moved(&candidate.from);
        if is_moved(&question.created) || question.candidates.iter().any(from) {
            continue;
        }
        let free = question
            .candidates
            .iter()
            .find(|candidate| !taken.contains(&(question.kind, candidate.from.as_slice())));
        match free {
            Some(candidate) => {
                taken.push((question.kind, &candidate.from));
                moved.extend([candidate.from.as_slice(), question.created.as_slice()]);
                hints.push(question.rename_hint(candidate));
            }
            None => hints.push(question.create_hint()),
        }
    }
    hints
}

impl Candidate {
    /// Its recorded name, as a person would write it.
    pub fn name(&self) -> String {
        display(&self.from)
    }
}

fn display(entity: &[String]) -> String {
    let parts = match entity {
        [schema, rest @ ..] if schema == "public" && !rest.is_empty() => rest,
        all => all,
    };
    parts.join(".")
}
