import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Relation } from "../api/types";

/** What a table is made of besides its columns. */
export function useStructure(relation: Relation) {
  return useQuery({
    queryKey: ["structure", relation.schema, relation.name],
    queryFn: ({ signal }) => call("structure", relation, signal),
  });
}
