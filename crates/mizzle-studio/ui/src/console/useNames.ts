// Names to complete: all tables, and the columns of those that the text speaks of.

import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { call } from "../api/client";
import type { Relation } from "../api/types";
import { useCatalog } from "../data/useCatalog";

// More tables than this are in few statements.
const LIMIT = 12;

export function useNames(sql: string): Record<string, string[]> {
  const catalog = useCatalog().data;
  const all = useMemo(() => catalog?.schemas.flatMap(({ name: schema, relations }) => relations.map(({ name }): Relation => ({ schema, name }))) ?? [], [catalog]);
  // Compared as a text, so that typing on does not ask again.
  const words = useMemo(() => new Set(sql.toLowerCase().match(/[\w$]+/g) ?? []), [sql]);
  const named = all.filter(({ name }) => words.has(name.toLowerCase())).slice(0, LIMIT);
  const client = useQueryClient();
  const tables = useQuery({
    queryKey: ["table", "named", named.map(keyOf)],
    // Each is kept under its own name as well, so that another word asks for one table alone.
    queryFn: () => Promise.all(named.map((relation) => client.fetchQuery(tableOf(relation)).catch(() => null))),
    placeholderData: keepPreviousData,
  }).data;
  const found = new Map(tables?.flatMap((table) => (table ? [[keyOf(table), table.columns.map(({ name }) => name)] as const] : [])));
  const columns = named.map((relation) => [keyOf(relation), found.get(keyOf(relation)) ?? []] as const);
  const known = JSON.stringify(columns);
  return useMemo(() => {
    const names: Record<string, string[]> = Object.fromEntries(all.map((relation) => [keyOf(relation), []]));
    return { ...names, ...(Object.fromEntries(JSON.parse(known)) as Record<string, string[]>) };
  }, [all, known]);
}

// The editor takes a dot for a step into a schema.
const keyOf = ({ schema, name }: Relation): string => [schema, name].map((part) => part.replaceAll(".", "\\.")).join(".");

const tableOf = (relation: Relation) =>
  queryOptions({
    queryKey: ["table", relation.schema, relation.name],
    queryFn: ({ signal }) => call("table", relation, signal),
    // Until the pulse says that it has changed.
    staleTime: Infinity,
  });
