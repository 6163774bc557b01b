// What the page and the server say to each other. A test writes this file from the Rust types:
// UPDATE_EXPECT=1 cargo test -p mizzle-studio typescript

/** Answer of `meta`. Asked for at the start and after each lost connection. */
export type Meta = {
  /** Of mizzle. */
  version: string,
  /** The folder's name. */
  project: string,
  /** The config, as it is shown; `None` where there is none. */
  config: string | null,
  /** The database, as it is shown: never with a password. */
  target: string,
  /** What is known of it once it was reached. */
  server: Server | null,
  /** Why it could not be reached. */
  unreachable: Failure | null,
  /** Is it on this machine? Elsewhere each write asks for the database's name. */
  isLoopback: boolean,
  /** Was the studio started so that nothing can be written? */
  isReadOnly: boolean,
};

/** The server behind the target. */
export type Server = {
  /** Where it is: `127.0.0.1:5432`, or the path of a socket. */
  host: string,
  /** The database's name, which confirmations repeat. */
  database: string,
  /** The role. */
  user: string,
  /** `PostgreSQL 15.14`. */
  version: string,
  /** Texts of `timestamptz` are in this zone. */
  timeZone: string,
  /** A superuser's read-only transaction does not bind what functions do outside. */
  isSuperuser: boolean,
};

/** An error, as every call answers it (status 4xx or 5xx). */
export type Failure = {
  /** A stable word for it, the same as in the command line's JSON. */
  code: string,
  /** One sentence. */
  message: string,
  /** More sentences. */
  notes: Array<string>,
  /** What to do. */
  hints: Array<string>,
  /** Where, in a file of the project. */
  place: Place | null,
};

/** A place in a file. */
export type Place = {
  /** As it is shown. */
  file: string,
  /** From 1. */
  line: number,
  /** From 1, in characters. */
  column: number,
  /** The line's text. */
  source: string | null,
};

/**
 * Answer of `pulse`, asked for every two seconds while the page is seen: what changes when
 * something changes outside. Each mark is compared for equality and nothing else.
 */
export type Pulse = {
  /** Of the schema files and the config. */
  schema: string,
  /** Of the migrations folder. */
  folder: string,
  /** Of the ledger and the catalogs; `None` while the server does not answer. */
  database: string | null,
  /** Who keeps the ledger from being read. `database` is without it as long. */
  holder: LedgerHolder | null,
};

/** Another session, with a lock on the ledger that lets nobody read it. */
export type LedgerHolder = {
  /** The ledger, as SQL names it. */
  table: string,
  /** Process, role and program, as far as they are known. */
  session: string | null,
  /** When its transaction began, as ISO 8601. */
  since: string | null,
};

/** A line of a call that takes long: `generate`, `rehearse`, `apply`, `rollback`, `verify`. */
export type Line<T> = {
  "type": "progress",
  /** The words. */
  text: string,
  /** Has it ended? */
  done: boolean,
} | {
  "type": "warning",
  /** One sentence. */
  text: string,
} | {
  "type": "partial",
  /** It. */
  value: T,
} | {
  "type": "result",
  /** What it came to. */
  value: T,
} | {
  "type": "failed",
  /** Why. */
  error: Failure,
};

/** A table or a view. */
export type Relation = { schema: string, name: string };

/** Answer of `catalog`: what the sidebar shows. */
export type Catalog = {
  /** By name, `public` first. */
  schemas: Array<Schema>,
  /** Schemas in which the role may use nothing. */
  closed: Array<string>,
};

export type Schema = { name: string, relations: Array<RelationEntry>, enums: Array<Enum> };

export type RelationEntry = {
  name: string,
  kind: RelationKind,
  /** The server's estimate; `None` where it has none. */
  rows: number | null,
  /** With indexes and large values, in bytes. */
  bytes: number | null,
  /** May the role read it? */
  isReadable: boolean,
  /** The table that it is a partition of. */
  partitionOf: Relation | null,
};

export type RelationKind = "table" | "partitionedTable" | "foreignTable" | "view" | "materializedView";

export type Enum = { name: string, values: Array<string> };

