// What a migration changes, by object: what it was as DDL, and what it is.
import type { ObjectChange } from "../api/types";
import { Beside, Code } from "./Code";
import { changeKinds } from "./words";

export function Changes({ changes, note }: { changes: ObjectChange[]; note: string | null }) {
  if (changes.length === 0) return <p className="soft pad">{note ?? "The schema is the same before and after: this migration works on data, or on what no schema says."}</p>;
  return (
    <>
      {note !== null && <p className="soft pad">{note}</p>}
      <ul className="changes">
        {changes.map((change, at) => (
          <li key={`${at} ${change.object}`} className="change" data-kind={change.kind}>
            <ChangeHead change={change} />
            <ChangeBody change={change} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ChangeHead({ change: { kind, object } }: { change: ObjectChange }) {
  const { sign, word } = changeKinds[kind];
  const [what = "", ...name] = object.split(" ");
  return (
    <h3 className="change-head">
      <span className="change-sign" aria-hidden="true">
        {sign}
      </span>
      <span className="change-what">{what}</span> <span className="mono">{name.join(" ")}</span>
      <span className="change-word">{word}</span>
    </h3>
  );
}

function ChangeBody({ change: { before, after } }: { change: ObjectChange }) {
  if (before !== null && after !== null) return <Beside before={before} after={after} labels={["before", "after"]} />;
  if (after !== null) return <Code text={after} />;
  if (before !== null) return <Code text={before} />;
  return null;
}

/** `+2 ~1 −1`, for a head line. */
export function ChangeCounts({ changes }: { changes: ObjectChange[] }) {
  const kinds = ["added", "changed", "removed"] as const;
  return (
    <span className="change-counts">
      {kinds.map((kind) => {
        const number = changes.filter((it) => it.kind === kind).length;
        if (number === 0) return null;
        const { sign, word } = changeKinds[kind];
        return (
          <span key={kind} data-kind={kind} title={`${number} ${word}`}>
            <span aria-hidden="true">{sign}</span>
            {number}
            <span className="visually-hidden"> {word}</span>
          </span>
        );
      })}
    </span>
  );
}
