// The points between which a diagram can be seen, and steps from one to the next.
import type { Entry } from "../api/types";
import { href } from "../app/router";

export interface Points {
  /** `null` shows one state and no difference. */
  from: string | null;
  to: string;
}

/** Names of what is no migration, in the order in which a change goes through them. */
export const named = [
  { id: "desired", label: "desired: the schema files" },
  { id: "recorded", label: "recorded: the migrations" },
  { id: "actual", label: "actual: the database" },
  { id: "empty", label: "empty: nothing at all" },
] as const;

export function pointsOf(params: URLSearchParams): Points {
  return { from: params.get("from") || null, to: params.get("to") || "desired" };
}

export function erdHref({ from, to }: Points): string {
  return href("erd", [], { from, to });
}

/** A difference that somebody often wants to see. */
export interface Preset extends Points {
  label: string;
}

export const presets: Preset[] = [
  { label: "Schema", from: null, to: "desired" },
  { label: "Not generated", from: "recorded", to: "desired" },
  { label: "Pending and drift", from: "actual", to: "recorded" },
];

/**
 * One step along the timeline: what each migration changes, the oldest first, and at its end
 * what is not generated yet. `null` where there is no further step.
 */
export function stepped(points: Points, entries: Entry[], by: -1 | 1): Points | null {
  // The wire has the newest first, and migrations without a file have no state to show.
  const names = entries.filter((it) => it.state !== "withoutFile" && it.state !== "gone").map((it) => it.name).reverse();
  const steps: Points[] = names.map((to, at) => ({ from: names[at - 1] ?? "empty", to }));
  steps.push({ from: "recorded", to: "desired" });
  const at = steps.findIndex((it) => it.to === points.to);
  // From somewhere else, the first step goes to the nearest end.
  if (at < 0) return (by < 0 ? steps.at(-2) : steps.at(-1)) ?? null;
  // What is open shows a state: the step before it is its own difference.
  if (points.from === null && by < 0 && points.to === "desired") return steps[steps.length - 2] ?? null;
  return steps[at + by] ?? null;
}