/** Answer of `table` ([`Relation`]): all that the grid needs before it asks for rows. */
export type Table = {
  schema: string,
  name: string,
  kind: RelationKind,
  columns: Array<Column>,
  /** How a row is told from others. */
  identity: Identity,
  /** Why no row can be changed; `None` where one can. */
  readOnly: string | null,
  /** Foreign keys of other tables that point here. */
  referencedBy: Array<Reference>,
  /** Foreign keys of this table. */
  references: Array<Reference>,
};

/** How a row is told from others. */
export type Identity = {
  "type": "key",
  /** Its columns, in the key's order. */
  columns: Array<string>,
} | {
  "type": "none",
  /** Why not. */
  why: string,
};

export type Column = {
  name: string,
  /** As the server prints it: `numeric(10,2)`, `text[]`. */
  sqlType: string,
  /** Which editor it gets. */
  kind: ColumnKind,
  isNullable: boolean,
  /** The default's text. */
  default: string | null,
  /** `GENERATED ALWAYS AS (…)`: nobody writes it. */
  generated: string | null,
  /** `GENERATED … AS IDENTITY`. */
  identity: IdentityKind | null,
  isPrimaryKey: boolean,
  /** The labels of an enum, or of an array's enum. */
  enumValues: Array<string>,
};

export type IdentityKind = "always" | "byDefault";

/** What kind of value a column holds, which decides the editor, the filters and the alignment. */
export type ColumnKind = "integer" | "number" | "boolean" | "text" | "uuid" | "enum" | "json" | "array" | "date" | "time" | "timestamp" | "interval" | "bytes" | "other";

/** `becomes NOT NULL in 0014`, and the rows that are in its way. */
export type ColumnNotice = {
  migration: string,
  text: string,
  /** Rows that stand against it, where a filter can show them. */
  filter: Filter | null,
  rows: number | null,
};

/** A foreign key. */
export type Reference = {
  name: string,
  /** The table that has it. */
  from: Relation,
  columns: Array<string>,
  /** The table that it points to. */
  to: Relation,
  toColumns: Array<string>,
  onDelete: string,
  onUpdate: string,
};

/** Body of `rows`. */
export type RowsRequest = {
  table: Relation,
  filters: Array<Filter>,
  /** The key follows behind, so that the order is one. */
  sort: Array<Sort>,
  limit: number,
  offset: number,
  /** Another call of the same slot cancels this one. */
  slot: string | null,
};

export type Sort = { column: string, isDescending: boolean };

/** All filters hold at once. */
export type Filter = {
  column: string,
  operator: Operator,
  /**
   * As text, which the server casts to the column's type; one for most operators, any number
   * for `in`, none for `isNull`.
   */
  values: Array<string>,
};

export type Operator = "equals" | "notEquals" | "less" | "atMost" | "greater" | "atLeast" | "contains" | "startsWith" | "like" | "in" | "isNull" | "isNotNull";

/** Answer of `rows`. */
export type Rows = {
  /** In the order of the table's columns. */
  columns: Array<string>,
  rows: Array<Row>,
  /** Are there rows behind these? */
  hasMore: boolean,
  milliseconds: number,
};

export type Row = {
  /** Whole, in the order of the identity's columns; empty where rows have none. */
  key: Array<string>,
  cells: Array<Cell>,
};

/** `null` is NULL, a string the whole value; an object is the beginning of a large one. */
export type Cell = null | string | {
  cut: string,
  /** Of the whole text, or of the bytes of a `bytea`. */
  bytes: number,
};

/** Body of `count`. */
export type CountRequest = {
  table: Relation,
  filters: Array<Filter>,
  /** Count to the end, however long it takes. */
  isExact: boolean,
  slot: string | null,
};

/** Answer of `count`. */
export type Count = { rows: number | null, isExact: boolean };

/** Body of `cell`, which answers with the whole value: its text, or the bytes of a `bytea`. */
export type CellRequest = { table: Relation, key: Array<string>, column: string };

/**
 * Body of `export`, which answers with the file itself, and of `export/file`, which answers with
 * where it waits.
 */
