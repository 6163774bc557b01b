// What the views of migrations ask for. All of it is asked for again when the pulse changes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Streams } from "../api/calls";
import { call, stream } from "../api/client";
import { idle, step, type Run, type RunEvent } from "./run";

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

/**
 * What would be done, and how far it is while it is found out. Who leaves the view stops that.
 * The last plan stays while the next is made.
 */
export function usePlan<N extends "generate/plan" | "rollback/plan">(name: N, request: Streams[N][0]) {
  const client = useQueryClient();
  const [run, setRun] = useState<Run<Streams[N][1]>>(idle);
  const tell = (event: RunEvent<Streams[N][1]>) => setRun((run) => step(run, event));
  const plan = useQuery({
    queryKey: [name, request],
    queryFn: ({ signal }) => {
      tell({ type: "start", now: Date.now() });
      return stream(name, request, (line) => tell({ type: "line", line, now: Date.now() }), signal);
    },
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const stop = () => {
    tell({ type: "cancel", now: Date.now() });
    void client.cancelQueries({ queryKey: [name] });
  };
  return { ...plan, run, stop };
}

/** What pending migrations do to columns, and the rows in their way. Without an answer nothing is said, so it is asked for once. */
export function useNotices() {
  return useQuery({ queryKey: ["notices"], queryFn: ({ signal }) => call("notices", {}, signal), retry: false });
}
