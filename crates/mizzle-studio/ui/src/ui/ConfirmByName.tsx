// The question before a write to a database that is not on this machine: its name, typed.

import { useId, useState, type ReactNode } from "react";
import { useMeta } from "../app/connection";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { SafeText } from "./SafeText";

type Props = {
  title: string;
  /** What will be done. */
  children: ReactNode;
  /** On the button: `Apply 2 migrations`. */
  verb: string;
  isDangerous?: boolean;
  /** Is something still to be accepted? */
  isBlocked?: boolean;
  onClose: () => void;
  /** With the name to send as `confirm`; `null` on this machine, where nothing is typed. */
  onConfirm: (confirm: string | null) => void;
};

export function ConfirmByName({ title, children, verb, isDangerous, isBlocked = false, onClose, onConfirm }: Props) {
  const meta = useMeta();
  const [typed, setTyped] = useState("");
  const field = useId();
  const name = meta && !meta.isLoopback ? (meta.server?.database ?? null) : null;
  const isSure = meta !== undefined && !isBlocked && (meta.isLoopback || (name !== null && typed === name));
  const confirm = () => isSure && onConfirm(name === null ? null : typed);
  return (
    <Dialog
      title={title}
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={isDangerous ? "danger" : "primary"} disabled={!isSure} onClick={confirm}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {meta && !meta.isLoopback && (
        <form
          className="confirm"
          onSubmit={(event) => {
            event.preventDefault();
            confirm();
          }}
        >
          <label htmlFor={field}>
            {name === null ? (
              "The database does not answer; its name is not known"
            ) : (
              <>
                The database is not on this machine. Type its name: <code><SafeText text={name} /></code>
              </>
            )}
          </label>
          <input id={field} data-autofocus className="input" value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        </form>
      )}
    </Dialog>
  );
}