export type ExportRequest = {
  table: Relation,
  filters: Array<Filter>,
  sort: Array<Sort>,
  /** These rows alone; empty is all that the filters let through. */
  keys: Array<Array<string>>,
  format: ExportFormat,
};

export type ExportFormat = "csv" | "json" | "sql" | "typescript";

/** Answer of `export/file`. */
export type Download = {
  /** Where the browser fetches it, once and soon. */
  path: string,
};

/** Body of `edits/preview` and `edits/apply`. */
export type EditsRequest = {
  /** In the order in which they run. */
  edits: Array<Edit>,
  /** The database's name, typed by a person: needed where it is not on this machine. */
  confirm: string | null,
};

export type Edit = {
  "type": "update",
  table: Relation,
  key: Array<string>,
  set: Array<Assignment>,
  /** The changed columns as they were read; the row is left alone where one is otherwise. */
  expect: Array<Assignment>,
} | {
  "type": "insert",
  table: Relation,
  set: Array<Assignment>,
} | {
  "type": "delete",
  table: Relation,
  key: Array<string>,
  /** All columns as they were read whole. */
  expect: Array<Assignment>,
};

export type Assignment = { column: string, value: Value };

/** What a cell is set to. */
export type Value = {
  "type": "null"
} | {
  "type": "default"
} | {
  "type": "text",
  text: string,
} | {
  "type": "bytes",
  base64: string,
};

/**
 * Answer of `edits/preview`: one statement an edit, with its values in it, and BEGIN and
 * COMMIT around them.
 */
export type Preview = { statements: Array<string> };

/** Answer of `edits/apply`. */
export type Applied = {
  "type": "done",
  rows: Array<Row | null>,
  milliseconds: number,
} | {
  "type": "conflict",
  /** Which edit, from 0. */
  edit: number,
  /** The row as it is; `None` where it is gone. */
  actual: Row | null,
} | {
  "type": "refused",
  edit: number,
  /** Where the server names one. */
  column: string | null,
  error: Failure,
};

/** Answer of `structure` ([`super::catalog::Relation`]); its columns and keys are in `table`. */
export type Structure = {
  indexes: Array<Part>,
  /** Primary key, uniques, checks, exclusions. */
  constraints: Array<Part>,
  policies: Array<Part>,
  isRowSecurityOn: boolean,
  /** Triggers and rules, which no schema file says. */
  others: Array<Part>,
  /** The statements that make it. */
  ddl: string,
  /** The same in a schema file; `None` where the model lacks a word for it, said in `notes`. */
  typescript: string | null,
  notes: Array<string>,
};

export type Part = {
  name: string,
  /** `unique`, `check`, `btree`, `trigger`, … */
  kind: string,
  /** In the server's words. */
  definition: string,
  bytes: number | null,
};

/** Body of `console/run`: the statement at the cursor, or the selection. */
export type ConsoleRequest = {
  /** Chosen by the page; `console/cancel` names it. */
  id: string,
  sql: string,
  /** Run where nothing can be written. */
  isReadOnly: boolean,
  /** More rows of one result are not sent. */
  limit: number,
  /** Answer with the plan of each statement: `EXPLAIN`, or with `ANALYZE`. */
  plan: PlanKind | null,
  /** See [`super::edits::EditsRequest::confirm`]; for what writes. */
  confirm: string | null,
};

export type PlanKind = "estimated" | "measured";

/** Body of `console/cancel` and `run/stop`. */
export type CancelRequest = { id: string };

/** Answer of `console/cancel` and `run/stop`. */
export type Ended = {
  /** Was there something to end? */
  wasRunning: boolean,
};

/** Answer of `console/run`: one a statement, the last of which may have failed. */
export type ConsoleAnswer = { results: Array<StatementResult> };

export type StatementResult = {
  sql: string,
  /** Where it begins in what was sent, in UTF-16 units. */
  offset: number,
  milliseconds: number,
  notices: Array<string>,
  outcome: StatementOutcome,
};

export type StatementOutcome = {
  "type": "rows",
  columns: Array<ResultColumn>,
  rows: Array<Array<Cell>>,
  hasMore: boolean,
} | {
  "type": "done",
  tag: string,
} | {
  "type": "plan",
  json: string,
  text: string,
} | {
  "type": "failed",
  error: Failure,
  /** Where in the statement, in UTF-16 units. */
  position: number | null,
} | {
  "type": "cancelled"
};

