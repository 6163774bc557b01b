import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { call } from "../api/client";
import type { Column, ColumnNotice, Notices, Relation, Table, Words } from "../api/types";
import { useNotices } from "../migrations/queries";

/** What the database holds, by name. */
export function useCatalog() {
  return useQuery({ queryKey: ["catalog"], queryFn: ({ signal }) => call("catalog", {}, signal) });
}

/** A column, with what is said of it elsewhere. */
export interface ShownColumn extends Column {
  /** In the schema files: `createdAt: timestamp("created_at")`. */
  typescript: string | null;
  /** What pending migrations do to it. */
  pending: ColumnNotice[];
}

export interface ShownTable extends Omit<Table, "columns"> {
  columns: ShownColumn[];
}

/** All that there is to know of one relation but its rows, with what is pending for its columns and what the schema files say of them. */
export function useTable(relation: Relation) {
  // Asked for beside the table, which is not to wait for them; without an answer nothing is said.
  const { data: notices } = useNotices();
  const { data: words } = useQuery({
    queryKey: ["words"],
    queryFn: ({ signal }) => call("words", {}, signal),
    retry: false,
  });
  return useQuery({
    queryKey: ["table", relation.schema, relation.name],
    queryFn: ({ signal }) => call("table", relation, signal),
    select: useCallback((table: Table) => joined(table, notices, words), [notices, words]),
  });
}

function joined(table: Table, notices: Notices | undefined, words: Words | undefined): ShownTable {
  const isOwn = ({ table: { schema, name } }: { table: Relation }) => schema === table.schema && name === table.name;
  const pending = notices?.notices.filter(isOwn) ?? [];
  const said = new Map(words?.columns.filter(isOwn).map(({ column, text }) => [column, text]));
  const columns = table.columns.map((column) => ({
    ...column,
    typescript: said.get(column.name) ?? null,
    pending: pending.filter((it) => it.column === null || it.column === column.name).map((it) => it.notice),
  }));
  return { ...table, columns };
}
