// Asked before anything is written to a database: what will happen, what goes for good, and off
// this machine the database's name, typed.
import { useState, type ReactNode } from "react";
import { useMeta } from "../app/connection";
import { ConfirmByName } from "../ui/ConfirmByName";
import { SafeText } from "../ui/SafeText";

interface Props {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** On the button. */
  verb: string;
  /** What goes for good; it has to be accepted where there is any. */
  losses: string[];
  onConfirm: (confirm: string | null) => void;
  onClose: () => void;
}

export function Confirm({ title, children, verb, losses, onConfirm, onClose }: Props) {
  const meta = useMeta();
  const [isAccepted, setAccepted] = useState(false);
  const isLossy = losses.length > 0;
  return (
    <ConfirmByName
      title={title}
      verb={verb}
      isDangerous={isLossy}
      isBlocked={isLossy && !isAccepted}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <div className="confirm-body">
        {children}
        <p className="confirm-target">
          in <SafeText text={meta?.target ?? "the database"} />
        </p>
        <Losses losses={losses} />
        {isLossy && (
          <label className="check">
            <input type="checkbox" checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)} />
            This data may go
          </label>
        )}
      </div>
    </ConfirmByName>
  );
}

/** What is lost, a sentence each. */
export function Losses({ losses, title = "What is lost" }: { losses: string[]; title?: string }) {
  if (losses.length === 0) return null;
  return (
    <div className="losses">
      <h3>{title}</h3>
      <ul>
        {losses.map((loss) => (
          <li key={loss}>
            <SafeText text={loss} />
          </li>
        ))}
      </ul>
    </div>
  );
}
