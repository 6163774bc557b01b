// Sentences of the server: what stands in backticks is code, and everything is text from outside.
import { Fragment } from "react";
import { SafeText } from "../ui/SafeText";

export function Prose({ text }: { text: string }) {
  return text.split("`").map((piece, at) => {
    // An odd piece stands between two backticks.
    if (at % 2 === 1) {
      return (
        <code key={at}>
          <SafeText text={piece} />
        </code>
      );
    }
    return <Fragment key={at}>{piece !== "" && <SafeText text={piece} />}</Fragment>;
  });
}
