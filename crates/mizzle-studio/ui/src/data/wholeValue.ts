// A value that came cut, whole: read when somebody looks at it, edits it or copies it.

import { download } from "../api/client";
import type { Column, Relation } from "../api/types";
import type { Shown } from "../grid/CellText";

/** More than this is not put into an editor or shown in the page: 2 MiB. */
export const SHOWN_LIMIT = 2 * 1024 * 1024;

export async function wholeBlob(table: Relation, key: string[], column: string, signal?: AbortSignal): Promise<Blob> {
  return download("cell", { table, key, column }, signal);
}

/** The value as the server writes it: a bytea as `\x…`. */
export async function wholeText(table: Relation, key: string[], column: Column, signal?: AbortSignal): Promise<string> {
  const blob = await wholeBlob(table, key, column.name, signal);
  if (column.kind !== "bytes") return blob.text();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `\\x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export const isCut = (value: Shown): value is { cut: string; bytes: number } => value !== null && typeof value === "object" && "cut" in value;
