import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { call } from "../api/client";
import type { Notices, Relation, Table } from "../api/types";

/** What the database holds, by name. */
export function useCatalog() {
  return useQuery({ queryKey: ["catalog"], queryFn: ({ signal }) => call("catalog", {}, signal) });
}

/** All that there is to know of one relation but its rows, with what is pending for its columns. */
export function useTable(relation: Relation) {
  // Asked for beside the table, which is not to wait for it; without an answer nothing is said.
  const { data: notices } = useQuery({
    queryKey: ["notices"],
    queryFn: ({ signal }) => call("notices", {}, signal),
    retry: false,
  });
  return useQuery({
    queryKey: ["table", relation.schema, relation.name],
    queryFn: ({ signal }) => call("table", relation, signal),
    select: useCallback((table: Table) => withNotices(table, notices), [notices]),
  });
}

function withNotices(table: Table, notices: Notices | undefined): Table {
  const own = notices?.notices.filter(({ table: { schema, name } }) => schema === table.schema && name === table.name) ?? [];
  if (own.length === 0) return table;
  const columns = table.columns.map((column) => ({
    ...column,
    pending: own.filter((it) => it.column === null || it.column === column.name).map((it) => it.notice),
  }));
  return { ...table, columns };
}
