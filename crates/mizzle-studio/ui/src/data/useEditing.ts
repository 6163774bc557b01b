// The one cell that is being edited. A value that came cut is read whole before.

import { useRef, useState } from "react";
import { failureOf } from "../api/client";
import type { Column, Relation, Value } from "../api/types";
import type { Shown } from "../grid/CellText";
import { bytes } from "../ui/format";
import { dispatch } from "./edits/store";
import type { Target } from "./edits/reducer";
import { valueOf, type Line } from "./lines";
import { isCut, SHOWN_LIMIT, wholeText } from "./wholeValue";

type Editing = { target: Target; column: Column; initial: Shown; typed: string | null };

export function useEditing({ relation, say }: { relation: Relation; say: (text: string, isBad?: boolean) => void }) {
  const [now, setNow] = useState<Editing | null>(null);
  const commitRef = useRef<(() => boolean) | null>(null);
  // A value that arrives after something else was begun is not edited any more.
  const turn = useRef(0);

  const start = async (line: Line, column: Column, typed: string | null) => {
    const mine = ++turn.current;
    const value = valueOf(line, column.name);
    if (!isCut(value)) return setNow({ target: line.target, column, initial: value, typed });
    if (value.bytes > SHOWN_LIMIT || !line.row) {
      return say(`${bytes(value.bytes)} are too large to be edited here; Space shows them`, true);
    }
    try {
      const whole = await wholeText(relation, line.row.key, column);
      if (mine !== turn.current) return;
      // What was read whole is what the row is compared with.
      const target = "key" in line.target ? { ...line.target, before: { ...line.before, [column.name]: whole } } : line.target;
      setNow({ target, column, initial: whole, typed });
    } catch (error) {
      say(failureOf(error).message, true);
    }
  };
  const stop = () => {
    turn.current += 1;
    commitRef.current = null;
    setNow(null);
  };
  const commit = (value: Value) => {
    if (!now) return;
    dispatch({ type: "set", table: relation, changes: [{ target: now.target, column: now.column.name, value }] });
  };
  /** Keeps what is being edited because something else is begun; `false` where it cannot be kept. */
  const settle = (): boolean => commitRef.current?.() ?? true;

  return { now, start, stop, commit, settle, commitRef };
}
