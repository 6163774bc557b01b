//! Changing a column in place.

use super::cast::{Cast, bare, brackets, cast, convert, cuts, is_free, stored};
use super::defaults::default_sql;
use super::loss::losses;
use super::sequence::{
    Counter, counter, identity, identity_difference, kind, move_counter, set_above,
};
use super::{Context, Draft, Full, Short};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::diff::same_default;
use crate::postgres::names;
use crate::postgres::schema::{Column, QName, SequenceOptions, Type};
use crate::postgres::sequences::{Range, fill};
use crate::postgres::types::{normal, split_modifier};
use crate::sql::{Ident, Literal};

/// The statements that change a column, in an order in which each may run: whatever
/// the new type would contradict goes first, whatever needs it comes last.
pub(super) fn alter(
    context: &Context<'_>,
    table: &QName,
    name: &str,
    from: &Column,
    to: &Column,
) -> Vec<Draft> {
    Alteration {
        context,
        table,
        name,
        from,
        to,
        statement: context.table(table),
        column: context.address.column(table, name),
        drafts: Vec::new(),
    }
    .run()
}

/// What a column is between two types of which neither can wait for the other.
pub(super) fn as_text(column: &Column) -> Column {
    let dimensions = column.ty.dimensions.clone();
    let ty = Type { text: "text".to_owned(), schema: None, dimensions };
    Column { ty, default: None, ..column.clone() }
}

struct Alteration<'a> {
    context: &'a Context<'a>,
    table: &'a QName,
    name: &'a str,
    from: &'a Column,
    to: &'a Column,
    /// The table and column as they are called at this moment.
    statement: String,
    column: String,
    drafts: Vec<Draft>,
}