export type ResultColumn = { name: string, sqlType: string };

/** Answer of `sides`: how desired, recorded and actual stand to each other. */
export type Sides = { desired: Side, recorded: Side, actual: Side };

export type Side = {
  state: SideState,
  /** A few words: `14 migrations`, `1 change not generated`, `2 pending`, `drifted (2)`. */
  text: string,
  /** Where it could not be read. */
  error: Failure | null,
};

export type SideState = "inStep" | "ahead" | "drifted" | "broken" | "unknown";

/** Answer of `timeline`. */
export type Timeline = {
  folder: string,
  /** The newest first. */
  migrations: Array<Entry>,
  /** Why the ledger could not be read; the files are shown all the same. */
  ledgerError: Failure | null,
};

export type Entry = {
  name: string,
  state: EntryState,
  /** In UTC. */
  appliedAt: string | null,
  /** `postgres 15.14`; `no`; `partly, 3 statements`. */
  rehearsed: string | null,
  wayBack: WayBack,
  findings: Array<Finding>,
};

export type EntryState = "applied" | "pending" | "unfinished" | "withoutFile" | "gone" | "unknown";

export type WayBack = "none" | "uncertified" | "unrecorded" | "lossless" | "losslessByArchive" | "lossy";

export type Finding = {
  code: string,
  message: string,
  /** Is it something to settle? */
  counts: boolean,
};

/** Body of `migration`. */
export type MigrationRequest = { name: string };

/** Answer of `migration`: one of the timeline, in full. */
export type Migration = {
  entry: Entry,
  file: string | null,
  segments: Array<Segment>,
  /** Why the file cannot be run. */
  unreadable: Failure | null,
  /** The file's text, comments and all. */
  sql: string | null,
  down: string | null,
  /** What the way back does not bring back. */
  lost: Array<string>,
  /** What it changes, by object: between its snapshot and the one before. */
  changes: Array<ObjectChange>,
  /** Why there are no changes to show. */
  changesNote: string | null,
  sha256: string | null,
  /** The ledger's hash, where it has one. */
  ledgerHash: string | null,
};

export type ObjectChange = {
  kind: ChangeKind,
  /** `table users`, `column users.age`. */
  object: string,
  /** As DDL. */
  before: string | null,
  after: string | null,
};

export type ChangeKind = "added" | "removed" | "changed";

/** What rolls back together. */
export type Segment = { isTransaction: boolean, statements: Array<Statement> };

export type Statement = {
  sql: string,
  /** From 1, in the file. */
  line: number,
  /**
   * Is it what mizzle plans, so that all of the following is known of it? Of SQL that
   * somebody else wrote nothing is guessed.
   */
  isPlanned: boolean,
  /** The tables that it works on, with their size in the target. */
  tables: Array<TableSize>,
  hazards: Array<Hazard>,
  /** The locks that it takes on tables that others may be using. */
  locks: Array<Lock>,
};

export type TableSize = { name: string, rows: number | null, bytes: number | null };

export type Hazard = {
  code: string,
  message: string,
  /** Is something lost? */
  isLoss: boolean,
};

export type Lock = {
  table: string,
  /** `ACCESS EXCLUSIVE` */
  level: string,
};

/** Answer of `pending`: what *apply* would run. */
export type Pending = {
  migrations: Array<PendingMigration>,
  /** Would the ledger be created or upgraded first? */
  ledger: string | null,
  /** Tables that they would make and that are there, without a ledger: see `baseline`. */
  there: Array<string>,
  /** The GRANT that is missing. */
  missingRight: string | null,
  /** Edited files and rows of the ledger that no file claims. */
  warnings: Array<string>,
};

export type PendingMigration = {
  name: string,
  file: string,
  rehearsed: string | null,
  segments: Array<Segment>,
  /** Segments that an earlier run has applied. */
  doneSegments: number,
  /** What is lost, in words, with row counts where they are known. */
  lost: Array<string>,
  /** What is not known of it. */
  notes: Array<string>,
};

