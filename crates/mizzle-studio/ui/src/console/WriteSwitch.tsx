// Read-only unless somebody says otherwise, which is to be seen as long as it holds.

import { useState } from "react";
import type { Meta } from "../api/types";
import { Icon } from "../ui/Icon";
import { ConfirmByName } from "../ui/ConfirmByName";

export type Writing = {
  isOn: boolean;
  /** The database's name as it was typed, where that was asked for. */
  confirm: string | null;
  set: (isOn: boolean, confirm?: string | null) => void;
};

/** Off whenever the console is opened. */
export function useWriting(): Writing {
  const [state, setState] = useState<{ isOn: boolean; confirm: string | null }>({ isOn: false, confirm: null });
  return { ...state, set: (isOn, confirm = null) => setState({ isOn, confirm: isOn ? confirm : null }) };
}

export function WriteSwitch({ writing, meta }: { writing: Writing; meta: Meta | undefined }) {
  const [isAsking, setAsking] = useState(false);
  const isFixed = meta?.isReadOnly ?? true;
  const turnOn = () => (meta?.isLoopback ? writing.set(true) : setAsking(true));
  const about = isFixed
    ? "The studio was started with --read-only"
    : meta?.server?.isSuperuser && !writing.isOn
      ? "The role is a superuser: functions with effects outside of the database are not bound by a read-only transaction"
      : undefined;
  return (
    <>
      <div className={writing.isOn ? "segmented write-switch write-on" : "segmented write-switch"} role="group" aria-label="May statements write?" title={about}>
        <button type="button" aria-pressed={!writing.isOn} onClick={() => writing.set(false)}>
          <Icon name="lock" size={14} />
          Read-only
        </button>
        <button type="button" aria-pressed={writing.isOn} disabled={isFixed} onClick={() => !writing.isOn && turnOn()}>
          <Icon name="unlock" size={14} />
          Writes
        </button>
      </div>
      {isAsking && (
        <ConfirmByName title="Let statements write?" verb="Allow writes" isDangerous onClose={() => setAsking(false)} onConfirm={(confirm) => (setAsking(false), writing.set(true, confirm))}>
          Each statement then runs as it is, until you switch back or leave the console.
        </ConfirmByName>
      )}
    </>
  );
}
