// Sentences of the server: what stands in backticks is code, and everything is text from outside.
import { Fragment } from "react";
import { SafeBlock, SafeText } from "./SafeText";

/** One or more sentences; with `keepsLines` in their lines. */
export function Prose({ text, keepsLines = false }: { text: string; keepsLines?: boolean }) {
  const Safe = keepsLines ? SafeBlock : SafeText;
  return text.split("`").map((piece, at) => {
    // An odd piece stands between two backticks.
    if (at % 2 === 1) {
      return (
        <code key={at}>
          <Safe text={piece} />
        </code>
      );
    }
    return <Fragment key={at}>{piece !== "" && <Safe text={piece} />}</Fragment>;
  });
}