/** Body of `generate/plan` and `generate/write`. */
export type GenerateRequest = {
  name: string | null,
  keepData: boolean,
  /** One for each question that was asked. */
  answers: Array<GenerateAnswer>,
};

export type GenerateAnswer = {
  /** Of [`Question::id`]. */
  question: string,
  /** Of [`Choice::id`]. */
  choice: string,
};

/** Answer of `generate/plan`, and last line of `generate/write`. */
export type Generated = {
  "type": "nothing"
} | {
  "type": "questions",
  questions: Array<Question>,
} | {
  "type": "planned",
  name: string,
  sql: string,
  changes: Array<ObjectChange>,
  findings: Array<Finding>,
  isLossy: boolean,
} | {
  "type": "written",
  name: string,
  file: string,
  sql: string,
  rehearsed: string | null,
  wayBack: WayBack,
  lost: Array<string>,
  findings: Array<Finding>,
};

/** Created, or renamed from one that is gone? */
export type Question = {
  id: string,
  /** `Is column users.full_name created, or renamed?` */
  text: string,
  /** The most likely first. */
  choices: Array<Choice>,
};

export type Choice = {
  id: string,
  text: string,
  /** Why it is likely. */
  reason: string | null,
  /** What is dropped with it. */
  loss: string | null,
};

/** Body of `apply`. */
export type ApplyRequest = {
  /** Stop behind this one. */
  to: string | null,
  /** The names that the person has seen, in order: others are not applied. */
  expect: Array<string>,
  confirm: string | null,
  /** What `run/stop` calls this run. */
  id?: string,
};

/** Last line of `apply`. */
export type AppliedMigrations = { migrations: Array<Ran> };

export type Ran = { name: string, milliseconds: number };

/** Body of `rollback/plan` and `rollback/run`. */
export type RollbackRequest = {
  /** All behind this one; `None` is the newest alone. */
  to: string | null,
  /** The names that the person has seen, in order: others are not undone. */
  expect?: Array<string>,
  acceptDataLoss: boolean,
  confirm: string | null,
  /** See [`ApplyRequest::id`]. */
  id?: string,
};

/** Answer of `rollback/plan`, and last line of `rollback/run`. */
export type RolledBack = {
  /** The last one first. */
  steps: Array<RollbackStep>,
  isDone: boolean,
};

export type RollbackStep = {
  name: string,
  sql: string,
  wayBack: WayBack,
  /** What goes or does not come back, a sentence each, with row counts. */
  costs: Array<string>,
};

/** Body of `rehearse`; last line is [`Rehearsal`]. */
export type RehearseRequest = {
  /** A pending migration. */
  name: string,
};

export type Rehearsal = {
  /** `None` where there is nothing to run it on. */
  engine: string | null,
  /** Could anything be found out? If not, `notes` say why. */
  isKnown: boolean,
  /** Did it come to what it should? */
  isProved: boolean,
  /** What was found: statement, object, expected and found. */
  findings: Array<Finding>,
  notes: Array<string>,
};

/** Answer of `words`: what the schema files say of columns. The page joins it to `table`. */
export type Words = { columns: Array<ColumnWords> };

export type ColumnWords = {
  table: Relation,
  column: string,
  /** `createdAt: timestamp("created_at").notNull()` */
  text: string,
};

/** Answer of `notices`: what pending migrations do to columns that are there. */
export type Notices = { notices: Array<TableNotice> };

export type TableNotice = {
  table: Relation,
  /** `None` for every column of the table. */
  column: string | null,
  notice: ColumnNotice,
};

/** Last line of `verify`. */
export type Verified = { isClean: boolean, checks: Array<Check> };

export type Check = {
  code: string,
  claim: string,
  answer: Answer,
  milliseconds: number,
  /** Notes, reasons, or why nobody knows. */
  lines: Array<string>,
  hints: Array<string>,
};

export type Answer = "pass" | "fail" | "skipped";

