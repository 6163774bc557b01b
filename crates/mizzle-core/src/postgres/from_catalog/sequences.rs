//! Sequences: which stand alone, which make a column serial, which are an identity's.

use super::text::next_of;
use super::{Omitted, Reading};
use crate::postgres::catalog::{self, OwnerColumn};
use crate::postgres::schema::{
    Column, Identity, IdentityKind, Name, QName, Sequence, SequenceOptions, Table, Type,
};
use crate::postgres::sequences::{Range, fold};
use crate::postgres::types::normal;
use indexmap::IndexMap;
use std::collections::BTreeMap;

impl Reading<'_> {
    /// Those that stand alone. One that a column owns without being serial stands alone
    /// too, as far as the model can say.
    pub(super) fn sequences(
        &mut self,
        tables: &IndexMap<QName, Table>,
    ) -> IndexMap<QName, Sequence> {
        let mut alone = BTreeMap::new();
        let catalog = self.catalog;
        for sequence in &catalog.sequences {
            let Some(name) = self.qname(sequence.namespace, &sequence.name) else { continue };
            if let Some(owner) = sequence.owner_column {
                // Without its table, a sequence is not taken either.
                let Some(column) = self.owner(owner, tables) else { continue };
                if column.identity.is_some() || column.ty.is_serial() {
                    continue;
                }
                self.fidelity.omit(Omitted::SequenceOwner, name.to_string());
            }
            if sequence.type_text != "bigint" {
                let what = format!("{name} ({})", sequence.type_text);
                self.fidelity.omit(Omitted::SequenceType, what);
            }
            if sequence.persistence == 'u' {
                self.fidelity.omit(Omitted::Unlogged, name.to_string());
            }
            if sequence.grants {
                self.fidelity.omit(Omitted::Grant, name.to_string());
            }
            self.owners.push((name.to_string(), &sequence.owner));
            alone.insert(name, Sequence { options: fold(options(sequence), Range::BIGINT) });
        }
        alone.into_iter().collect()
    }

    /// The column that a sequence goes with, as the model has it.
    fn owner<'t>(
        &self,
        owner: OwnerColumn,
        tables: &'t IndexMap<QName, Table>,
    ) -> Option<&'t Column> {
        let column = self.columns.get(&(owner.relation, owner.number))?;
        let (name, _) = self.relations.get(&owner.relation)?;
        tables.get(name)?.columns.get(&column.name)
    }

    /// Is the column what `serial` makes: a required integer whose default is the next
    /// value of a sequence that goes with it?
    pub(super) fn serial(
        &mut self,
        table: &QName,
        column: &catalog::Column,
        ty: &Type,
    ) -> Option<Type> {
        let serial = match normal(&ty.text).as_str() {
            "smallint" => "smallserial",
            "integer" => "serial",
            "bigint" => "bigserial",
            _ => return None,
        };
        let sequence = *self.owned.get(&(column.relation, column.number))?;
        let next = next_of(column.default.as_deref()?)?;
        let own = self.namespaces.get(&sequence.namespace) == Some(&next.0.as_str())
            && sequence.name == next.1;
        if !own || !column.not_null || ty.is_array() || ty.schema.is_some() {
            return None;
        }
        if sequence.type_text != normal(&ty.text) {
            let what = format!("{table}.{} ({})", column.name, sequence.type_text);
            self.fidelity.omit(Omitted::SequenceType, what);
        } else if fold(options(sequence), Range::of(ty)) != SequenceOptions::default() {
            let what = format!("{table}.{}", column.name);
            self.fidelity.omit(Omitted::SequenceOption, what);
        }
        Some(Type { text: serial.to_owned(), schema: None, dimensions: Vec::new() })
    }

    /// `GENERATED … AS IDENTITY`, with its sequence.
    pub(super) fn identity(&self, column: &catalog::Column, ty: &Type) -> Option<Identity> {
        let kind = match column.identity {
            'a' => IdentityKind::Always,
            'd' => IdentityKind::ByDefault,
            _ => return None,
        };
        let sequence = self.owned.get(&(column.relation, column.number));
        Some(Identity {
            kind,
            sequence: Name::derived(sequence.map_or("", |sequence| sequence.name.as_str())),
            options: sequence
                .map(|sequence| fold(options(sequence), Range::of(ty)))
                .unwrap_or_default(),
        })
    }
}

/// What the catalog says, all of it written out.
fn options(sequence: &catalog::Sequence) -> SequenceOptions {
    SequenceOptions {
        increment: Some(sequence.increment.clone()),
        min: Some(sequence.min.clone()),
        max: Some(sequence.max.clone()),
        start: Some(sequence.start.clone()),
        cache: Some(sequence.cache.clone()),
        cycle: sequence.cycle,
    }
}
