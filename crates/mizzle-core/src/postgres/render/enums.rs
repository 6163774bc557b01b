//! Enums.

use super::cast::{convert, element};
use super::defaults::default_sql;
use super::{Context, Draft, Full, Short};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::change::EnumUse;
use crate::postgres::schema::{QName, Type};
use crate::sql::{Ident, Literal, Separated};

pub(super) fn create(context: &Context<'_>, name: &QName, values: &[String]) -> Draft {
    let labels = Separated::new(values.iter().map(|value| Literal(value)), ", ");
    Draft::new(format!("CREATE TYPE {} AS ENUM({labels});", context.reference(name)))
}

pub(super) fn drop(context: &Context<'_>, name: &QName) -> Draft {
    Draft::new(format!("DROP TYPE {};", context.reference(&context.address.current(name))))
}

pub(super) fn add_value(
    context: &Context<'_>,
    name: &QName,
    value: &str,
    before: Option<&str>,
) -> Draft {
    let place = before.map_or(String::new(), |before| format!(" BEFORE {}", Literal(before)));
    let name = context.reference(&context.address.enum_type(name));
    Draft::new(format!("ALTER TYPE {name} ADD VALUE {}{place};", Literal(value)))
}

pub(super) fn rename_value(context: &Context<'_>, name: &QName, from: &str, to: &str) -> Draft {
    let sql = format!(
        "ALTER TYPE {} RENAME VALUE {} TO {};",
        context.reference(&context.address.enum_type(name)),
        Literal(from),
        Literal(to)
    );
    Draft::new(sql).hazard(Hazard::BreaksNames { name: format!("'{from}'") })
}

pub(super) fn rename(context: &Context<'_>, from: &QName, to: &QName) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let schema = context.address.namespace(&from.schema);
    let mut current = QName::new(schema, &from.name);
    if from.schema != to.schema {
        drafts.push(Draft::new(format!(
            "ALTER TYPE {} SET SCHEMA {};",
            context.reference(&current),
            Ident(&to.schema)
        )));
        current.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        drafts.push(Draft::new(format!(
            "ALTER TYPE {} RENAME TO {};",
            context.reference(&current),
            Ident(&to.name)
        )));
    }
    drafts
}

/// The columns become text, the type is made anew, and the columns become it again.
pub(super) fn recreate(
    context: &Context<'_>,
    name: &QName,
    from: &[String],
    to: &[String],
    uses: &[EnumUse],
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let gone: Vec<String> =
        from.iter().filter(|value| !to.contains(value)).map(|value| format!("'{value}'")).collect();
    let alter = |used: &EnumUse, action: String| {
        let column = context.address.column(&used.table, &used.column);
        Draft::on(
            context,
            &used.table,
            LockLevel::AccessExclusive,
            format!(
                "ALTER TABLE {} ALTER COLUMN {} {action};",
                context.table(&used.table),
                Ident(&column)
            ),
        )
    };
    for used in uses {
        if used.from.default.is_some() {
            drafts.push(alter(used, "DROP DEFAULT".to_owned()));
        }
        let text = Type {
            text: "text".to_owned(),
            schema: None,
            dimensions: used.from.ty.dimensions.clone(),
        };
        drafts.push(
            alter(used, format!("SET DATA TYPE {}", element(&text)))
                .hazard(Hazard::RewritesTable { table: used.table.to_string() }),
        );
    }
    drafts.push(drop(context, name));
    drafts.push(create(context, name, to));
    for used in uses {
        let column = context.address.column(&used.table, &used.column);
        let text = Type {
            text: "text".to_owned(),
            schema: None,
            dimensions: used.from.ty.dimensions.clone(),
        };
        let ty = match context.line {
            Line::V0 => format!("{}{}", Full(name), super::cast::brackets(&used.to.ty)),
            Line::V1 => format!("{}{}", Short(name), super::cast::brackets(&used.to.ty)),
        };
        let using = convert(&Ident(&column).to_string(), &text, &used.to.ty, &ty);
        let mut draft = alter(used, format!("SET DATA TYPE {ty} USING {using}"))
            .hazard(Hazard::RewritesTable { table: used.table.to_string() });
        if !gone.is_empty() {
            draft = draft.hazard(Hazard::MayFail {
                on: format!("while {}.{} holds {}", used.table, used.column, gone.join(" or ")),
            });
        }
        drafts.push(draft);
        if let Some(default) = &used.to.default {
            let default = default_sql(context.line, &used.to.ty, default);
            drafts.push(alter(used, format!("SET DEFAULT {default}")));
        }
    }
    drafts
}
