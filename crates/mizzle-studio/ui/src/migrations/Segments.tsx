// SQL as it will run, or has run: statement by statement, with a bracket round what rolls back
// together, and beside each statement what is known of it.
import type { Hazard, Segment, Statement, TableSize } from "../api/types";
import { bytes, plural } from "../ui/format";
import { Coloured } from "./Code";
import { rows } from "./words";

interface Props {
  segments: Segment[];
  /** Segments that an earlier run has applied. */
  doneSegments?: number;
  /** Line of the file at which something went wrong. */
  failedLine?: number | null;
}

export function Segments({ segments, doneSegments = 0, failedLine = null }: Props) {
  let number = 0;
  const failed = failedLine === null ? null : statementAt(segments, failedLine);
  return (
    <ol className="segments">
      {segments.map((segment, at) => {
        const first = number + 1;
        number += segment.statements.length;
        return (
          <li key={at} className="segment" data-transaction={segment.isTransaction} data-done={at < doneSegments}>
            <div className="segment-head">{headOf(segment, at < doneSegments)}</div>
            <ol className="statements" start={first}>
              {segment.statements.map((statement, index) => (
                <Row key={statement.line} statement={statement} number={first + index} isFailed={statement === failed} />
              ))}
            </ol>
            {segment.isTransaction && <div className="segment-foot">commit</div>}
          </li>
        );
      })}
    </ol>
  );
}

function headOf({ isTransaction, statements }: Segment, isDone: boolean): string {
  const done = isDone ? " · applied by an earlier run" : "";
  if (!isTransaction) return `outside a transaction: each statement stands for itself${done}`;
  if (statements.length === 1) return `transaction${done}`;
  return `transaction: ${statements.length === 2 ? "both" : `all ${statements.length}`} or none${done}`;
}

/** The statement that holds a line of the file. */
function statementAt(segments: Segment[], line: number): Statement | null {
  return segments.flatMap((it) => it.statements).findLast((it) => it.line <= line) ?? null;
}

function Row({ statement, number, isFailed }: { statement: Statement; number: number; isFailed: boolean }) {
  const { sql, line, isPlanned, hazards, locks } = statement;
  // Of a table that is not there yet nothing is known but its name, which the SQL says.
  const tables = statement.tables.filter((it) => it.rows !== null || it.bytes !== null);
  const hasNotes = !isPlanned || isFailed || tables.length + hazards.length + locks.length > 0;
  return (
    <li className="statement" data-failed={isFailed}>
      <span className="statement-number" aria-hidden="true" title={`line ${line} of the file`}>
        {number}
      </span>
      <pre className="statement-sql">
        <code>
          <Coloured text={sql} />
        </code>
      </pre>
      {hasNotes && (
        <ul className="statement-notes">
          {isFailed && <li className="note-bad">✗ failed here</li>}
          {tables.map((table) => (
            <li key={table.name} className="statement-table">
              <span className="mono">{table.name}</span> {sizeOf(table)}
            </li>
          ))}
          {locks.map(({ table, level }) => (
            <li key={`${table} ${level}`} className="statement-lock" title={`It takes this lock on ${table}, and waits for those who use it`}>
              takes {level}
              {(tables.length !== 1 || tables[0]?.name !== table) && (
                <>
                  {" "}
                  on <span className="mono">{table}</span>
                </>
              )}
            </li>
          ))}
          {!isPlanned && (
            <li className="soft" title="Mizzle has not planned this statement. Of SQL that somebody else wrote nothing is guessed.">
              written by hand: locks and costs not known
            </li>
          )}
          {hazards.map((hazard) => (
            <HazardNote key={`${hazard.code} ${hazard.message}`} hazard={hazard} />
          ))}
        </ul>
      )}
    </li>
  );
}

function sizeOf({ rows: number, bytes: size }: TableSize): string {
  const known = [number === null ? null : rows(number), size === null ? null : bytes(size)];
  return known.filter((it) => it !== null).join(", ");
}

export function HazardNote({ hazard }: { hazard: Hazard }) {
  return (
    <li className={hazard.isLoss ? "note-bad" : "note-attention"}>
      <span aria-hidden="true">{hazard.isLoss ? "✗ " : "▲ "}</span>
      {hazard.isLoss && <strong>loss: </strong>}
      {hazard.message} <span className="soft mono hazard-code">{hazard.code}</span>
    </li>
  );
}

/** `5 statements in 2 transactions`. */
export function extent(segments: Segment[]): string {
  const statements = segments.reduce((sum, it) => sum + it.statements.length, 0);
  const transactions = segments.filter((it) => it.isTransaction).length;
  const outside = segments.some((it) => !it.isTransaction);
  const parts = [plural(statements, "statement")];
  if (transactions > 0) parts.push(`in ${plural(transactions, "transaction")}`);
  if (outside) parts.push(transactions > 0 ? "and outside of one" : "outside a transaction");
  return parts.join(" ");
}