impl Alteration<'_> {
    fn run(mut self) -> Vec<Draft> {
        let (from, to) = (self.from, self.to);
        let (had, wants) = (stored(&from.ty), stored(&to.ty));
        let retypes = !had.same(&wants);
        // A default of the old type need not fit the new one.
        let resets = retypes && from.default.is_some() && !keeps_default(&had, &wants);
        let default_changes = !same_default(from, to);
        let was_serial = from.ty.is_serial();
        let is_serial = to.ty.is_serial();

        if from.generated.is_some() && to.generated.is_none() {
            self.push("DROP EXPRESSION");
        }
        if from.identity.is_some() && to.identity.is_none() {
            self.push("DROP IDENTITY");
            self.lose_counter();
        }
        let drops = from.default.is_some() && (to.default.is_none() || resets);
        if drops || (was_serial && !is_serial) {
            self.push("DROP DEFAULT");
        }
        if was_serial && !is_serial {
            self.drafts
                .push(Draft::new(format!("DROP SEQUENCE IF EXISTS {};", Full(&self.sequence()))));
            if to.identity.is_none() {
                self.lose_counter();
            }
        }
        if retypes {
            self.retype(&had, &wants);
        }
        if was_serial && is_serial && retypes {
            let sql = format!("ALTER SEQUENCE {} AS {};", Short(&self.sequence()), wants.text);
            self.drafts.push(Draft::new(sql));
        }
        if let Some(default) = to.default.as_ref().filter(|_| default_changes || resets) {
            let sql = default_sql(self.context.line, &to.ty, default);
            self.push(&format!("SET DEFAULT {sql}"));
        }
        match (from.not_null, to.not_null) {
            (false, true) => self.require(),
            (true, false) => self.push("DROP NOT NULL"),
            (true, true) | (false, false) => {}
        }
        if is_serial && !was_serial {
            self.start_counting();
        }
        self.identify();
        self.drafts
    }

    fn push(&mut self, action: &str) {
        let draft = self.draft(action);
        self.drafts.push(draft);
    }

    fn draft(&self, action: &str) -> Draft {
        let sql = format!(
            "ALTER TABLE {} ALTER COLUMN {} {action};",
            self.statement,
            Ident(&self.column)
        );
        Draft::on(self.context, self.table, LockLevel::AccessExclusive, sql)
    }

    fn lose_counter(&mut self) {
        let what = format!("the counter of {}.{}", self.table, self.name);
        if let Some(draft) = self.drafts.last_mut() {
            draft.hazards.push(Hazard::DeletesData { what });
        }
    }

    /// The sequence of a serial column: the server's rule is all that is known of it.
    fn sequence(&self) -> QName {
        let table = self.context.address.table(self.table);
        let name = names::server_sequence(&table.name, &self.column);
        QName::new(table.schema, name)
    }

    fn retype(&mut self, from: &Type, to: &Type) {
        let written = match (self.context.line, &to.schema) {
            (Line::V0, Some(schema)) => {
                format!("{}{}", Full(&QName::new(schema, &to.text)), brackets(to))
            }
            (Line::V0 | Line::V1, _) => format!("{}{}", bare(to), brackets(to)),
        };
        let using = self.using(from, to, &written);
        let mut draft = self.draft(&format!("SET DATA TYPE {written}{using}"));
        for hazard in losses(self.table, self.name, from, to) {
            draft = draft.with_rows(self.context, self.table, hazard);
        }
        if !is_free(from, to) {
            let table = self.table.to_string();
            draft = draft.with_rows(self.context, self.table, Hazard::RewritesTable { table });
        }
        self.drafts.push(draft);
    }

    /// ` USING …`, where it is needed. An explicit cast to a length cuts what is longer
    /// without a word, which an assignment refuses, so that none is written there.
    fn using(&self, from: &Type, to: &Type, written: &str) -> String {
        let automatic = cast(from, to) == Cast::Assignment;
        match self.context.line {
            Line::V0 | Line::V1 if automatic && cuts(to) => String::new(),
            Line::V0 if automatic && to.schema.is_none() => String::new(),
            Line::V0 | Line::V1 => {
                format!(" USING {}", convert(&Ident(&self.column).to_string(), from, to, written))
            }
        }
    }

    fn require(&mut self) {
        let draft = self
            .draft("SET NOT NULL")
            .with_rows(
                self.context,
                self.table,
                Hazard::MayFail {
                    on: format!("while {}.{} is NULL anywhere", self.table, self.name),
                },
            )
            .with_rows(
                self.context,
                self.table,
                Hazard::ScansTable { table: self.table.to_string() },
            );
        self.drafts.push(draft);
    }

    /// What `serial` means, for a column that already has values.
    fn start_counting(&mut self) {
        let sequence = self.sequence();
        let ty = stored(&self.to.ty);
        self.drafts.push(Draft::new(format!(
            "CREATE SEQUENCE {} AS {} OWNED BY {}.{};",
            Full(&sequence),
            ty.text,
            self.statement,
            Ident(&self.column)
        )));
        let quoted = Literal(&Full(&sequence).to_string()).to_string();
        let options = SequenceOptions::default();
        self.drafts.push(Draft::new(set_above(
            &quoted,
            &self.statement,
            &self.column,
            &options,
            &ty,
        )));
        self.push(&format!("SET DEFAULT nextval({quoted}::regclass)"));
    }

    fn identify(&mut self) {
        let Some(wanted) = &self.to.identity else { return };
        match &self.from.identity {
            None => {
                self.push(&format!("ADD {}", identity(&self.to.ty, wanted)));
                self.drafts.push(Draft::new(set_above(
                    &self.sequence_of_identity(),
                    &self.statement,
                    &self.column,
                    &wanted.options,
                    &self.to.ty,
                )));
            }
            Some(had) => {
                if had.kind != wanted.kind {
                    self.push(&format!("SET GENERATED {}", kind(wanted.kind)));
                }
                self.identity_options(&had.options, &wanted.options);
            }
        }
    }
}

impl Alteration<'_> {
    /// SQL that gives the sequence, whatever it is called at this moment.
    fn sequence_of_identity(&self) -> String {
        let table = Full(&self.context.address.table(self.table)).to_string();
        format!("pg_get_serial_sequence({}, {})", Literal(&table), Literal(&self.column))
    }

    fn identity_options(&mut self, had: &SequenceOptions, wants: &SequenceOptions) {
        let range = Range::of(&self.to.ty);
        let (from, to) = (fill(had, range), fill(wants, range));
        let counter = counter(&from, &to);
        if counter == Counter::Moves {
            let sql = move_counter(&self.sequence_of_identity(), &to);
            self.drafts.push(Draft::new(sql));
        }
        let clauses = identity_difference(&from, &to) + counter.restart();
        if !clauses.is_empty() {
            self.push(clauses.trim_start());
        }
        if counter == Counter::Restarts {
            self.lose_counter();
        }
    }
}

/// Only the size changes, so that the default stays valid and written as it is.
fn keeps_default(from: &Type, to: &Type) -> bool {
    let base = |ty: &Type| split_modifier(&normal(&ty.text)).0;
    from.schema == to.schema && from.is_array() == to.is_array() && base(from) == base(to)
}
