import { MergeView } from "@codemirror/merge";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { languageOf, readingSetup, rootOf, type Language } from "./setup";

export type DiffProps = {
  before: string;
  after: string;
  language: Language;
  beforeLabel: string;
  afterLabel: string;
};

/** Two texts side by side; long stretches that are the same are folded. */
export default function Diff({ before, after, language, beforeLabel, afterLabel }: DiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = rootOf(host.current);
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [
        readingSetup(),
        languageOf(language),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      ],
    });
    const view = new MergeView({
      a: side(before, beforeLabel),
      b: side(after, afterLabel),
      root,
      parent: root,
      gutter: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [before, after, language, beforeLabel, afterLabel]);
  return (
    <div className="diff">
      <div className="diff-heads" aria-hidden="true">
        <span>{beforeLabel}</span>
        <span>{afterLabel}</span>
      </div>
      <div ref={host} className="code code-reading" />
    </div>
  );
}
