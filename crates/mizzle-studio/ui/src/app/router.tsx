// Where the page is, all of it in the URL's hash: `#/data/public/users?sort=name`. A link opens
// the same view again, and back and forward work.

import { useSyncExternalStore } from "react";

export type Route = {
  /** Of a view in `views.tsx`; empty for the first one. */
  view: string;
  /** What follows, decoded. */
  path: string[];
  params: URLSearchParams;
};

type Params = Record<string, string | null | undefined> | URLSearchParams;

/** The hash of a place, for links and `navigate`. */
export function href(view: string, path: readonly string[] = [], params: Params = {}): string {
  const search = params instanceof URLSearchParams ? params : new URLSearchParams();
  if (!(params instanceof URLSearchParams)) {
    for (const [name, value] of Object.entries(params)) {
      if (value !== null && value !== undefined && value !== "") search.set(name, value);
    }
  }
  const query = search.toString();
  return `#/${[view, ...path].map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

/** Goes there; with `replace` without a step in the history. */
export function navigate(to: string, replace = false): void {
  if (to === location.hash) return;
  if (replace) {
    history.replaceState(null, "", to);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = to;
  }
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parse(hash);
}

/** The route of a hash. */
export function parse(hash: string): Route {
  const cached = last;
  if (cached?.hash === hash) return cached.route;
  const [where = "", query = ""] = split(hash.replace(/^#\/?/, ""));
  const [view = "", ...path] = where.split("/").map(decode);
  const route = { view, path, params: new URLSearchParams(query) };
  last = { hash, route };
  return route;
}

// The same hash gives the same object, so that effects can depend on it.
let last: { hash: string; route: Route } | null = null;

function split(text: string): [string, string] {
  const at = text.indexOf("?");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
