// What is known of a long call while its lines arrive. Pure: the hook beside it feeds it.
import type { Failure, Line } from "../api/types";

export interface Step {
  text: string;
  isDone: boolean;
  isWarning: boolean;
}

export interface Run<T> {
  state: "idle" | "running" | "done" | "failed" | "cancelled";
  /** Was it asked to end at the next safe place? */
  isStopping: boolean;
  steps: Step[];
  /** As much of it as has arrived. */
  result: T | null;
  error: Failure | null;
  /** Milliseconds of the clock. */
  startedAt: number;
  endedAt: number;
}

export const idle: Run<never> = {
  state: "idle",
  isStopping: false,
  steps: [],
  result: null,
  error: null,
  startedAt: 0,
  endedAt: 0,
};

export type RunEvent<T> =
  | { type: "start"; now: number }
  | { type: "line"; line: Line<T>; now: number }
  | { type: "lost"; error: Failure; now: number }
  | { type: "stopping" }
  | { type: "cancel"; now: number }
  | { type: "reset" };

export function step<T>(run: Run<T>, event: RunEvent<T>): Run<T> {
  switch (event.type) {
    case "start":
      return { ...idle, state: "running", startedAt: event.now };
    case "line":
      return run.state === "running" ? withLine(run, event.line, event.now) : run;
    case "lost":
      return run.state === "running" ? ended(run, "failed", event.now, event.error) : run;
    case "stopping":
      return { ...run, isStopping: true };
    case "cancel":
      return run.state === "running" ? ended(run, "cancelled", event.now) : run;
    case "reset":
      return idle;
  }
}

function withLine<T>(run: Run<T>, line: Line<T>, now: number): Run<T> {
  switch (line.type) {
    case "progress":
      return { ...run, steps: withProgress(run.steps, line.text, line.done) };
    case "warning":
      return { ...run, steps: [...run.steps, { text: line.text, isDone: true, isWarning: true }] };
    case "partial":
      return { ...run, result: line.value };
    case "result":
      return { ...ended(run, "done", now), result: line.value };
    case "failed":
      // Somebody wanted that; what holds of it is said all the same.
      return ended(run, line.error.code === "aborted" ? "cancelled" : "failed", now, line.error);
  }
}

/**
 * One line a stage: what has begun stands at the end and is replaced by the words of its end,
 * or of what begins next.
 */
function withProgress(steps: Step[], text: string, isDone: boolean): Step[] {
  const next: Step = { text, isDone, isWarning: false };
  const open = steps.findLastIndex((it) => !it.isDone);
  if (open < 0) return [...steps, next];
  if (isDone) return steps.map((it, at) => (at === open ? next : it));
  return [...steps.filter((_, at) => at !== open), next];
}

function ended<T>(run: Run<T>, state: Run<T>["state"], now: number, error: Failure | null = null): Run<T> {
  // What was under way when it failed stays in sight: it says how far it came.
  const steps = state === "done" ? run.steps.filter((it) => it.isDone) : run.steps;
  return { ...run, state, steps, error, endedAt: now };
}
