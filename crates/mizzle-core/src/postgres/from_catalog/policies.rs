//! Row-level security policies.

use super::text::bare;
use super::{Omitted, Reading};
use crate::postgres::catalog;
use crate::postgres::schema::{LinkedPolicy, Policy, PolicyCommand, PolicyKind, QName, Schema};
use std::collections::BTreeSet;

impl Reading<'_> {
    /// Policies go to their table where it is taken.
    pub(super) fn policies(&mut self, schema: &mut Schema) {
        let mut by_name: Vec<&catalog::Policy> = self.catalog.policies.iter().collect();
        by_name.sort_by(|a, b| {
            (&a.namespace, &a.table, &a.name).cmp(&(&b.namespace, &b.table, &b.name))
        });
        let mut idle = BTreeSet::new();
        for found in by_name {
            let table = QName::new(&found.namespace, &found.table);
            if let Some(owner) = schema.tables.get_mut(&table) {
                owner.policies.push(policy(found));
                if !owner.rls_enabled {
                    idle.insert(table.to_string());
                }
            } else if !self.relations.contains_key(&found.relation)
                && (self.options.linked_policies)(&table, &found.name)
            {
                schema.linked_policies.push(LinkedPolicy { table, policy: policy(found) });
            }
        }
        for table in idle {
            self.fidelity.omit(Omitted::IdlePolicies, table);
        }
    }
}

fn policy(found: &catalog::Policy) -> Policy {
    let mut roles = found.roles.clone();
    // As JavaScript sorts, by UTF-16 code units: the schema's are sorted so.
    roles.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    let condition = |sql: &Option<String>| sql.as_deref().map(|sql| bare(sql).to_owned());
    Policy {
        name: found.name.clone(),
        kind: if found.permissive { PolicyKind::Permissive } else { PolicyKind::Restrictive },
        command: match found.command {
            'r' => PolicyCommand::Select,
            'a' => PolicyCommand::Insert,
            'w' => PolicyCommand::Update,
            'd' => PolicyCommand::Delete,
            _ => PolicyCommand::All,
        },
        roles,
        using: condition(&found.using),
        with_check: condition(&found.with_check),
    }
}
