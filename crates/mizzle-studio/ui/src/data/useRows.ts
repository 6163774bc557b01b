import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Filter, Relation, Table } from "../api/types";
import type { ViewState } from "./viewState";

// The server gives up what an older call of the same slot still does; another tab has other slots.
const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const slot = (purpose: string): string => `${tab}-${purpose}`;

/** One page of rows. While the next one comes, this one stays; other columns make it another. */
export function useRows({ schema, name, columns }: Table, { filters, sort, page, size }: ViewState, isReady: boolean) {
  const table: Relation = { schema, name };
  return useQuery({
    queryKey: ["rows", schema, name, filters, sort, page, size, columns.map((column) => [column.name, column.sqlType])],
    queryFn: ({ signal }) => call("rows", { table, filters, sort, limit: size, offset: page * size, slot: slot("rows") }, signal),
    placeholderData: (previous, query) => {
      const [, itsSchema, itsName] = query?.queryKey ?? [];
      return itsSchema === schema && itsName === name ? keepPreviousData(previous) : undefined;
    },
    enabled: isReady,
  });
}

/** How many rows there are: the server's estimate, or counted to the end. */
export function useCount(table: Relation, filters: Filter[], isExact: boolean) {
  return useQuery({
    queryKey: ["count", table.schema, table.name, filters, isExact],
    queryFn: ({ signal }) => call("count", { table, filters, isExact, slot: slot("count") }, signal),
    placeholderData: keepPreviousData,
  });
}
