// A value in a cell: NULL, nothing, DEFAULT and the beginning of something large each look their own.

import { SafeText } from "../ui/SafeText";
import { bytes } from "../ui/format";

/** A cell as the server sends it, or one that the server will fill. */
export type Shown = null | string | { cut: string; bytes: number } | { isDefault: true; /** There is none: somebody has to say it. */ isMissing?: boolean };

// More of a value is not drawn in a cell: the line ends far before it.
const DRAWN = 400;

export function CellText({ value }: { value: Shown }) {
  if (value === null) return <span className="cell-null">NULL</span>;
  if (typeof value === "string") {
    if (value === "") return <span className="cell-empty">empty</span>;
    return <SafeText text={value.length > DRAWN ? `${value.slice(0, DRAWN)}…` : value} />;
  }
  if ("isDefault" in value) return <span className="cell-default">{value.isMissing ? "needed" : "DEFAULT"}</span>;
  return (
    <>
      <span className="cell-cut-text">
        <SafeText text={value.cut.slice(0, DRAWN)} />
      </span>
      <span className="cell-cut" data-show title="Show all of it (Space)">
        … {bytes(value.bytes)}
      </span>
    </>
  );
}

/** The same for a screen reader or a title, on one line. */
export function plainText(value: Shown): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return value;
  return "isDefault" in value ? "DEFAULT" : `${value.cut}…`;
}
