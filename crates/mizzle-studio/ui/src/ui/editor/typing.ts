// Typing over a selection. Left to the browser, it would give the new text the colours of the old
// one by a `style` attribute, which the page's content policy refuses with an error in the console.

import { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";

export const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main;
    const typed = event.data;
    // What is being composed is the input method's until it is done.
    if (event.inputType !== "insertText" || !typed || from === to || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type", scrollIntoView: true });
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, typed, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});
