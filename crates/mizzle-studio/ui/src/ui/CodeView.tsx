// Code to read and code to write. CodeMirror comes when the first of them is shown; until then
// the same text stands there plain.

import { lazy, Suspense } from "react";
import type { EditorProps } from "./editor/CodeEditor";
import type { DiffProps } from "./editor/Diff";

/** Where it will be wanted, so that no key is typed while it comes. */
export const fetchEditor = () => import("./editor/CodeEditor");

const LazyEditor = lazy(fetchEditor);
const LazyDiff = lazy(() => import("./editor/Diff"));

/** Code to write. */
export function Editor(props: EditorProps) {
  return (
    <Suspense fallback={<pre className="code-plain">{props.value}</pre>}>
      <LazyEditor {...props} />
    </Suspense>
  );
}

type CodeProps = { code: string; language: EditorProps["language"]; label: string; hasLineNumbers?: boolean };

/** Code to read, which can be marked and copied. */
export function CodeView({ code, language, label, hasLineNumbers = false }: CodeProps) {
  return <Editor value={code} language={language} label={label} hasLineNumbers={hasLineNumbers} isReadOnly />;
}

/** Two texts side by side with their difference. */
export function DiffView(props: DiffProps) {
  return (
    <Suspense fallback={<pre className="code-plain">{props.after}</pre>}>
      <LazyDiff {...props} />
    </Suspense>
  );
}
