// The rows of a table in the grid: what keys, menus and editors do to them.

import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from "react";
import type { Column, Relation, Table, Value } from "../api/types";
import type { ShownColumn, ShownTable } from "./useCatalog";
import { navigate } from "../app/router";
import { Grid, type CellLook, type GridColumn, type Point } from "../grid/Grid";
import { at, clamp, rangeOf, START, type Selection } from "../grid/selection";
import { fetchEditor } from "../ui/CodeView";
import { Menu, type MenuItem } from "../ui/Menu";
import { ToastLine, useToast } from "../ui/Toast";
import { copyText } from "../ui/clipboard";
import { plural } from "../ui/format";
import { ColumnHead, labelOf } from "./ColumnHead";
import { cellItems, columnItems, referencesOf } from "./cellMenu";
import { copyCells, copyRows, FORMATS } from "./copy";
import { CellEditor, type Then } from "./editors/CellEditor";
import { dispatch } from "./edits/store";
import type { Edits } from "./edits/reducer";
import { FollowLink } from "./FollowLink";
import { defaultWidth, followed, isNeeded, lookOf, markOf, valueOf, type Line } from "./lines";
import { useEditing } from "./useEditing";
import { ValueDialog } from "./ValueDialog";
import { DEFAULT, isFilled, NULL, parseTsv, text } from "./values";
import { tableHref, type ViewState } from "./viewState";

type Props = {
  table: ShownTable;
  lines: readonly Line[];
  totalRows: number | undefined;
  state: ViewState;
  onChange: (state: ViewState, replace?: boolean) => void;
  edits: Edits;
  isEditable: boolean;
  isLocked: boolean;
  /** Set to what adds a row and goes there. */
  insertRef: RefObject<(() => void) | null>;
};

