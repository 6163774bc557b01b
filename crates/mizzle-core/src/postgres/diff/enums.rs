//! Enums and their labels.

use super::{Comparison, Edits, entity, renames};
use crate::diff::keyed::{Keyed, match_keys};
use crate::diff::rename::{Rank, resolve};
use crate::diff::similarity;
use crate::hints::Kind;
use crate::postgres::change::Change;
use crate::postgres::schema::QName;

impl Comparison<'_> {
    pub(super) fn enums(&mut self) -> Edits {
        let Keyed { created, dropped, .. } = match_keys(&self.from.enums, &self.to.enums);
        let resolved = resolve(
            Kind::Enum,
            &dropped.iter().map(entity).collect::<Vec<_>>(),
            &created.iter().map(entity).collect::<Vec<_>>(),
            self.answers,
            |d, c| {
                let (from, to) = (&self.from.enums[&dropped[d]], &self.to.enums[&created[c]]);
                super::objects::shared(&from.values, &to.values, "values")
                    .max_by_name(&dropped[d].name, &created[c].name)
            },
            |_| "the type".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        let mut gone = dropped.clone();
        for (d, _) in &renamed {
            gone.retain(|name| *name != dropped[*d]);
        }
        for name in &gone {
            self.from.enums.shift_remove(name);
            edits.last.push(Change::DropEnum { name: name.clone() });
        }
        // All at once, so that two enums can swap their names.
        let place = |name: &QName| QName::new(&name.schema, format!("{}\u{1}", name.name));
        for (d, c) in &renamed {
            renames::enum_type(&mut self.from, &dropped[*d], &place(&created[*c]));
        }
        for (d, c) in &renamed {
            let (from, to) = (&dropped[*d], &created[*c]);
            renames::enum_type(&mut self.from, &place(to), to);
            edits.first.push(Change::RenameEnum { from: from.clone(), to: to.clone() });
        }
        let wanted: Vec<QName> = self.to.enums.keys().cloned().collect();
        for name in wanted {
            let values = self.to.enums[&name].values.clone();
            match self.from.enums.get(&name) {
                Some(had) => {
                    let had = had.values.clone();
                    edits.first.extend(self.labels(&name, had, &values));
                }
                None => edits.first.push(Change::CreateEnum { name, values }),
            }
        }
        edits
    }

    /// What leads from one list of labels to another.
    fn labels(&mut self, name: &QName, mut had: Vec<String>, values: &[String]) -> Vec<Change> {
        if had == values {
            return Vec::new();
        }
        let mut changes = self.renamed_labels(name, &mut had, values);
        if had == values {
            return changes;
        }
        let in_order = values.iter().filter(|value| had.contains(value)).eq(had.iter());
        if in_order && !self.anew.contains(name) {
            for (position, value) in values.iter().enumerate() {
                if !had.contains(value) {
                    let before = values[position..].iter().find(|next| had.contains(next));
                    changes.push(Change::AddEnumValue {
                        name: name.clone(),
                        value: value.clone(),
                        before: before.cloned(),
                    });
                }
            }
        } else {
            changes.push(Change::RecreateEnum {
                name: name.clone(),
                from: had,
                to: values.to_vec(),
                uses: Vec::new(),
            });
        }
        changes
    }

    fn renamed_labels(
        &mut self,
        name: &QName,
        had: &mut [String],
        values: &[String],
    ) -> Vec<Change> {
        let tuple = |value: &String| vec![name.schema.clone(), name.name.clone(), value.clone()];
        let dropped: Vec<usize> =
            (0..had.len()).filter(|position| !values.contains(&had[*position])).collect();
        let created: Vec<usize> =
            (0..values.len()).filter(|position| !had.contains(&values[*position])).collect();
        let resolved = resolve(
            Kind::EnumValue,
            &dropped.iter().map(|position| tuple(&had[*position])).collect::<Vec<_>>(),
            &created.iter().map(|position| tuple(&values[*position])).collect::<Vec<_>>(),
            self.answers,
            |d, c| {
                let (d, c) = (dropped[d], created[c]);
                let likeness = similarity(&had[d], &values[c]);
                let same_place = d == c;
                let mut reasons = Vec::new();
                if same_place {
                    reasons.push("same place");
                }
                if likeness >= 50 {
                    reasons.push("similar text");
                }
                let reason = if reasons.is_empty() {
                    "nothing speaks for it".to_owned()
                } else {
                    reasons.join(", ")
                };
                let likelihood = likeness / 2 + if same_place { 50 } else { 0 };
                Rank { likelihood, reason }
            },
            |_| "the value; the migration fails while rows hold it".to_owned(),
        );
        let mut changes = Vec::new();
        for (d, c) in self.take(resolved) {
            let (from, to) = (had[dropped[d]].clone(), values[created[c]].clone());
            had[dropped[d]].clone_from(&to);
            changes.push(Change::RenameEnumValue { name: name.clone(), from, to });
        }
        changes
    }
}
