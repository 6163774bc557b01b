import { Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder as placeholderText } from "@codemirror/view";
import { autocompletion } from "@codemirror/autocomplete";
import { useEffect, useRef } from "react";
import { languageOf, readingSetup, rootOf, tabIndents, withLineNumbers, writingSetup, type Language } from "./setup";

export type EditorProps = {
  value: string;
  language: Language;
  /** Its name for those who cannot see it. */
  label: string;
  onChange?: (value: string) => void;
  /** Ctrl-Enter (⌘-Enter). */
  onSubmit?: () => void;
  onEscape?: () => void;
  /** Where the cursor and the selection are, in UTF-16 units. */
  onSelect?: (from: number, to: number) => void;
  isReadOnly?: boolean;
  hasLineNumbers?: boolean;
  isWrapped?: boolean;
  hasFocus?: boolean;
  placeholder?: string;
  /** Names to complete: tables with their columns. */
  schema?: Record<string, string[]>;
  /** Puts the cursor there; another object does it again. */
  jump?: { at: number } | null;
};

/** Follows `value` from outside, and says what is typed. */
export default function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  // Handlers are read when they are needed, so that a new one does not build a new editor.
  const latest = useRef(props);
  latest.current = props;
  const language = useRef(new Compartment());

  useEffect(() => {
    if (!host.current) return;
    const root = rootOf(host.current);
    const state = EditorState.create({ doc: latest.current.value, extensions: extensionsOf(latest, language.current) });
    const made = new EditorView({ state, root, parent: root });
    view.current = made;
    if (latest.current.hasFocus) made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    const now = editor?.state.doc.toString();
    if (editor && now !== undefined && now !== props.value) {
      editor.dispatch({ changes: { from: 0, to: now.length, insert: props.value } });
    }
  }, [props.value]);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(props.language, props.schema)) });
  }, [props.language, props.schema]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.jump) return;
    const anchor = Math.min(props.jump.at, editor.state.doc.length);
    editor.dispatch({ selection: { anchor }, scrollIntoView: true });
    editor.focus();
  }, [props.jump]);

  return <div ref={host} className={props.isReadOnly ? "code code-reading" : "code code-writing"} />;
}

function extensionsOf(latest: React.RefObject<EditorProps>, language: Compartment): Extension {
  const props = latest.current;
  const extensions: Extension[] = [
    props.isReadOnly ? readingSetup() : [writingSetup(), autocompletion({ icons: false })],
    language.of(languageOf(props.language, props.schema)),
    // Code that cannot be edited can still be reached, scrolled and copied by keyboard.
    EditorView.contentAttributes.of({ "aria-label": props.label, tabindex: "0" }),
  ];
  if (props.hasLineNumbers) extensions.push(withLineNumbers);
  if (props.isWrapped) extensions.push(EditorView.lineWrapping);
  if (props.placeholder) extensions.push(placeholderText(props.placeholder));
  if (props.isReadOnly) return extensions;
  extensions.push(
    tabIndents,
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run: () => (latest.current.onSubmit?.(), latest.current.onSubmit !== undefined) },
      ]),
    ),
    // Behind the others: Escape first closes a completion or a search.
    Prec.lowest(
      keymap.of([
        { key: "Escape", run: () => (latest.current.onEscape?.(), latest.current.onEscape !== undefined) },
      ]),
    ),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) {
        const { from, to } = update.state.selection.main;
        latest.current.onSelect?.(from, to);
      }
    }),
  );
  return extensions;
}
