// Light, dark, or as the system has it; kept in the browser.

import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "mizzle.theme";
const listeners = new Set<() => void>();
let theme: Theme = read();

export function useTheme(): [Theme, (theme: Theme) => void] {
  const now = useSyncExternalStore(subscribe, () => theme);
  return [now, setTheme];
}

/** Before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme;
}

function setTheme(next: Theme): void {
  theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage it holds as long as the page.
  }
  applyTheme();
  listeners.forEach((listener) => listener());
}

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
