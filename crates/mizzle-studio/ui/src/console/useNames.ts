// Names to complete: all tables, and the columns of those that the text speaks of.

import { useQueries } from "@tanstack/react-query";
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
  const tables = useQueries({
    queries: named.map((relation) => ({
      queryKey: ["table", relation.schema, relation.name],
      queryFn: ({ signal }: { signal: AbortSignal }) => call("table", relation, signal),
    })),
  });
  const columns = named.map((relation, index) => [keyOf(relation), tables[index]?.data?.columns.map(({ name }) => name) ?? []] as const);
  const known = JSON.stringify(columns);
  return useMemo(() => {
    const names: Record<string, string[]> = Object.fromEntries(all.map((relation) => [keyOf(relation), []]));
    return { ...names, ...(Object.fromEntries(JSON.parse(known)) as Record<string, string[]>) };
  }, [all, known]);
}

// The editor takes a dot for a step into a schema.
const keyOf = ({ schema, name }: Relation): string => [schema, name].map((part) => part.replaceAll(".", "\\.")).join(".");
