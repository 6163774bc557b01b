// Where each view was left, so that its tab leads back there: a look at the migrations shall not
// close the table that was open.

import { href, type Route } from "./router";

const left = new Map<string, string>();
let table: string[] = [];

/** Rows and structure are two looks at the same table. */
const isOfTable = (view: string): boolean => view === "data" || view === "structure";

export function leaveMark({ view, path }: Route): void {
  left.set(view, location.hash);
  if (isOfTable(view) && path.length > 1) table = path;
}

/** The tab that is open leads to its beginning. */
export function leadsTo(view: string, now: string): string {
  if (view === now) return href(view);
  const was = left.get(view);
  if (!isOfTable(view)) return was ?? href(view);
  const to = href(view, table);
  return was?.split("?")[0] === to ? was : to;
}
