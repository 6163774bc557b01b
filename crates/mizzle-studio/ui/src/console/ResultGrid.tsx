// Rows of a statement, to read and copy.

import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { Cell, ResultColumn } from "../api/types";
import { Grid, type CellLook, type GridColumn, type Point } from "../grid/Grid";
import { plainText } from "../grid/CellText";
import { rangeOf, START, type Range } from "../grid/selection";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Menu } from "../ui/Menu";
import { SafeBlock, SafeText, safeLabel } from "../ui/SafeText";
import { CopyButton } from "../ui/CopyButton";
import { ToastLine, useToast } from "../ui/Toast";
import { copyText, saveFile } from "../ui/clipboard";
import { csv, jsonRows, tsv } from "../data/values";

type Props = { columns: readonly ResultColumn[]; rows: readonly (readonly Cell[])[]; hasMore: boolean };

const NUMBERS = /^(smallint|integer|bigint|numeric|real|double precision)/;

export function ResultGrid({ columns, rows, hasMore }: Props) {
  const [selection, setSelection] = useState(START);
  const [widths, setWidths] = useState<Record<number, number>>({});
  const [menu, setMenu] = useState<Point | null>(null);
  const [shown, setShown] = useState<{ title: string; value: Cell } | null>(null);
  const focusGrid = useRef<(() => void) | null>(null);
  const { toast, attempt } = useToast();

  const heads = useMemo(
    () =>
      columns.map(({ name, sqlType }, index): GridColumn => ({
        id: String(index),
        header: (
          <span className="column-head">
            <span className="column-name">
              <span className="column-text">
                <SafeText text={name} />
              </span>
            </span>
            <span className="column-type">
              <SafeText text={sqlType} />
            </span>
          </span>
        ),
        label: safeLabel(`${name}, ${sqlType}`),
        width: widths[index] ?? widthOf(name, sqlType, rows, index),
        align: NUMBERS.test(sqlType) && !sqlType.endsWith("[]") ? "end" : "start",
      })),
    [columns, rows, widths],
  );
  const cell = useCallback((row: number, column: number): CellLook => ({ value: rows[row]?.[column] ?? null }), [rows]);

  const { focus } = selection;
  const range = rangeOf(selection);
  const all: Range = { top: 0, bottom: rows.length - 1, left: 0, right: columns.length - 1 };
  const part = (of: Range) => rows.slice(of.top, of.bottom + 1).map((row) => row.slice(of.left, of.right + 1));
  const names = (of: Range) => columns.slice(of.left, of.right + 1).map(({ name }) => name);
  const copyPlain = () => void attempt(copyText(tsv(part(range).map((row) => row.map((value) => (value === null ? "" : plainText(value)))))), "Copied");
  const copyAs = (format: "csv" | "json") => void attempt(copyText(format === "csv" ? csv(names(range), part(range)) : jsonRows(names(range), part(range))), "Copied");
  const keep = (format: "csv" | "json") => saveFile(new Blob([format === "csv" ? csv(names(all), part(all)) : jsonRows(names(all), part(all))]), `result.${format}`);
  const show = () => {
    const column = columns[focus.column];
    if (column && focus.row >= 0) setShown({ title: column.name, value: rows[focus.row]?.[focus.column] ?? null });
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c") return copyPlain(), true;
    if (event.key === "Enter" || (event.key === " " && !event.shiftKey && !event.ctrlKey)) return show(), true;
    return false;
  };
  return (
    <div className="result">
      <Grid
        label="Result"
        columns={heads}
        rowCount={rows.length}
        totalRows={hasMore ? undefined : rows.length}
        cell={cell}
        selection={selection}
        onSelection={setSelection}
        onKey={onKey}
        onActivate={show}
        onMenu={setMenu}
        onResize={(index, width) => setWidths({ ...widths, [index]: width })}
        focusRef={focusGrid}
      />
      <div className="result-foot">
        {hasMore && <span className="soft">More rows were not sent.</span>}
        <span className="spacer" />
        <Button size="small" icon="download" onClick={() => keep("csv")}>
          CSV
        </Button>
        <Button size="small" icon="download" onClick={() => keep("json")}>
          JSON
        </Button>
      </div>
      {menu && (
        <Menu
          label="Cells"
          at={menu}
          onClose={() => (setMenu(null), focusGrid.current?.())}
          items={[
            { type: "item", label: "Copy", icon: "copy", keys: "Ctrl-C", onSelect: copyPlain },
            { type: "item", label: "Copy as CSV", onSelect: () => copyAs("csv") },
            { type: "item", label: "Copy as JSON", onSelect: () => copyAs("json") },
            { type: "item", label: "Show the value", icon: "expand", keys: "Space", onSelect: show },
          ]}
        />
      )}
      {shown && (
        <Dialog title={shown.title} size="large" onClose={() => setShown(null)} actions={<CopyButton size="normal" text={shown.value === null ? "" : plainText(shown.value)} />}>
          <pre className="value-text" tabIndex={0}>
            <SafeBlock text={shown.value === null ? "NULL" : plainText(shown.value)} />
          </pre>
        </Dialog>
      )}
      <ToastLine toast={toast} />
    </div>
  );
}

// As wide as its first values need, within reason.
function widthOf(name: string, sqlType: string, rows: readonly (readonly Cell[])[], column: number): number {
  const longest = rows.slice(0, 50).reduce((most, row) => {
    const value = row[column] ?? null;
    return Math.max(most, value === null ? 4 : plainText(value).length);
  }, 0);
  return Math.round(Math.min(380, Math.max(70, name.length * 7.6 + 24, Math.min(130, sqlType.length * 6.7 + 18), longest * 7.3 + 22)));
}
