// What was run, kept in the browser, the newest first; and the text in the editor.

import { useSyncExternalStore } from "react";

export type Ran = { sql: string; /** Milliseconds since 1970. */ at: number; isGood: boolean; target: string };

const KEY = "mizzle.console.history";
const DRAFT = "mizzle.console.draft";
const LIMIT = 200;

const listeners = new Set<() => void>();
let history: Ran[] = read();

export function useHistory(): Ran[] {
  return useSyncExternalStore(subscribe, () => history);
}

/** The same text run again moves to the front. */
export function remember(ran: Ran): void {
  write([ran, ...history.filter(({ sql, target }) => sql !== ran.sql || target !== ran.target)].slice(0, LIMIT));
}

export const forgetAll = (): void => write([]);

export const readDraft = (): string => attempt(() => localStorage.getItem(DRAFT)) ?? "";
export const keepDraft = (sql: string): void => void attempt(() => localStorage.setItem(DRAFT, sql));

function write(next: Ran[]): void {
  history = next;
  attempt(() => localStorage.setItem(KEY, JSON.stringify(next)));
  listeners.forEach((listener) => listener());
}

function read(): Ran[] {
  const kept: unknown = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  if (!Array.isArray(kept)) return [];
  return kept.filter((ran): ran is Ran => typeof ran?.sql === "string" && typeof ran?.at === "number" && typeof ran?.target === "string");
}

// A browser without storage, or one that is full, keeps nothing.
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
