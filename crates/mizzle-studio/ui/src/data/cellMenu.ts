// What can be done with the cell, the rows or the column that has the focus.

import type { Column, ExportFormat, Filter, Reference, Relation, Table } from "../api/types";
import type { MenuItem } from "../ui/Menu";
import { FORMATS } from "./copy";
import { followed, referring, valueOf, type Line } from "./lines";
import { navigate } from "../app/router";
import { tableHref, type ViewState } from "./viewState";
import { isFilled } from "./values";
import { plural } from "../ui/format";

export type CellActions = {
  copyCells: () => void;
  copyRows: (format: ExportFormat) => void;
  show: () => void;
  edit: () => void;
  setNull: () => void;
  setDefault: () => void;
  duplicate: () => void;
  remove: () => void;
  forget: () => void;
  filter: (filter: Filter) => void;
};

type Cell = { table: Table; line: Line; column: Column; rows: number; isEditable: boolean; isLocked: boolean; hasKeys: boolean; hasStaged: boolean };

export function cellItems({ table, line, column, rows, isEditable, isLocked, hasKeys, hasStaged }: Cell, act: CellActions): MenuItem[] {
  const value = valueOf(line, column.name);
  const many = rows > 1 ? plural(rows, "row") : "row";
  const items: MenuItem[] = [
    { type: "item", label: "Copy", icon: "copy", keys: "Ctrl-C", onSelect: act.copyCells },
    ...FORMATS.map(({ format, label }): MenuItem => ({ type: "item", label: `Copy ${many} as ${label}`, isDisabled: line.row === null || (!hasKeys && format !== "csv" && format !== "json"), onSelect: () => act.copyRows(format) })),
    { type: "item", label: "Show the value", icon: "expand", keys: "Space", onSelect: act.show },
  ];
  if (typeof value === "string" || value === null) {
    const filter: Filter = value === null ? { column: column.name, operator: "isNull", values: [] } : { column: column.name, operator: "equals", values: [value] };
    items.push({ type: "item", label: "Only rows with this value", icon: "filter", isDisabled: isLocked || column.kind === "json" || column.kind === "bytes", onSelect: () => act.filter(filter) });
  }
  items.push(...links(table, line, column));
  if (!isEditable) return items;
  items.push(
    { type: "line" },
    { type: "item", label: "Edit", icon: "pencil", keys: "Enter", isDisabled: isFilled(column), onSelect: act.edit },
    { type: "item", label: "Set NULL", keys: "Del", isDisabled: !column.isNullable || isFilled(column), onSelect: act.setNull },
    { type: "item", label: "Set DEFAULT", keys: "Alt-Del", isDisabled: isFilled(column), onSelect: act.setDefault },
    { type: "line" },
    { type: "item", label: `Duplicate ${many}`, icon: "plus", onSelect: act.duplicate },
    { type: "item", label: `Delete ${many}`, icon: "trash", keys: "Ctrl-Del", isDangerous: true, onSelect: act.remove },
  );
  if (hasStaged) items.push({ type: "item", label: `Forget what is staged for ${rows > 1 ? "these rows" : "this row"}`, icon: "undo", onSelect: act.forget });
  return items;
}

/** The foreign keys of which this column is a part. */
export const referencesOf = ({ references }: Table, column: string): Reference[] => references.filter(({ columns }) => columns.includes(column));

function links(table: Table, line: Line, column: Column): MenuItem[] {
  const short = ({ schema, name }: Relation) => (schema === table.schema ? name : `${schema}.${name}`);
  const there = referencesOf(table, column.name).flatMap((reference): MenuItem[] => {
    const filters = followed(line, reference);
    return filters ? [{ type: "item", label: `Go to ${short(reference.to)}`, icon: "link", keys: "Alt-Enter", onSelect: () => navigate(tableHref(reference.to, filters)) }] : [];
  });
  const back = table.referencedBy.flatMap((reference): MenuItem[] => {
    const filters = referring(line, reference);
    return filters
      ? [{ type: "item", label: `Rows of ${short(reference.from)} by ${reference.columns.join(", ")}`, icon: "linkBack", onSelect: () => navigate(tableHref(reference.from, filters)) }]
      : [];
  });
  const all = [...there, ...back];
  return all.length > 0 ? [{ type: "line" }, ...all] : [];
}

type Head = { column: Column; state: ViewState; isLocked: boolean; isPinned: boolean; width: number; onChange: (state: ViewState) => void; onCopy: () => void };

export function columnItems({ column: { name }, state, isLocked, isPinned, width, onChange, onCopy }: Head): MenuItem[] {
  const sortBy = (isDescending: boolean) => onChange({ ...state, page: 0, sort: [{ column: name, isDescending }] });
  const thenBy = () => onChange({ ...state, page: 0, sort: [...state.sort.filter(({ column }) => column !== name), { column: name, isDescending: false }] });
  const pins = isPinned ? state.pins.filter((pin) => pin !== name) : [...state.pins, name];
  const resize = (by: number) => onChange({ ...state, widths: { ...state.widths, [name]: Math.max(48, width + by) } });
  return [
    { type: "item", label: "Sort upwards", icon: "sortUp", isDisabled: isLocked, onSelect: () => sortBy(false) },
    { type: "item", label: "Sort downwards", icon: "sortDown", isDisabled: isLocked, onSelect: () => sortBy(true) },
    { type: "item", label: "Then by this", isDisabled: isLocked || state.sort.length === 0, onSelect: thenBy },
    { type: "line" },
    { type: "item", label: isPinned ? "No longer pinned" : "Pin to the left", icon: "pin", onSelect: () => onChange({ ...state, pins }) },
    { type: "item", label: "Wider", onSelect: () => resize(80) },
    { type: "item", label: "Narrower", onSelect: () => resize(-80) },
    { type: "line" },
    { type: "item", label: "Copy the name", icon: "copy", onSelect: onCopy },
  ];
}
