// Long calls outlive the view that began them: whoever leaves the page while migrations are
// applied finds them where they are when he comes back.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { call, failureOf, isAbort, stream } from "../api/client";
import type { Streams } from "../api/calls";
import type { Line } from "../api/types";
import { idle, step, type Run, type RunEvent } from "./run";

type Name = keyof Streams;
type Of<N extends Name> = Streams[N][1];

interface Kept {
  run: Run<unknown>;
  abort: AbortController | null;
  /** What the server calls the run. */
  id: string;
  listeners: Set<() => void>;
}

const kept = new Map<string, Kept>();

function keptOf(key: string): Kept {
  const found = kept.get(key);
  if (found) return found;
  const made: Kept = { run: idle, abort: null, id: "", listeners: new Set() };
  kept.set(key, made);
  return made;
}

function tell(key: string, event: RunEvent<unknown>): void {
  const it = keptOf(key);
  it.run = step(it.run, event);
  for (const listener of it.listeners) listener();
}

async function start<N extends Name>(
  key: string,
  name: N,
  body: Streams[N][0],
  client: QueryClient,
): Promise<Of<N> | null> {
  const it = keptOf(key);
  if (it.run.state === "running") return null;
  const abort = new AbortController();
  it.abort = abort;
  it.id = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  tell(key, { type: "start", now: Date.now() });
  const onLine = (line: Line<Of<N>>) => tell(key, { type: "line", line, now: Date.now() });
  try {
    return await stream(name, changes.has(name) ? { ...body, id: it.id } : body, onLine, abort.signal);
  } catch (error) {
    const now = Date.now();
    // The line that says why has ended the run already; this is for a connection that broke.
    tell(key, isAbort(error) ? { type: "cancel", now } : { type: "lost", error: failureOf(error), now });
    return null;
  } finally {
    // Rows, ledger and files may all be others now, whether it reached its end or not; and a
    // comparison tells the sides what nobody knew before.
    void client.invalidateQueries(readsOnly.has(name) ? { queryKey: ["sides"] } : {});
  }
}

// Calls that a page which is closed does not end: they are stopped by name, where that is safe.
const changes: ReadonlySet<Name> = new Set<Name>(["apply", "rollback/run"]);
const readsOnly: ReadonlySet<Name> = new Set<Name>(["verify", "drift"]);

export interface RunHandle<N extends Name> {
  run: Run<Of<N>>;
  start: (body: Streams[N][0]) => Promise<Of<N> | null>;
  /** Ends what only looks. */
  cancel: () => void;
  /** Ends what changes the database, at the next safe place. */
  stop: () => void;
  reset: () => void;
}

/** The run of `name`; several of one name are told apart by `of`. */
export function useRun<N extends Name>(name: N, of = ""): RunHandle<N> {
  const key = of === "" ? name : `${name}:${of}`;
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) => {
      const { listeners } = keptOf(key);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [key],
  );
  const run = useSyncExternalStore(subscribe, () => keptOf(key).run) as Run<Of<N>>;
  return {
    run,
    start: useCallback((body: Streams[N][0]) => start(key, name, body, client), [key, name, client]),
    cancel: useCallback(() => keptOf(key).abort?.abort(), [key]),
    stop: useCallback(() => {
      tell(key, { type: "stopping" });
      // Where it cannot be said, the run has no end to wait for either.
      call("run/stop", { id: keptOf(key).id }).catch(() => {});
    }, [key]),
    reset: useCallback(() => tell(key, { type: "reset" }), [key]),
  };
}
