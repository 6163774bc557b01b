// How a table is looked at: filters, order, page, pins and widths, all of it in the URL.

import type { Filter, Operator, Relation, Sort } from "../api/types";
import { href, navigate } from "../app/router";

export type ViewState = {
  filters: Filter[];
  sort: Sort[];
  /** From 0. */
  page: number;
  size: number;
  /** Names of the pinned columns, in order. */
  pins: string[];
  /** Pixels by column, where a person set them. */
  widths: Record<string, number>;
};

export const SIZES = [50, 200, 1000] as const;
const SIZE = 200;

const OPERATORS: readonly Operator[] = [
  "equals", "notEquals", "less", "atMost", "greater", "atLeast", "contains", "startsWith", "like", "in", "isNull", "isNotNull",
];

/** What the URL says; what it says wrongly is left out. */
export function readViewState(params: URLSearchParams): ViewState {
  const size = Number(params.get("size"));
  const page = Number(params.get("page")) - 1;
  return {
    filters: params.getAll("f").flatMap(readFilter),
    sort: params.getAll("sort").flatMap((text) => {
      const [column, direction] = splitLast(text);
      return column === "" ? [] : [{ column, isDescending: direction === "desc" }];
    }),
    page: Number.isSafeInteger(page) && page > 0 ? page : 0,
    size: SIZES.find((known) => known === size) ?? SIZE,
    pins: params.getAll("pin"),
    widths: Object.fromEntries(
      params.getAll("w").flatMap((text) => {
        const [column, width] = splitLast(text);
        return Number(width) >= 40 ? [[column, Math.min(1200, Number(width))]] : [];
      }),
    ),
  };
}

export function writeViewState(state: ViewState): URLSearchParams {
  const params = new URLSearchParams();
  for (const { column, operator, values } of state.filters) params.append("f", JSON.stringify([column, operator, ...values]));
  for (const { column, isDescending } of state.sort) params.append("sort", `${column}:${isDescending ? "desc" : "asc"}`);
  if (state.page > 0) params.set("page", String(state.page + 1));
  if (state.size !== SIZE) params.set("size", String(state.size));
  for (const column of state.pins) params.append("pin", column);
  for (const [column, width] of Object.entries(state.widths)) params.append("w", `${column}:${width}`);
  return params;
}

/** The hash of a table with these filters. */
export function tableHref({ schema, name }: Relation, filters: Filter[] = []): string {
  return href("data", [schema, name], writeViewState({ filters, sort: [], page: 0, size: SIZE, pins: [], widths: {} }));
}

/** Goes to another look at the same table; small changes leave no step in the history. */
export function goTo({ schema, name }: Relation, state: ViewState, replace = false): void {
  navigate(href("data", [schema, name], writeViewState(state)), replace);
}

function readFilter(text: string): Filter[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || !parsed.every((part) => typeof part === "string")) return [];
    const [column, operator, ...values] = parsed as string[];
    const known = OPERATORS.find((one) => one === operator);
    return column !== undefined && known ? [{ column, operator: known, values }] : [];
  } catch {
    return [];
  }
}

// A name may have colons itself.
function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf(":");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
