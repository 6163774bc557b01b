//! Builds a schema in an empty database.

use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::{Plan, Segment, Statement};
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::Schema;

use super::IntrospectError;
use super::words::CompareError;
use crate::connect::{Session, SessionError};
use crate::prelude::{Prelude, namespaces, run_all};

/// Builds a schema where the prelude is in place. Functions may need the schema's types,
/// and the schema functions: schemas and types come first, then the prelude, then the
/// rest, and last what of the prelude hangs on it.
pub(crate) async fn build(
    session: &Session,
    schema: &Schema,
    line: Line,
    prelude: &Prelude,
) -> Result<(), CompareError> {
    let of_server = |error| IntrospectError::Read { what: "prelude", error };
    let nothing = there_anyway(session, schema).await.map_err(of_server)?;
    if prelude.is_empty() {
        return carry_out(session, &steps(&nothing, schema, line)?).await;
    }
    let ground = Schema {
        namespaces: schema.namespaces.clone(),
        enums: schema.enums.clone(),
        ..Schema::default()
    };
    prelude.lay_stand_ins(session).await.map_err(of_server)?;
    carry_out(session, &steps(&nothing, &ground, line)?).await?;
    let refused = prelude.run(session).await.map_err(of_server)?;
    carry_out(session, &steps(&ground, schema, line)?).await?;
    run_all(session, refused).await.map_err(of_server)?;
    Ok(())
}

/// What of a schema an empty database can have: schemas that a prelude has made.
async fn there_anyway(session: &Session, schema: &Schema) -> Result<Schema, SessionError> {
    let mut there = Schema::default();
    if !schema.namespaces.is_empty() {
        let found = namespaces(session).await?;
        there.namespaces.clone_from(&schema.namespaces);
        there.namespaces.retain(|name| found.contains(name));
    }
    Ok(there)
}

/// Builds what a schema has more than one that is there.
pub(crate) async fn build_more(
    session: &Session,
    there: &Schema,
    schema: &Schema,
    line: Line,
) -> Result<(), CompareError> {
    carry_out(session, &steps(there, schema, line)?).await
}

/// The statements that build a schema in an empty database.
pub(crate) fn script(schema: &Schema, line: Line) -> Result<Vec<String>, CompareError> {
    let plan = steps(&Schema::default(), schema, line)?;
    Ok(plan.statements().map(|statement| statement.sql.clone()).collect())
}

fn steps(from: &Schema, to: &Schema, line: Line) -> Result<Plan, CompareError> {
    let answers = Answers::default();
    Ok(plan(&diff(from, to, &DiffOptions { line, answers: &answers })?, line))
}

/// How many statements commit together: a transaction holds a lock on all that it made,
/// and a server has room for some thousands.
const TOGETHER: usize = 200;

/// Carries a plan out where nobody else is, and where half of it is as good as nothing.
async fn carry_out(session: &Session, plan: &Plan) -> Result<(), CompareError> {
    for segment in &plan.segments {
        match segment {
            Segment::Transaction(statements) => {
                for some in statements.chunks(TOGETHER) {
                    run(session, some, false).await?;
                }
            }
            Segment::Alone(statement) => {
                run(session, std::slice::from_ref(statement), true).await?
            }
        }
    }
    Ok(())
}

async fn run(session: &Session, statements: &[Statement], alone: bool) -> Result<(), CompareError> {
    let texts = statements.iter().map(|statement| statement.sql.as_str());
    let answers = if alone {
        session.execute_all(texts).await
    } else {
        session.execute_all(["BEGIN"].into_iter().chain(texts).chain(["COMMIT"])).await
    };
    let shift = usize::from(!alone);
    let Some((place, error)) = first_error(answers) else { return Ok(()) };
    let statement = place.checked_sub(shift).and_then(|place| statements.get(place));
    let statement = statement.map(|statement| statement.sql.clone()).unwrap_or_default();
    Err(CompareError::Build { statement, error })
}

fn first_error<T>(answers: Vec<Result<T, SessionError>>) -> Option<(usize, SessionError)> {
    answers.into_iter().enumerate().find_map(|(place, answer)| Some((place, answer.err()?)))
}
