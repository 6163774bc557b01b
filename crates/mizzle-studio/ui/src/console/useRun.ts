// One run at a time, which can be cancelled.

import { useState } from "react";
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

export function useRun() {
  const [running, setRunning] = useState<{ id: string; since: number } | null>(null);
  const [last, setLast] = useState<Run | null>(null);
  const target = useMeta()?.target ?? "";

  const run = async (sql: string, base: number, plan: PlanKind | null, options: RunOptions) => {
    if (running || sql.trim() === "") return;
    const id = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    setRunning({ id, since: Date.now() });
    const request: ConsoleRequest = { id, sql, plan, ...options };
    try {
      const { results } = await call("console/run", request);
      setLast({ base, results, failure: null });
      remember({ sql, at: Date.now(), isGood: results.every(({ outcome }) => outcome.type !== "failed" && outcome.type !== "cancelled"), target });
    } catch (error) {
      setLast({ base, results: [], failure: failureOf(error) });
      remember({ sql, at: Date.now(), isGood: false, target });
    } finally {
      setRunning(null);
    }
  };
  // The run itself answers that it was cancelled.
  const cancel = () => {
    if (running) call("console/cancel", { id: running.id }).catch(() => {});
  };
  return { run, cancel, running, last };
}