export function TableGrid({ table, lines, totalRows, state, onChange, edits, isEditable, isLocked, insertRef }: Props) {
  const relation: Relation = useMemo(() => ({ schema: table.schema, name: table.name }), [table.schema, table.name]);
  const columns = useMemo(() => arrange(table.columns, state.pins), [table.columns, state.pins]);
  const [selected, setSelection] = useState<Selection>(START);
  const selection = clamp(selected, { rows: lines.length, columns: columns.length, page: 1 });
  const [menu, setMenu] = useState<{ at: Point; items: MenuItem[] } | null>(null);
  const [shown, setShown] = useState<{ line: Line; column: Column } | null>(null);
  const focusGrid = useRef<(() => void) | null>(null);
  const { toast, say, attempt } = useToast();

  // Of other rows it is the first one that has the focus.
  const page = JSON.stringify([state.filters, state.sort, state.page, state.size]);
  const [seen, setSeen] = useState(page);
  if (seen !== page) {
    setSeen(page);
    setSelection(at(Math.min(0, selected.focus.row), selected.focus.column));
  }

  const { focus } = selection;
  const range = rangeOf(selection);
  const line = lines[focus.row];
  const column = columns[focus.column];
  const chosen = lines.slice(range.top, range.bottom + 1);
  const hasKeys = table.identity.type === "key";

  const editing = useEditing({ relation, say });
  const startEdit = (typed: string | null) => {
    if (!line || !column) return;
    if (!isEditable || isFilled(column) || line.entry?.type === "delete") {
      if (typed === null) setShown({ line, column });
      else say(isEditable ? `${column.name} is filled by the database` : "These rows are read-only");
      return;
    }
    void editing.start(line, column, typed);
  };
  // Whoever went on to a button shall stay there.
  const isFocusElsewhere = useRef(false);
  const leaveEditor = () => {
    isFocusElsewhere.current = true;
    editing.settle();
    isFocusElsewhere.current = false;
  };
  const stop = (then: Then) => {
    editing.stop();
    const step = { down: [1, 0], right: [0, 1], left: [0, -1], stay: [0, 0] }[then] as [number, number];
    setSelection(clamp(at(focus.row + step[0], focus.column + step[1]), { rows: lines.length, columns: columns.length, page: 1 }));
    if (!isFocusElsewhere.current) focusGrid.current?.();
  };
  const setCells = (value: (column: Column) => Value | null) => {
    if (!isEditable) return say("These rows are read-only");
    const changes = chosen.flatMap(({ target }) =>
      columns.slice(range.left, range.right + 1).flatMap((one) => {
        const to = isFilled(one) ? null : value(one);
        return to ? [{ target, column: one.name, value: to }] : [];
      }),
    );
    if (changes.length === 0) say("Not NULL, and without a default");
    dispatch({ type: "set", table: relation, changes });
  };
  const setNull = () => setCells((one) => (one.isNullable ? NULL : null));
  const setDefault = () => setCells(() => DEFAULT);
  const insert = (rows: Record<string, Value>[]) => {
    dispatch({ type: "insert", table: relation, rows });
    setSelection(at(lines.length + rows.length - 1, firstToFill(columns)));
    focusGrid.current?.();
  };
  insertRef.current = () => insert([{}]);
  const duplicate = () => insert(chosen.map((one) => copyOf(one, table)));
  const remove = () => isEditable && dispatch({ type: "delete", table: relation, targets: chosen.map(({ target }) => target) });
  const copy = () => void attempt(copyCells(relation, lines, columns, range), chosen.length > 1 ? `${plural(chosen.length, "row")} copied` : "Copied");

  const sortBy = (index: number) => {
    const name = columns[index]?.name;
    if (name === undefined || isLocked) return isLocked && say("Staged edits hold the order");
    const now = state.sort.length === 1 && state.sort[0]?.column === name ? state.sort[0] : null;
    const sort = now ? (now.isDescending ? [] : [{ column: name, isDescending: true }]) : [{ column: name, isDescending: false }];
    return onChange({ ...state, sort, page: 0 });
  };
  const follow = () => {
    for (const reference of column && line ? referencesOf(table, column.name) : []) {
      const filters = line && followed(line, reference);
      if (filters) return navigate(tableHref(reference.to, filters));
    }
    return say("Nothing to follow here");
  };
  const openMenu = (point: Point) => {
    if (!column) return;
    const inHeader = focus.row < 0;
    const items = inHeader
      ? columnItems({
          column, state, isLocked, onChange,
          isPinned: state.pins.includes(column.name),
          width: state.widths[column.name] ?? defaultWidth(column),
          onCopy: () => void attempt(copyText(column.name), "Copied"),
        })
      : line &&
        cellItems(
          { table, line, column, rows: chosen.length, isEditable, isLocked, hasKeys, hasStaged: chosen.some(({ entry }) => entry) },
          {
            copyCells: copy,
            copyRows: (format) => void attempt(copyRows(relation, table.columns, chosen, format, state.sort), `Copied as ${FORMATS.find((one) => one.format === format)?.label ?? format}`),
            show: () => setShown({ line, column }),
            edit: () => startEdit(null),
            setNull, setDefault, duplicate, remove,
            forget: () => dispatch({ type: "drop", ids: chosen.flatMap(({ entry }) => (entry ? [entry.id] : [])) }),
            filter: (filter) => onChange({ ...state, filters: [...state.filters, filter], page: 0 }),
          },
        );
    if (items) setMenu({ at: point, items });
  };

  const onKey = (event: KeyboardEvent): boolean => {
    const isCtrl = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (isCtrl && letter === "c") return copy(), true;
    if (isCtrl && letter === "z") return dispatch({ type: event.shiftKey ? "redo" : "undo" }), true;
    if (isCtrl && letter === "y") return dispatch({ type: "redo" }), true;
    if (event.key === "Enter" && event.altKey) return follow(), true;
    if (event.key === "Enter" || event.key === "F2") return focus.row < 0 ? void sortBy(focus.column) : startEdit(null), true;
    if (focus.row < 0) return false;
    if (event.key === "Delete" && isCtrl) return remove(), true;
    if (event.key === "Delete" && event.altKey) return setDefault(), true;
    if (event.key === "Delete" || event.key === "Backspace") return setNull(), true;
    if (event.key === "Insert" && isEditable) return insert([{}]), true;
    if (event.key === " " && !event.shiftKey && !isCtrl) return line && column && setShown({ line, column }), true;
    if (event.key.length === 1 && event.key !== " " && !isCtrl && !event.altKey) return startEdit(event.key), true;
    return false;
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing.now || focus.row < 0) return;
    if (!isEditable) return say("These rows are read-only");
    const pasted = parseTsv(event.clipboardData.getData("text/plain"));
    const changes = pasted.flatMap((cells, down) =>
      cells.flatMap((value, across) => {
        const [target, one] = [lines[range.top + down]?.target, columns[range.left + across]];
        return target && one && !isFilled(one) ? [{ target, column: one.name, value: text(value) }] : [];
      }),
    );
    event.preventDefault();
    dispatch({ type: "set", table: relation, changes });
  };

  const look = useCallback(
    (row: number, index: number): CellLook => {
      const [one, of] = [lines[row], columns[index]];
      if (!one || !of) return { value: "" };
      const references = referencesOf(table, of.name);
      return { ...lookOf(one, of, edits.refusal), extra: references[0] && <FollowLink line={one} reference={references[0]} /> };
    },
    [lines, columns, table, edits.refusal],
  );
  const heads = useMemo(() => columns.map((one): GridColumn => headOf(one, table, state)), [columns, table, state]);

  const hasLong = isEditable && columns.some(({ kind }) => kind === "json" || kind === "array");
  useEffect(() => void (hasLong && fetchEditor()), [hasLong]);

  // The focus goes to what the server refused.
  useEffect(() => {
    const refusal = edits.refusal;
    const row = refusal ? lines.findIndex(({ entry }) => entry?.id === refusal.id) : -1;
    if (row < 0) return;
    const index = columns.findIndex(({ name }) => name === refusal?.column);
    setSelection(at(row, Math.max(0, index)));
    // Only a new refusal moves it.
  }, [edits.refusal]);

  return (
    <div className="table-grid" onPaste={onPaste}>
      <Grid
        label={`Rows of ${table.name}`}
        columns={heads}
        rowCount={lines.length}
        totalRows={totalRows}
        firstRow={state.page * state.size + 1}
        page={page}
        cell={look}
        mark={(row) => (lines[row] ? markOf(lines[row]) : null)}
        selection={selection}
        onSelection={(next) => (editing.settle() ? setSelection(next) : undefined)}
        onKey={onKey}
        onActivate={(row, index) => (row < 0 ? void sortBy(index) : startEdit(null))}
        onShow={(row, index) => lines[row] && columns[index] && setShown({ line: lines[row], column: columns[index] })}
        onMenu={openMenu}
        onResize={(index, width) => columns[index] && onChange({ ...state, widths: { ...state.widths, [columns[index].name]: width } }, true)}
        focusRef={focusGrid}
        onEditorLeave={leaveEditor}
        editor={
          editing.now && (
            <CellEditor
              key={`${editing.now.column.name}-${focus.row}`}
              {...editing.now}
              commitRef={editing.commitRef}
              onCancel={() => stop("stay")}
              onCommit={(value, then) => {
                editing.commit(value);
                stop(then);
              }}
            />
          )
        }
      />
      {menu && <Menu label={focus.row < 0 ? "Column" : "Cell"} at={menu.at} items={menu.items} onClose={() => (setMenu(null), focusGrid.current?.())} />}
      {shown && <ValueDialog table={relation} rowKey={shown.line.row && shown.line.row.key.length > 0 ? shown.line.row.key : null} column={shown.column} value={valueOf(shown.line, shown.column.name)} onClose={() => setShown(null)} />}
      <ToastLine toast={toast} />
    </div>
  );
}

