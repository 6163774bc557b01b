// Somebody else was first: the row as it was read, as it is now, and what was staged, side by
// side. Nothing has been changed.

import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Cell, Column, Row } from "../../api/types";
import { CellText, type Shown } from "../../grid/CellText";
import { Button } from "../../ui/Button";
import { DataTable } from "../../ui/DataTable";
import { Dialog } from "../../ui/Dialog";
import { SafeText } from "../../ui/SafeText";
import { wordOf } from "../lines";
import { cellsOf, shownOf } from "../values";
import type { Cells, Entry } from "./reducer";
import { dispatch } from "./store";

export type Conflict = { entry: Entry; /** `null` where the row is gone. */ actual: Row | null };

type Line = { column: string; before: Shown; now: Shown | undefined; yours: Shown | undefined; isOther: boolean };

export function ConflictDialog({ conflict: { entry, actual }, onClose }: { conflict: Conflict; onClose: () => void }) {
  const { table } = entry;
  const columns = useQuery({ queryKey: ["table", table.schema, table.name], queryFn: ({ signal }) => call("table", table, signal) });
  if (entry.type === "insert") return null;
  const names = columns.data?.columns.map(({ name }) => name) ?? Object.keys(entry.before);
  const now = actual ? cellsOf(names, actual) : null;
  const takeTheirs = () => {
    dispatch({ type: "drop", ids: [entry.id] });
    onClose();
  };
  const keepMine = () => {
    if (now) dispatch({ type: "rebase", id: entry.id, actual: now });
    onClose();
  };
  return (
    <Dialog
      title={actual ? "The row is not as it was read" : "The row is gone"}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={takeTheirs}>Forget my {entry.type === "delete" ? "deletion" : "change"}</Button>
          {now && <Button onClick={keepMine}>Keep mine for the next Save</Button>}
          <Button variant="primary" onClick={onClose}>
            Decide later
          </Button>
        </>
      }
    >
      <p className="conflict-words">
        Row <code><SafeText text={entry.key.join(", ")} /></code> of <code><SafeText text={`${table.schema}.${table.name}`} /></code>{" "}
        {actual ? "was changed by somebody else since." : "was deleted by somebody else since."} <strong>Nothing was saved</strong>; all edits are still staged.
      </p>
      <DataTable
        caption="The row: as read, now, and as staged"
        rows={linesOf(names, entry, now, columns.data?.columns)}
        rowKey={({ column }) => column}
        columns={[
          { title: "Column", cell: ({ column, isOther }) => <span className={isOther ? "conflict-other" : undefined}><SafeText text={column} /></span> },
          { title: "As you read it", cell: ({ before }) => <Value value={before} /> },
          { title: "In the database now", cell: ({ now: value, isOther }) => <Value value={value} isMarked={isOther} /> },
          { title: entry.type === "delete" ? "Yours" : "Yours (staged)", cell: ({ yours }) => (entry.type === "delete" ? <span className="soft">deleted</span> : <Value value={yours} />) },
        ]}
      />
    </Dialog>
  );
}

// What one of the two has changed stands first: a table may have hundreds of columns.
function linesOf(names: readonly string[], entry: Exclude<Entry, { type: "insert" }>, now: Cells<Cell> | null, columns: readonly Column[] = []): Line[] {
  const lines = names.map((column): Line => {
    const word = (value: Shown) => wordOf(value, columns.find(({ name }) => name === column) ?? { kind: "other" });
    const [before, value] = [entry.before[column] ?? null, now?.[column]];
    const staged = entry.type === "update" ? entry.set[column] : undefined;
    const isOther = now !== null && JSON.stringify(before) !== JSON.stringify(value ?? null);
    return { column, before: word(before), now: value === undefined ? value : word(value), yours: staged && word(shownOf(staged)), isOther };
  });
  const isQuiet = ({ isOther, yours }: Line) => Number(!isOther && yours === undefined);
  return lines.sort((a, b) => isQuiet(a) - isQuiet(b));
}

function Value({ value, isMarked = false }: { value: Shown | undefined; isMarked?: boolean }) {
  if (value === undefined) return <span className="soft">–</span>;
  return (
    <span className={isMarked ? "conflict-value conflict-marked" : "conflict-value"}>
      <CellText value={value} />
      {isMarked && <span className="visually-hidden"> (changed)</span>}
    </span>
  );
}
