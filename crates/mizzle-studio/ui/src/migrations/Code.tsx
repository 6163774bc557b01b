// SQL and TypeScript to read: coloured, selectable, and plain until the colours are there.
import { Fragment, useEffect, useMemo, useState } from "react";
import { SafeBlock } from "../ui/SafeText";
import type { Language, Span } from "./colours";
import "./code.css";

type Colours = typeof import("./colours");
let loaded: Colours | null = null;

/** The colours, once they are loaded. */
export function useColours(): Colours | null {
  const [colours, setColours] = useState(loaded);
  useEffect(() => {
    if (colours) return;
    let isSeen = true;
    void import("./colours").then((it) => {
      loaded = it;
      if (isSeen) setColours(it);
    });
    return () => {
      isSeen = false;
    };
  }, [colours]);
  return colours;
}

// Colouring a dump of a megabyte would hold the page up for seconds, for text that nobody reads.
const LONGEST = 200_000;

interface Props {
  text: string;
  language?: Language;
  marks?: Span[];
}

/** A block of code. Long lines wrap: a block that scrolls sideways hides what it is read for. */
export function Code({ text, language = "sql", marks }: Props) {
  return (
    <pre className="listing">
      <code>
        <Coloured text={text} language={language} marks={marks} />
      </code>
    </pre>
  );
}

/** Its text alone, for a place inside something else. */
export function Coloured({ text, language = "sql", marks }: { text: string; language?: Language; marks?: Span[] | undefined }) {
  const colours = useColours();
  const spans = useMemo(
    () => (colours && text.length <= LONGEST ? colours.cut(text, colours.colours(text, language), marks ?? []) : null),
    [colours, text, language, marks],
  );
  if (!spans) return <Safe text={text} />;
  return spans.map(({ from, to, className, mark }) => {
    const piece = <Safe text={text.slice(from, to)} />;
    const inner = className === "" ? piece : <span className={className}>{piece}</span>;
    if (mark === "gone") return <del key={from}>{inner}</del>;
    if (mark === "come") return <ins key={from}>{inner}</ins>;
    return <Fragment key={from}>{inner}</Fragment>;
  });
}

// Marks that turn the direction around could show other SQL than what runs; they are shown by
// their number. Most pieces are plain, and there are thousands of them.
const PLAIN = /^[\n\r\t -~]*$/;

function Safe({ text }: { text: string }) {
  return PLAIN.test(text) ? text : <SafeBlock text={text} />;
}

/** Two texts beside each other, with what differs marked. */
export function Beside({ before, after, labels, language = "sql" }: {
  before: string | null;
  after: string | null;
  labels: [string, string];
  language?: Language;
}) {
  const colours = useColours();
  const differs = useMemo(
    () => (colours && before !== null && after !== null ? colours.difference(before, after) : null),
    [colours, before, after],
  );
  return (
    <div className="beside">
      <Half text={before} label={labels[0]} marks={differs?.before} language={language} />
      <Half text={after} label={labels[1]} marks={differs?.after} language={language} />
    </div>
  );
}

function Half({ text, label, marks, language }: { text: string | null; label: string; marks: Span[] | undefined; language: Language }) {
  return (
    <div className="beside-half">
      <div className="beside-label">{label}</div>
      {text === null ? <p className="beside-nothing">not there</p> : <Code text={text} language={language} {...(marks ? { marks } : {})} />}
    </div>
  );
}
