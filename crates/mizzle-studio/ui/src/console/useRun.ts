// One run at a time, which can be cancelled.

import { useSyncExternalStore } from "react";
import { call, failureOf } from "../api/client";
import type { ConsoleRequest, Failure, PlanKind, StatementResult } from "../api/types";
import { useMeta } from "../app/connection";
import { remember } from "./history";

export type Run = {
  /** Where what was sent begins in the editor's text. */
  base: number;
  results: StatementResult[];
  failure: Failure | null;
};

export type RunOptions = { isReadOnly: boolean; confirm: string | null; limit: number };

// A run goes on, and its results stay, while another view is looked at.
let now: { running: { id: string; since: number } | null; last: Run | null } = { running: null, last: null };
const listeners = new Set<() => void>();
const set = (next: Partial<typeof now>) => {
  now = { ...now, ...next };
  listeners.forEach((listener) => listener());
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useRun() {
  const { running, last } = useSyncExternalStore(subscribe, () => now);
  const target = useMeta()?.target ?? "";

  const run = async (sql: string, base: number, plan: PlanKind | null, options: RunOptions) => {
    if (running || sql.trim() === "") return;
    const id = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    set({ running: { id, since: Date.now() } });
    const request: ConsoleRequest = { id, sql, plan, ...options };
    try {
      const { results } = await call("console/run", request);
      set({ last: { base, results, failure: null } });
      remember({ sql, at: Date.now(), isGood: results.every(({ outcome }) => outcome.type !== "failed" && outcome.type !== "cancelled"), target });
    } catch (error) {
      set({ last: { base, results: [], failure: failureOf(error) } });
      remember({ sql, at: Date.now(), isGood: false, target });
    } finally {
      set({ running: null });
    }
  };
  // The run itself answers that it was cancelled.
  const cancel = () => {
    if (running) call("console/cancel", { id: running.id }).catch(() => {});
  };
  return { run, cancel, running, last };
}
