// Every call of the server by name: what it takes and what it answers.

import type * as T from "./types";

/** A call that takes nothing. */
type Nothing = Record<string, never>;

/** Calls that answer one JSON value. */
export type Calls = {
  meta: [Nothing, T.Meta];
  pulse: [Nothing, T.Pulse];

  catalog: [Nothing, T.Catalog];
  table: [T.Relation, T.Table];
  rows: [T.RowsRequest, T.Rows];
  count: [T.CountRequest, T.Count];
  "export/file": [T.ExportRequest, T.Download];
  structure: [T.Relation, T.Structure];
  "edits/preview": [T.EditsRequest, T.Preview];
  "edits/apply": [T.EditsRequest, T.Applied];
  "console/run": [T.ConsoleRequest, T.ConsoleAnswer];
  "console/cancel": [T.CancelRequest, T.Ended];

  sides: [Nothing, T.Sides];
  timeline: [Nothing, T.Timeline];
  migration: [T.MigrationRequest, T.Migration];
  pending: [Nothing, T.Pending];
  notices: [Nothing, T.Notices];
  words: [Nothing, T.Words];
  "drift/adopt": [T.AdoptRequest, T.Adopted];
  "drift/restore": [T.RestoreRequest, T.Restored];
  "run/stop": [T.CancelRequest, T.Ended];
  erd: [T.ErdRequest, T.Graph];
  "erd/svg": [T.ErdRequest, T.Picture];
};

/** Calls that answer lines, the last of which is the value or why there is none. */
export type Streams = {
  "generate/plan": [T.GenerateRequest, T.Generated];
  "rollback/plan": [T.RollbackRequest, T.RolledBack];
  "generate/write": [T.GenerateRequest, T.Generated];
  rehearse: [T.RehearseRequest, T.Rehearsal];
  apply: [T.ApplyRequest, T.AppliedMigrations];
  "rollback/run": [T.RollbackRequest, T.RolledBack];
  verify: [Nothing, T.Verified];
  drift: [Nothing, T.Drift];
  baseline: [T.BaselineRequest, T.Baseline];
};

/** Calls that answer bytes. */
export type Downloads = {
  cell: T.CellRequest;
  export: T.ExportRequest;
};
