import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Relation } from "../api/types";

/** What the database holds, by name. */
export function useCatalog() {
  return useQuery({ queryKey: ["catalog"], queryFn: ({ signal }) => call("catalog", {}, signal) });
}

/** All that there is to know of one relation but its rows. */
export function useTable(relation: Relation) {
  return useQuery({
    queryKey: ["table", relation.schema, relation.name],
    queryFn: ({ signal }) => call("table", relation, signal),
  });
}
