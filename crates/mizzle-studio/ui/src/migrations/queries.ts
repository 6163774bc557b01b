// What the views of migrations ask for. All of it is asked for again when the pulse changes.
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { GenerateRequest, RollbackRequest } from "../api/types";

export function useTimeline() {
  return useQuery({ queryKey: ["timeline"], queryFn: ({ signal }) => call("timeline", {}, signal) });
}

export function useMigration(name: string) {
  return useQuery({
    queryKey: ["migration", name],
    queryFn: ({ signal }) => call("migration", { name }, signal),
  });
}

export function usePending() {
  return useQuery({ queryKey: ["pending"], queryFn: ({ signal }) => call("pending", {}, signal) });
}

/** What would be generated. The last plan stays while the next is made. */
export function useGeneratePlan(request: GenerateRequest) {
  return useQuery({
    queryKey: ["generate/plan", request],
    queryFn: ({ signal }) => call("generate/plan", request, signal),
    placeholderData: (before) => before,
    staleTime: 0,
  });
}

export function useRollbackPlan(request: RollbackRequest) {
  return useQuery({
    queryKey: ["rollback/plan", request],
    queryFn: ({ signal }) => call("rollback/plan", request, signal),
    staleTime: 0,
  });
}

/** What pending migrations do to columns, and the rows in their way. */
export function useNotices() {
  return useQuery({ queryKey: ["notices"], queryFn: ({ signal }) => call("notices", {}, signal) });
}