/** Last line of `drift`. */
export type Drift = {
  /** The newest migration that is applied. */
  applied: string | null,
  pending: Array<string>,
  findings: Array<DriftFinding>,
  /** The SQL that takes all of it back. */
  restore: string,
  /** What no schema can say and is no drift. */
  unmodelled: Array<string>,
  inherited: Array<string>,
  notCompared: Array<string>,
  closed: Array<string>,
};

export type DriftFinding = {
  /** `removed` is missing in the database, `added` is there and should not be. */
  kind: ChangeKind,
  object: string,
  sentence: string,
  expected: string | null,
  found: string | null,
  restore: Array<string>,
  /** Does restoring lose data? */
  isLoss: boolean,
  /** What is lost. */
  losses: Array<string>,
  /** Where in the schema files to keep it instead, and the lines. */
  adoptWhere: string | null,
  adoptText: string | null,
};

/** Body of `drift/restore`: runs the statements that take findings back, in one transaction. */
export type RestoreRequest = {
  /**
   * The SQL that the person has seen: [`Drift::restore`] or that of one finding. Anything
   * else is refused.
   */
  sql: string,
  acceptDataLoss: boolean,
  confirm: string | null,
};

/** Answer of `drift/restore`. */
export type Restored = { milliseconds: number };

/** Answer of `drift/adopt` with `write: false`, and of the same with `true`. */
export type Adopted = { files: Array<AdoptedFile>, isWritten: boolean, notes: Array<string> };

export type AdoptedFile = { file: string, before: string, after: string };

export type AdoptRequest = {
  write: boolean,
  /**
   * [`AdoptedFile::after`] of the files that the person has seen, in order: others are not
   * written.
   */
  expect?: Array<string>,
};

/**
 * Body of `baseline`: records migrations as applied where the database is what they make.
 * Nothing of them is run.
 */
export type BaselineRequest = {
  /**
   * Those up to this one, which are there. `None` writes the one that is missing: for what
   * the schema files and the database say and the folder does not.
   */
  at: string | null,
  /** One for each question that was asked. */
  answers: Array<GenerateAnswer>,
  /** See [`super::edits::EditsRequest::confirm`]. */
  confirm: string | null,
};

/** Last line of `baseline`. */
export type Baseline = {
  "type": "adopted",
  /** What was written. */
  file: string | null,
  /** Names of the migrations that are recorded now. */
  recorded: Array<string>,
  notes: Array<string>,
} | {
  "type": "differs",
  differences: Array<string>,
} | {
  "type": "questions",
  questions: Array<Question>,
};

/** Body of `erd`. A point is `desired`, `recorded`, `actual`, `empty`, or a migration's name. */
export type ErdRequest = {
  /** `None` shows one state and no difference. */
  from: string | null,
  to: string,
};

/** Answer of `erd`. */
export type Graph = { nodes: Array<Node>, edges: Array<Edge> };

/** Answer of `erd/svg`, which takes what `erd` takes: the same as an SVG document. */
export type Picture = { svg: string };

export type Mark = "same" | "added" | "removed" | "changed";

export type Node = {
  /** Stays the same along the timeline. */
  id: string,
  schema: string,
  name: string,
  /** Of one that was renamed, or moved to another schema. */
  schemaBefore: string | null,
  nameBefore: string | null,
  kind: NodeKind,
  mark: Mark,
  rows: Array<NodeRow>,
  /** What changes of it and is no row: keys, indexes, checks, policies, definitions. */
  notes: Array<NodeNote>,
};

export type NodeNote = {
  /** `index users_name_idx (name)` */
  text: string,
  mark: Mark,
};

export type NodeKind = "table" | "view" | "enum" | "outside";

/** A column; or a label of an enum. */
export type NodeRow = {
  name: string,
  nameBefore: string | null,
  text: string,
  textBefore: string | null,
  isPrimaryKey: boolean,
  isForeignKey: boolean,
  isNullable: boolean,
  mark: Mark,
};

export type Edge = {
  id: string,
  /** The node that refers, and the columns. */
  from: string,
  fromColumns: Array<string>,
  to: string,
  toColumns: Array<string>,
  label: string,
  /** At most one row refers to each. */
  isUnique: boolean,
  /** A row may refer to none. */
  isOptional: boolean,
  mark: Mark,
};
