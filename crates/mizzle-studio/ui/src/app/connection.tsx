// Is the server there, and has something changed outside? Asked for by `pulse` every two seconds
// while the page is seen; what depends on a mark that changed is asked for again.

import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { call, CallError } from "../api/client";
import type { LedgerHolder, Meta, Pulse } from "../api/types";

export type Connection = {
  /** Does mizzle answer? */
  isServerUp: boolean;
  /** Does the database? Unknown counts as yes. */
  isDatabaseUp: boolean;
  /** Who keeps the migrations table locked, so that nobody can read it. */
  holder: LedgerHolder | null;
  /** How often something has changed outside since the page was opened. */
  changes: number;
  /** Asks now, and answers with the count of changes. */
  retry: () => Promise<number>;
};

const Context = createContext<Connection>({ isServerUp: true, isDatabaseUp: true, holder: null, changes: 0, retry: () => Promise.resolve(0) });

export const useConnection = (): Connection => useContext(Context);

/** Counts what changed outside: an answer made at a lower count is an old one. */
export const useChanges = (): number => useContext(Context).changes;

/** What is open. Undefined until the first answer. */
export function useMeta(): Meta | undefined {
  return useQuery({ queryKey: ["meta"], queryFn: ({ signal }) => call("meta", {}, signal) }).data;
}

/** May nothing be written, by how the studio was started? */
export function useIsReadOnly(): boolean {
  return useMeta()?.isReadOnly ?? false;
}

const EVERY = 2000;

// Calls that do not change with the catalogs, the ledger, the schema files or the folder: rows
// are asked for again by the grid itself, since staged edits may hold them.
const UNTOUCHED = new Set(["pulse", "rows", "count"]);
// What only the database can change.
const OF_DATABASE = new Set(["catalog", "structure"]);

export function ConnectionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [isServerUp, setServerUp] = useState(true);
  const [isDatabaseUp, setDatabaseUp] = useState(true);
  const [holder, setHolder] = useState<LedgerHolder | null>(null);
  const [changes, setChanges] = useState(0);
  const before = useRef<Pulse | null>(null);
  const count = useRef(0);
  const beatNow = useRef<() => Promise<void>>(() => Promise.resolve());

  useEffect(() => {
    let timer = 0;
    const abort = new AbortController();
    const beat = async () => {
      window.clearTimeout(timer);
      if (document.visibilityState === "visible") {
        try {
          const pulse = await call("pulse", {}, abort.signal);
          setServerUp(true);
          setDatabaseUp(pulse.database !== null);
          setHolder((last) => (isSame(last, pulse.holder) ? last : pulse.holder));
          // What is asked for while the ledger is locked would wait for it as well: what has
          // changed meanwhile is seen once it is free.
          if (pulse.holder && before.current) pulse.database = before.current.database;
          if (refresh(client, before.current, pulse)) setChanges((count.current += 1));
          before.current = pulse;
        } catch (error) {
          if (abort.signal.aborted) return;
          // A server of another version may know no pulse; that is no lost connection.
          if (error instanceof CallError && error.isUnreachable) {
            setServerUp(false);
            before.current = null;
          }
        }
      }
      if (!abort.signal.aborted) timer = window.setTimeout(beat, EVERY);
    };
    beatNow.current = beat;
    void beat();
    const onSeen = () => document.visibilityState === "visible" && void beat();
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      abort.abort();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [client]);

  // What failed while nothing answered is asked for again once it does.
  const wasUp = useRef(true);
  useEffect(() => {
    const isUp = isServerUp && isDatabaseUp;
    if (isUp && !wasUp.current) void client.invalidateQueries();
    wasUp.current = isUp;
  }, [client, isServerUp, isDatabaseUp]);

  const retry = useCallback(async () => {
    await beatNow.current();
    return count.current;
  }, []);
  const value = { isServerUp, isDatabaseUp, holder, changes, retry };
  return <Context value={value}>{children}</Context>;
}

const isSame = (a: LedgerHolder | null, b: LedgerHolder | null): boolean => a?.session === b?.session && a?.since === b?.since;

/** Asks again for what depends on a mark that changed; says whether one did. */
function refresh(client: QueryClient, before: Pulse | null, now: Pulse): boolean {
  if (!before) return false;
  const isProject = before.schema !== now.schema || before.folder !== now.folder;
  const isDatabase = before.database !== now.database;
  if (!isProject && !isDatabase) return false;
  void client.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === "string" && !UNTOUCHED.has(name) && (isDatabase || !OF_DATABASE.has(name)),
  });
  return true;
}
