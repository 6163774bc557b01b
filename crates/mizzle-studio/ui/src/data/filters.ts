// Which questions can be asked of which kind of column.

import type { Column, ColumnKind, Filter, Operator } from "../api/types";

export const WORDS: Record<Operator, string> = {
  equals: "is",
  notEquals: "is not",
  less: "<",
  atMost: "≤",
  greater: ">",
  atLeast: "≥",
  contains: "contains",
  startsWith: "starts with",
  like: "like",
  in: "is one of",
  isNull: "is NULL",
  isNotNull: "is not NULL",
};

const NULLS: Operator[] = ["isNull", "isNotNull"];
const ORDERED: Operator[] = ["equals", "notEquals", "less", "atMost", "greater", "atLeast", "in", ...NULLS];
const LOOSE: Operator[] = ["contains", ...NULLS];

const BY_KIND: Record<ColumnKind, Operator[]> = {
  integer: ORDERED,
  number: ORDERED,
  date: ORDERED,
  time: ORDERED,
  timestamp: ORDERED,
  interval: ORDERED,
  boolean: ["equals", "notEquals", ...NULLS],
  text: ["contains", "equals", "notEquals", "startsWith", "like", "in", ...NULLS],
  uuid: ["equals", "notEquals", "in", ...NULLS],
  enum: ["equals", "notEquals", "in", ...NULLS],
  json: LOOSE,
  array: LOOSE,
  bytes: NULLS,
  other: ["contains", "equals", "notEquals", ...NULLS],
};

/** The likeliest first. */
export const operatorsOf = ({ kind }: Column): Operator[] => BY_KIND[kind];

export const takesValue = (operator: Operator): boolean => operator !== "isNull" && operator !== "isNotNull";

/** `status is one of a, b` */
export function sentence({ column, operator, values }: Filter): string {
  return [column, WORDS[operator], values.map((value) => (value === "" || value.includes(", ") ? `'${value}'` : value)).join(", ")].filter(Boolean).join(" ");
}
