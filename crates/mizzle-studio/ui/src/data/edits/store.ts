// The staged edits of the page. They outlive views and lost connections, and hold the page open.

import { useSyncExternalStore } from "react";
import { EMPTY, reduce, type Action, type Edits } from "./reducer";

let edits: Edits = EMPTY;
const listeners = new Set<() => void>();

export function dispatch(action: Action): void {
  edits = reduce(edits, action);
  listeners.forEach((listener) => listener());
}

/** The edits now, for handlers. */
export const currentEdits = (): Edits => edits;

export function useEdits(): Edits {
  return useSyncExternalStore(subscribe, currentEdits);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// The browser asks before it throws them away.
window.addEventListener("beforeunload", (event) => {
  if (edits.entries.length > 0) event.preventDefault();
});
