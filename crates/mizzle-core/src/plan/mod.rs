//! What is carried out: SQL statements in order, grouped into what commits
//! together. Knows nothing of schemas or dialects.

pub mod graph;
mod hazard;
mod lock;

pub use hazard::Hazard;
pub use lock::{Lock, LockLevel};

/// Statements in the order in which they run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What commits together, in order.
    pub segments: Vec<Segment>,
}

/// Statements that commit together.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// All of them, or none.
    Transaction(Vec<Statement>),
    /// One that the server refuses inside a transaction.
    Alone(Statement),
}

/// One SQL statement, with what its author knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, semicolon included.
    pub sql: String,
    /// The position of the change that it serves.
    pub change: usize,
    /// What one should know before running it.
    pub hazards: Vec<Hazard>,
    /// The locks it takes on tables that others may be using.
    pub locks: Vec<Lock>,
}

impl Plan {
    /// All statements in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.segments.iter().flat_map(|segment| match segment {
            Segment::Transaction(statements) => statements.as_slice(),
            Segment::Alone(statement) => std::slice::from_ref(statement),
        })
    }

    /// What is lost by one change, in words.
    pub fn losses(&self, change: usize) -> Vec<String> {
        self.statements()
            .filter(|statement| statement.change == change)
            .flat_map(|statement| &statement.hazards)
            .filter(|hazard| hazard.is_loss())
            .map(ToString::to_string)
            .collect()
    }

    /// Is there nothing to do?
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The text of a migration file: one statement after the other, with drizzle's
    /// breakpoint comment between them or only a newline, and a
    /// `-- mizzle:commit` line where a transaction ends although the next statement
    /// could run inside one.
    pub fn to_file(&self, breakpoints: bool) -> String {
        let separator = if breakpoints { "--> statement-breakpoint\n" } else { "\n" };
        let mut text = String::new();
        let mut after_transaction = false;
        for segment in &self.segments {
            let (statements, transaction) = match segment {
                Segment::Transaction(statements) => (statements.as_slice(), true),
                Segment::Alone(statement) => (std::slice::from_ref(statement), false),
            };
            for (position, statement) in statements.iter().enumerate() {
                if !text.is_empty() {
                    text.push_str(separator);
                }
                if position == 0 && transaction && after_transaction {
                    text.push_str("-- mizzle:commit\n");
                }
                text.push_str(&statement.sql);
                if statement.sql.contains('\n') {
                    // A table's definition ends with a line of its own.
                    text.push('\n');
                }
            }
            after_transaction = transaction;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}