/** The pinned columns first. */
function arrange(columns: readonly ShownColumn[], pins: readonly string[]): ShownColumn[] {
  const pinned = pins.flatMap((pin) => columns.find(({ name }) => name === pin) ?? []);
  return [...pinned, ...columns.filter((column) => !pinned.includes(column))];
}

function headOf(column: ShownColumn, table: Table, state: ViewState): GridColumn {
  const reference = referencesOf(table, column.name)[0];
  const order = state.sort.find((one) => one.column === column.name);
  const sort = order && (order.isDescending ? "descending" : "ascending");
  return {
    id: column.name,
    header: <ColumnHead column={column} reference={reference} sort={sort} />,
    label: labelOf(column, reference),
    width: state.widths[column.name] ?? defaultWidth(column),
    align: column.kind === "integer" || column.kind === "number" ? "end" : "start",
    sort,
    isPinned: state.pins.includes(column.name),
  };
}

// What a new row needs first, or else what nobody but a person fills.
function firstToFill(columns: readonly Column[]): number {
  const needed = columns.findIndex(isNeeded);
  return Math.max(0, needed >= 0 ? needed : columns.findIndex((one) => !isFilled(one) && one.identity === null && one.default === null));
}

// A copy takes its own key where the database can give one, and no value that came cut: those
// have to be written by a person.
function copyOf(line: Line, { columns }: Table): Record<string, Value> {
  return Object.fromEntries(
    columns.flatMap((column): [string, Value][] => {
      if (isFilled(column) || (column.isPrimaryKey && (column.default !== null || column.identity !== null))) return [];
      const value = valueOf(line, column.name);
      if (value === null) return [[column.name, NULL]];
      return typeof value === "string" ? [[column.name, text(value)]] : [];
    }),
  );
}

