// The browser's own modal dialog: it keeps the focus, and Escape closes it.

import { useEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "./Button";

type Props = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the one that goes on at the end. */
  actions?: ReactNode;
  size?: "small" | "normal" | "large";
};

export function Dialog({ title, onClose, children, actions, size = "normal" }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    // Focus goes back to where it was, which the browser does for `close` but not for removal.
    const before = document.activeElement;
    dialog?.showModal();
    // What the dialog is for, rather than the button that closes it.
    dialog?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog dialog-${size}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Keys of a dialog are not keys of the view below it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="cross" label="Close" size="small" onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {actions && <footer className="dialog-foot">{actions}</footer>}
    </dialog>
  );
}
